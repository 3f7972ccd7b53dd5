"""Several pictures at once: the good ones stay, a bad one is named; too small ones are refused."""

import io

from catalog.enums import ProductState
from catalog.models import Product
from tests.helpers import wrong_fields


def test_one_bad_picture_of_three_is_named_and_the_others_stay(factory, facility, member, post, photo, only):
    product = factory.product(facility, pictures=0, state=ProductState.DRAFT)
    page = f"/co-so-cua-toi/san-pham/{product.id}"
    files = [photo("mot.jpg"), photo("hong.jpg", b"not a picture"), photo("ba.jpg", colour="#33a")]
    assert post(member, f"{page}/anh", page=page, pictures=files).status_code == 303
    assert len(only(Product).pictures) == 2
    assert "Không nhận hong.jpg: " in member.get(page).text


def test_heic_of_a_phone_is_taken_beside_a_bad_one(factory, facility, member, post, photo, only):
    import pillow_heif  # here alone
    from PIL import Image

    pillow_heif.register_heif_opener()
    heic = io.BytesIO()
    Image.new("RGB", (320, 240), "#a33").save(heic, "HEIF", quality=90)
    product = factory.product(facility, pictures=0, state=ProductState.DRAFT)
    page = f"/co-so-cua-toi/san-pham/{product.id}"
    files = [photo("IMG_1.HEIC", heic.getvalue()), photo("IMG_2.HEIC", heic.getvalue()[:200])]
    assert post(member, f"{page}/anh", page=page, pictures=files).status_code == 303
    (kept,) = only(Product).pictures
    assert (kept.width, kept.height) == (320, 240)
    told = member.get(page).text
    assert "Không nhận IMG_2.HEIC: " in told
    assert "Không nhận IMG_1.HEIC" not in told


def test_a_picture_of_fifty_pixels_is_refused_at_the_field(factory, facility, member, post, only):
    from PIL import Image  # here alone

    data = io.BytesIO()
    Image.new("RGB", (50, 50), "#a33").save(data, "PNG")
    product = factory.product(facility, pictures=0, state=ProductState.DRAFT)
    page = f"/co-so-cua-toi/san-pham/{product.id}"
    answer = post(member, f"{page}/anh", page=page, pictures=(io.BytesIO(data.getvalue()), "nho.png"))
    assert answer.status_code == 422
    assert "200 × 200" in answer.text
    assert only(Product).pictures == []


def test_more_pictures_at_once_than_a_product_has_are_refused_unread(
    factory, facility, member, post, photo, only
):
    product = factory.product(facility, pictures=0, state=ProductState.DRAFT)
    page = f"/co-so-cua-toi/san-pham/{product.id}"
    answer = post(member, f"{page}/anh", page=page, pictures=[photo(f"{n}.jpg", b"x") for n in range(13)])
    assert wrong_fields(answer) == ["pictures"]
    assert "12" in answer.text
    assert only(Product).pictures == []
