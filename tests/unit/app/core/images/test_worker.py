"""What the child process draws, called in this one: colours and sizes, picture by picture."""

import io

import pytest
from PIL import Image, ImageCms

from app.core.images import worker

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
SIZE = (60, 40)


@pytest.fixture(autouse=True)
def own_limit(monkeypatch):
    """The worker lifts that of the library for its own process."""
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", Image.MAX_IMAGE_PIXELS)


def picture(mode="RGB", colour="#204060", image_format="PNG", size=SIZE, **options):
    made = io.BytesIO()
    Image.new(mode, size, colour).save(made, image_format, **options)
    return made.getvalue()


def draw(data, image_format="PNG", widths=(320, 640), max_pixels=10_000_000):
    return worker.draw(data, {"format": image_format, "widths": widths, "max_pixels": max_pixels})


def shown(data, image_format="PNG"):
    """The one colour of what was drawn."""
    return draw(data, image_format)[0]["colour"]


def test_picture_of_more_pixels_than_allowed_is_refused():
    assert draw(picture(), max_pixels=2_400)[0]["width"] == 60
    with pytest.raises(worker.Refused, match="too_many_pixels"):
        draw(picture(), max_pixels=2_399)


def test_moving_picture_is_refused():
    moving = {"save_all": True, "append_images": [Image.new("RGB", SIZE, "red")], "duration": 100}
    with pytest.raises(worker.Refused, match="animated"):
        draw(picture(**moving))


def test_upright_picture_has_its_sides_changed():
    camera = Image.Exif()
    camera[0x0112] = 6
    told, files = draw(picture(image_format="JPEG", size=(800, 400), exif=camera), "JPEG")
    assert (told["width"], told["height"], told["renditions"]) == (400, 800, [(320, 640), (400, 800)])
    assert [Image.open(io.BytesIO(file)).size for file in files] == [(320, 640), (400, 800), (1200, 630)]


@pytest.mark.parametrize(
    ("mode", "colour", "expected"),
    [
        ("RGB", "#ff0000", "#ff0000"),
        ("RGBA", (255, 0, 0, 255), "#ff0000"),
        ("RGBA", (255, 0, 0, 0), "#ffffff"),
        ("L", 128, "#808080"),  # the profile is of three colours: it is ignored
        ("LA", (0, 0), "#ffffff"),
        ("I;16", 0x8000, "#808080"),
    ],
)
@pytest.mark.parametrize("profile", [None, SRGB, b"no profile"])
def test_colour_is_the_same_with_the_profile_of_screens_with_a_broken_one_and_with_none(
    mode, colour, expected, profile
):
    assert shown(picture(mode, colour, icc_profile=profile)) == expected


def test_transparent_colour_of_a_palette_stays_transparent_under_a_profile():
    made = io.BytesIO()
    palette = Image.new("P", SIZE, 0)
    palette.putpalette([255, 0, 0, 0, 0, 255])
    palette.save(made, "PNG", transparency=0, icc_profile=SRGB)
    assert shown(made.getvalue()) == "#ffffff"
