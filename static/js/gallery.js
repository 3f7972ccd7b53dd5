// Picture gallery: a thumbnail scrolls the strip, and the strip marks its thumbnail.
for (const gallery of document.querySelectorAll("[data-gallery]")) {
  const strip = gallery.querySelector(".gallery-strip");
  const slides = [...strip.children];
  const thumbs = [...gallery.querySelectorAll(".gallery-thumbs a")];
  if (!thumbs.length) continue;

  const mark = (index) => thumbs.forEach((thumb, n) => {
    if (n === index) thumb.setAttribute("aria-current", "true");
    else thumb.removeAttribute("aria-current");
  });

  thumbs.forEach((thumb, n) => thumb.addEventListener("click", (event) => {
    event.preventDefault();
    strip.scrollTo({ left: slides[n].offsetLeft - slides[0].offsetLeft });
    mark(n);
  }));

  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) mark(slides.indexOf(entry.target));
  }, { root: strip, threshold: 0.6 });
  slides.forEach((slide) => seen.observe(slide));
}
