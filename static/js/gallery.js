// Picture gallery: a thumbnail scrolls the strip, the strip marks its thumbnail, and a picture opens the viewer.
for (const gallery of document.querySelectorAll("[data-gallery]")) {
  const strip = gallery.querySelector(".gallery-strip");
  const slides = [...strip.children];
  const thumbs = [...gallery.querySelectorAll(".gallery-thumbs a")];

  const show = (index) => strip.scrollTo({ left: slides[index].offsetLeft - slides[0].offsetLeft });
  const mark = (index) => thumbs.forEach((thumb, n) => {
    if (n === index) thumb.setAttribute("aria-current", "true");
    else thumb.removeAttribute("aria-current");
  });

  thumbs.forEach((thumb, n) => thumb.addEventListener("click", (event) => {
    event.preventDefault();
    show(n);
    mark(n);
  }));

  if (thumbs.length) {
    const seen = new IntersectionObserver((entries) => {
      for (const entry of entries) if (entry.isIntersecting) mark(slides.indexOf(entry.target));
    }, { root: strip, threshold: 0.6 });
    slides.forEach((slide) => seen.observe(slide));
  }

  const viewer = gallery.querySelector(".viewer");
  const large = viewer.querySelector(".viewer-picture").appendChild(new Image());
  const [count, caption] = viewer.querySelectorAll("p");
  const [close, back, on] = viewer.querySelectorAll("button");
  let at = 0;

  const open = (index) => {
    at = (index + slides.length) % slides.length;
    const link = slides[at].querySelector("a");
    large.src = link.href;
    large.alt = link.querySelector("img").alt;
    caption.textContent = large.alt;
    count.textContent = count.dataset.text.replace("{n}", at + 1).replace("{all}", slides.length);
    back.hidden = on.hidden = slides.length < 2;
    if (!viewer.open) viewer.showModal();
  };

  slides.forEach((slide, n) => slide.querySelector("a").addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(n);
  }));
  close.addEventListener("click", () => viewer.close());
  back.addEventListener("click", () => open(at - 1));
  on.addEventListener("click", () => open(at + 1));
  viewer.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") open(at - 1);
    if (event.key === "ArrowRight") open(at + 1);
  });
  viewer.addEventListener("close", () => { show(at); mark(at); });
}
