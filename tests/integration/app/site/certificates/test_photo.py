"""A certificate looked up by a photo of its code: what each photo leads to, and what is said of every other."""

import io
from datetime import date

import pytest
from PIL import Image

from app.accounts.limits import Limit
from app.core.database.transaction import transaction
from app.site.certificates import photo
from app.web.addresses import base_url
from catalog.models import Award
from tests.helpers import send as send_form
from tests.helpers import token_of
from tests.helpers.label_photos import photo_of
from tests.integration.app.web.wrong_things import summary_of

PAGE, ENGLISH = "/giay-chung-nhan/anh", "/en/certificates/photo"
NUMBER = "CNNT-75-2026-0001"
HERE = "/giay-chung-nhan/" + NUMBER


def send(client, data, page=PAGE, name="anh.jpg"):
    return send_form(client, page, photo=(data, name))


def send_large(client, data):
    """As `send`; the test client would write a body as large as this to a file and leave it open."""
    head = (
        b'--b\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n'
        + token_of(client, ENGLISH).encode()
    )
    part = b'\r\n--b\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\n\r\n'
    return client.post(
        ENGLISH, data=head + part + data + b"\r\n--b--\r\n", content_type="multipart/form-data; boundary=b"
    )


def code(client, *paths, page=PAGE):
    """The answer to a photo with these codes; a path is of this site."""
    texts = [base_url() + path if path.startswith("/") else path for path in paths]
    return send(client, photo_of(*texts), page)


def said(answer):
    assert answer.status_code == 422
    (line,), (target,) = summary_of(answer.text)
    return target, line.removeprefix("Ảnh chụp mã: ").removeprefix("Photo of the code: ")


@pytest.fixture
def award(factory):
    return factory.award(factory.product(), number=NUMBER)


def test_photo_leads_to_the_page_of_the_certificate(award, client):
    answers = [code(client, HERE), code(client, "/en/certificates/" + NUMBER), code(client, HERE + ".pdf")]
    assert [(one.status_code, one.location) for one in answers] == [(303, HERE)] * 3
    assert code(client, HERE, page=ENGLISH).location == "/en/certificates/" + NUMBER
    assert client.get(HERE).status_code == 200


def test_code_may_hold_the_number_alone_in_any_spelling(award, client):
    assert [code(client, text).location for text in (NUMBER, "cnnt 75 2026 0001")] == [HERE, HERE]


def test_certificate_is_found_among_codes_of_other_things(award, client):
    assert code(client, "https://chuky.example/kiem-tra", HERE).location == HERE


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"revoked_on": date(2026, 3, 1), "revocation_reason": "Sai hồ sơ"}, "Bị thu hồi ngày"),
        (
            {
                "issued_on": date(2020, 5, 4),
                "decision_date": date(2020, 5, 4),
                "valid_until": date(2023, 5, 4),
            },
            "Hết hiệu lực",
        ),
    ],
)
def test_certificate_out_of_force_leads_to_the_page_that_says_so(award, client, change, words):
    with transaction() as session:
        row = session.get_one(Award, award.id)
        for name, value in change.items():
            setattr(row, name, value)
    answer = code(client, HERE)
    assert answer.location == HERE
    assert words in client.get(answer.location).text


def test_photo_without_a_code_is_told_at_the_field(client):
    assert said(send(client, photo_of())) == (
        "photo",
        "Không đọc được mã QR nào trên ảnh này. Hãy chụp gần hơn, giữ chắc tay, hoặc nhập số giấy chứng nhận.",
    )
    assert said(send(client, photo_of(), ENGLISH)) == (
        "photo",
        "No QR code can be read on this photo. Come closer and hold still, or type the number of the certificate.",
    )


def test_codes_of_two_certificates_are_asked_about(factory, award, client):
    factory.award(award.product, number="CNNT-75-2026-0002")
    answer = code(client, HERE, "/giay-chung-nhan/CNNT-75-2026-0002")
    assert "nhiều giấy chứng nhận" in said(answer)[1]


def test_code_of_another_site_is_no_certificate_even_with_a_known_number(award, client):
    for address in (f"https://gia-mao.example{HERE}", f"https://{base_url()[7:]}@gia-mao.example{HERE}"):
        answer = code(client, address, page=ENGLISH)
        assert "This code leads to gia-mao.example. " in said(answer)[1]
        assert "gia-mao.example/" not in answer.text


def test_code_of_a_label_leads_to_what_the_label_says(factory, client):
    lot = factory.lot()
    trace = factory.lot_code(lot).code
    for text in (f"/t/{trace}", trace, "https://id.gs1.org/01/08931234567897/10/LO1"):
        answer = code(client, text, page=ENGLISH)
        assert said(answer)[1] == "This is the code of a product’s label, not of a certificate."
        assert 'href="/en/trace?code=' in answer.text


def test_label_on_another_site_is_another_site(factory, client):
    trace = factory.lot_code(factory.lot()).code
    assert (
        "leads to gia-mao.example"
        in said(code(client, f"https://gia-mao.example/t/{trace}", page=ENGLISH))[1]
    )


def test_code_of_another_page_is_linked_and_never_another_host(client):
    answer = code(client, "/san-pham/mam-ca", page=ENGLISH)
    assert said(answer)[1] == "This code leads to another page of this site, not to a certificate."
    assert 'href="/san-pham/mam-ca"' in answer.text
    assert "gia-mao" not in code(client, "//gia-mao.example/trang").text


def test_number_that_no_certificate_has_is_told(client):
    assert "CNNT-75-2026-9999" in said(code(client, "/giay-chung-nhan/CNNT-75-2026-9999"))[1]
    line = said(code(client, "Ban nha 0903", page=ENGLISH))[1]
    assert line == "The code says “Ban nha 0903”, and no certificate here has this number."


def test_wrong_files_are_told_at_the_field(client):
    files = (b"", b"%PDF-1.7 no picture", b"\xff\xd8\xff" + bytes(15_000_001))
    lines = [said(send_large(client, data)) for data in files]
    assert [target for target, _ in lines] == ["photo"] * 3
    assert "15 MB" in lines[2][1]
    assert said(send_form(client, ENGLISH)) == ("photo", "Choose a file.")


def test_photo_is_nowhere_afterwards(award, client, app):
    folder = app.extensions["settings"].data_dir
    before = sorted(path for path in folder.rglob("*") if path.is_file() and ".db" not in path.name)
    big = io.BytesIO()
    Image.effect_noise((2000, 1500), 90).save(big, "JPEG", quality=95)
    send_large(client, big.getvalue())
    code(client, HERE)
    assert sorted(path for path in folder.rglob("*") if path.is_file() and ".db" not in path.name) == before


def test_photos_of_one_line_are_limited_and_empty_forms_are_not(client, monkeypatch):
    monkeypatch.setattr(photo, "PHOTOS", Limit("certificate-photo", 1, 3600, by_day=True))
    answers = [send_form(client, PAGE), send(client, photo_of()), send(client, photo_of())]
    assert [one.status_code for one in answers] == [422, 422, 429]
    assert "Retry-After" in answers[2].headers


def test_lookup_leads_to_the_photo(client):
    assert f'href="{PAGE}"' in client.get("/giay-chung-nhan").text
    page = client.get(PAGE).text
    assert 'type="file"' in page
    assert 'accept="image/*"' in page
    assert 'capture="environment"' in page
    assert 'enctype="multipart/form-data"' in page
