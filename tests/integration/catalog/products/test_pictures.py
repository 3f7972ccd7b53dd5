"""Pictures of a product: taken, refused, ordered, described, served."""

from io import BytesIO

from app.core.ports import ports
from catalog.enums import ProductState
from catalog.models import Product
from tests.helpers import wrong_fields


def test_pictures_are_described_ordered_and_taken_off(factory, member, facility, post, only):
    product = factory.product(facility, pictures=3)
    page = f"/co-so-cua-toi/san-pham/{product.id}"
    first, second, third = (picture.id for picture in product.pictures)

    def ids():
        return [picture.id for picture in only(Product).pictures]

    post(member, f"{page}/anh/{third}/up", page=page)
    assert ids() == [first, third, second]
    post(member, f"{page}/anh/{first}/up", page=page)
    post(member, f"{page}/anh/{first}/down", page=page)
    assert ids() == [third, first, second]
    post(member, f"{page}/anh/{first}/remove", page=page)
    assert ids() == [third, second]
    post(member, f"{page}/anh/{third}/describe", page=page, alt_vi="Mặt trước", alt_en="Front")
    assert (only(Product).pictures[0].alt_vi, only(Product).pictures[0].alt_en) == ("Mặt trước", "Front")
    post(member, f"{page}/anh/{third}/describe", page=page, alt_vi="x" * 301)
    assert only(Product).pictures[0].alt_vi == "Mặt trước"
    assert post(member, f"{page}/anh/{third}/juggle", page=page).status_code == 404
    assert post(member, f"{page}/anh/999999/up", page=page).status_code == 303  # told to be gone
    post(member, f"{page}/anh/{third}/remove", page=page)
    post(member, f"{page}/anh/{second}/remove", page=page)
    assert ids() == [second]  # a published product keeps one


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


HUGE_PNG = (
    b"\x89PNG\r\n\x1a\n"
    b"\x00\x00\x00\rIHDR" + (20_000).to_bytes(4, "big") * 2 + b"\x01\x00\x00\x00\x00" + b"\x00" * 40
)


NO_PICTURES = [
    ("a.png", SVG),
    ("a.png", HUGE_PNG),
    ("a.jpg", b""),
    ("a.jpg", b"\xff\xd8\xff\xe0broken"),
    ("a.webp", b"GIF89a"),
]


def test_a_file_that_is_no_picture_is_refused_at_the_field(factory, member, facility, post, photo, only):
    product = factory.product(facility, pictures=0, state=ProductState.DRAFT)
    page = f"/co-so-cua-toi/san-pham/{product.id}"
    for name, data in NO_PICTURES:
        answer = post(member, f"{page}/anh", page=page, pictures=[photo(name, data)], alt_vi="Tôi đã gõ")
        assert (wrong_fields(answer), "Tôi đã gõ" in answer.text) == (["pictures"], True)
    assert only(Product).pictures == []


def test_no_file_chosen_is_said(factory, member, facility, post):
    product = factory.product(facility)
    page = f"/co-so-cua-toi/san-pham/{product.id}"
    answer = post(member, f"{page}/anh", page=page)
    assert (answer.status_code, "Hãy chọn tệp." in answer.text) == (422, True)
    assert post(member, f"{page}/anh", page=page, pictures=(BytesIO(b""), "")).status_code == 422


def test_the_same_pictures_sent_twice_are_there_once_and_too_many_are_refused(
    factory, member, facility, post, photo, only
):
    product = factory.product(facility, pictures=11)
    page = f"/co-so-cua-toi/san-pham/{product.id}"
    for _ in range(2):
        assert post(member, f"{page}/anh", page=page, pictures=photo()).status_code == 303
    assert len(only(Product).pictures + only(Product).waiting_pictures) == 12
    assert post(member, f"{page}/anh", page=page, pictures=photo("c.jpg", colour="#33a")).status_code == 422


def test_a_stored_picture_is_served_for_ever_and_scans_are_not(
    member, facility, post, photo, only, factory, client
):
    product = factory.product(facility, pictures=0, state=ProductState.DRAFT)
    page = f"/co-so-cua-toi/san-pham/{product.id}"
    post(member, f"{page}/anh", page=page, pictures=photo())
    files = only(Product).pictures[0].files
    assert sorted(files) == ["320", "640", "800", "share"]
    answer = client.get(f"/tep/{files['320']}")
    assert (answer.status_code, answer.content_type) == (200, "image/webp")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in answer.headers
    assert client.get(f"/tep/{files['share']}").content_type == "image/jpeg"
    pdf = ports().files.put(b"%PDF-1.4 secret %%EOF", ".pdf")
    for name in (pdf, f"{'0' * 64}.webp", "x", "..%2f..%2fetc%2fpasswd", "a.webp"):
        assert client.get(f"/tep/{name}").status_code == 404
