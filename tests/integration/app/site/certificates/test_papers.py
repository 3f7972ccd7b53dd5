"""The printed file of a certificate: made once by a job, archived, signed, frozen, known to the register."""

import asyncio
import io
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.documents.signing import SELF_MADE_NAME, make_pkcs12, sign_pdf
from app.core.errors import NotAllowed, NotFound, Unavailable
from app.core.ports import ports
from app.core.work.jobs import Job, JobState, enqueue, run_pending
from app.site.certificates import tasks as certificate_papers
from app.site.queries import iter_certificate_numbers
from catalog.awards.files import KIND, find_paper, keep_paper
from catalog.enums import AwardSource
from catalog.models import Award, CertificatePaper

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:oscrypto")


def papers():
    db.session.rollback()
    return db.session.query(CertificatePaper).order_by(CertificatePaper.award_id).all()


def file_of(client, number):
    return client.get(f"/giay-chung-nhan/{number}.pdf")


def order(*awards):
    with transaction():
        job = enqueue(KIND, award_ids=list(awards))
        db.session.flush()
        return job.id


def status_of(data):
    """What a reader of PDF says of the one signature."""
    (signature,) = PdfFileReader(io.BytesIO(data)).embedded_signatures
    trusted = ValidationContext(trust_roots=[signature.signer_cert], allow_fetching=False)
    return asyncio.run(async_validate_pdf_signature(signature, signer_validation_context=trusted))


@pytest.fixture
def awards(factory):
    product = factory.product()
    return [factory.award(product, number=f"CNNT-75-2026-000{n}").id for n in (1, 2, 3)]


def test_published_decision_orders_the_files_of_its_certificates(factory, client):
    people = factory.published_round()
    numbers = [row.number for row in db.session.query(Award).filter_by(round_id=people.round_id)]
    early = [file_of(client, number) for number in numbers]
    assert [(one.status_code, one.headers["Retry-After"]) for one in early] == [(503, "10")] * len(numbers)
    assert "Tệp giấy chứng nhận đang được tạo" in early[0].text
    run_pending()
    job = db.session.query(Job).filter_by(kind=KIND).one()
    assert (job.state, job.done, job.total) == (JobState.DONE, len(numbers), len(numbers))
    assert [file_of(client, number).status_code for number in numbers] == [200] * len(numbers)


def test_officers_and_council_see_how_far_the_files_are(factory, login_as):
    people = factory.published_round(products=3)
    board = "/en/council/ky-binh-chon-thu/board"
    first = db.session.query(Award).filter_by(round_id=people.round_id).first().id
    certificate_papers.make_paper(first)
    shown = [
        [f"{made} of 3" in login_as(person).get(address).text for made in (1, 3)]
        for person, address in ((people.chair, board), (people.officer, "/en/officer/certificates"))
    ]
    run_pending()
    assert (shown, "printed and signed" in login_as(people.chair).get(board).text) == (
        [[True, False]] * 2,
        False,
    )


def test_file_is_archival_signed_and_whole(awards, client):
    order(awards[0])
    run_pending()
    data = file_of(client, "CNNT-75-2026-0001").data
    status = status_of(data)
    assert (status.intact, status.valid, status.coverage.name, status.docmdp_ok) == (
        True,
        True,
        "ENTIRE_FILE",
        True,
    )
    (signature,) = PdfFileReader(io.BytesIO(data)).embedded_signatures
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert b"<pdfaid:part" in data
    assert (papers()[0].signed_by, papers()[0].self_made) == (SELF_MADE_NAME, True)


def test_signed_attributes_are_those_of_pades(awards, client):
    order(awards[0])
    run_pending()
    (signature,) = PdfFileReader(io.BytesIO(file_of(client, "CNNT-75-2026-0001").data)).embedded_signatures
    kinds = {attribute["type"].native for attribute in signature.signer_info["signed_attrs"]}
    assert kinds >= {"content_type", "message_digest", "signing_certificate_v2"}
    assert "signing_time" not in kinds  # the moment stands in the dictionary (EN 319 142-1, 5.3)


def test_one_byte_changed_breaks_the_signature(awards, client):
    order(awards[0])
    run_pending()
    data = file_of(client, "CNNT-75-2026-0001").data
    at = data.index(b"/Title")
    assert status_of(data[:at] + b"/Titel" + data[at + 6 :]).intact is False


def test_file_stays_as_it_was_made(awards, client, factory):
    order(awards[0])
    run_pending()
    before = file_of(client, "CNNT-75-2026-0001").data
    with transaction():
        award = db.session.get_one(Award, awards[0])
        award.product_name = "Tên khác"
        award.product.facility.name = "Cơ sở khác"
    order(awards[0])
    run_pending()
    assert (file_of(client, "CNNT-75-2026-0001").data == before, len(papers())) == (True, 1)


def test_job_cut_off_goes_on_and_makes_each_file_once(awards, monkeypatch):
    made = []
    make = certificate_papers.make_paper

    def make_or_die(award_id):
        if len(made) == 2:
            made.append("died")
            raise KeyboardInterrupt  # as a kill: nothing after it runs
        made.append(award_id)
        make(award_id)

    monkeypatch.setattr(certificate_papers, "make_paper", make_or_die)
    job_id = order(*awards)
    with pytest.raises(KeyboardInterrupt):
        run_pending()
    db.session.rollback()
    first = [(paper.award_id, paper.file) for paper in papers()]
    with transaction():
        job = db.session.get_one(Job, job_id)
        assert (job.state, job.done, job.total) == (JobState.RUNNING, 2, 3)
        job.lease_until = job.created_at  # a minute later
    run_pending()
    kept = [(paper.award_id, paper.file) for paper in papers()]
    assert (kept[:2], [award_id for award_id, _ in kept], made) == (
        first,
        awards,
        [awards[0], awards[1], "died", awards[2]],
    )


def test_second_file_of_a_certificate_is_not_kept(awards, factory):
    first = ports().files.put(b"one", ".pdf")
    second = ports().files.put(b"two", ".pdf")
    officer = factory.officer_actor()
    for file in (first, second):
        with transaction():
            kept = keep_paper(officer, awards[0], file, 3, "Sở", self_made=False).file
    assert (kept, find_paper(awards[0]).file) == (first, first)


def test_member_of_a_facility_keeps_no_paper(awards, factory):
    actor = factory.member_actor(db.session.get_one(Award, awards[0]).product.facility)
    with pytest.raises(NotAllowed), transaction():
        keep_paper(actor, awards[0], "0" * 64 + ".pdf", 1, "x", self_made=True)


def test_key_of_the_organisation_signs_where_the_settings_name_it(app, tmp_path):
    path = tmp_path / "organisation.p12"
    path.write_bytes(make_pkcs12("Sở Công Thương tỉnh Mẫu", "mat khau"))
    app.extensions["settings"] = replace(
        app.extensions["settings"], signer_file=str(path), signer_password="mat khau"
    )
    drawn = certificate_papers_pdf()
    data, seal = sign_pdf(drawn, reason="Cấp", place="Mẫu")
    assert (seal.name, status_of(data).intact) == ("Sở Công Thương tỉnh Mẫu", True)


def signed_by(app, path, password=""):
    app.extensions["settings"] = replace(
        app.extensions["settings"], signer_file=str(path), signer_password=password
    )
    return sign_pdf(certificate_papers_pdf(), reason="Cấp", place="Mẫu")


def test_key_of_another_kind_than_rsa_signs_too(app, tmp_path):
    key, name = ec.generate_private_key(ec.SECP256R1()), "Sở Công Thương tỉnh Mẫu"
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
    made = made.serial_number(7).not_valid_before(utc_now() - timedelta(days=1))
    certificate = made.not_valid_after(utc_now() + timedelta(days=9)).sign(key, hashes.SHA256())
    path = tmp_path / "curve.p12"
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"x", key, certificate, None, NoEncryption()))
    data, seal = signed_by(app, path)
    assert (seal.name, status_of(data).intact) == (name, True)


def test_key_that_is_away_or_does_not_open_signs_nothing(app, tmp_path):
    path = tmp_path / "organisation.p12"
    with pytest.raises(Unavailable, match="signing_key_unusable"):
        signed_by(app, path)
    path.write_bytes(make_pkcs12("Sở", "mat khau"))
    with pytest.raises(Unavailable, match="signing_key_unusable"):
        signed_by(app, path, "nham")


def certificate_papers_pdf():
    from app.core.documents.archive import archived
    from catalog.awards.certificate_pdf import certificate_pdf
    from tests.unit.app.core.documents.test_archive import ABOUT
    from tests.unit.catalog.awards.test_certificate_pdf import SHEET

    return archived(certificate_pdf(SHEET), ABOUT)


def test_page_names_the_signature_and_the_hash(awards, client):
    answer = client.get("/en/certificates/CNNT-75-2026-0001")
    assert answer.status_code == 200
    waiting = answer.text
    order(awards[0])
    run_pending()
    page = client.get("/en/certificates/CNNT-75-2026-0001").text
    sha256 = papers()[0].sha256
    assert ("is being made" in waiting, f"{sha256[:32]} {sha256[32:]}" in page) == (True, True)
    assert "no certification authority confirms it" in page


def test_recognition_without_a_number_has_no_file_and_no_page_in_the_map_of_the_site(factory):
    notice = factory.award(number=None, source=AwardSource.PUBLISHED_NOTICE, source_text="Báo địa phương")
    numbered = factory.award(number="CNNT-75-2026-0009")
    with pytest.raises(NotFound):
        certificate_papers.make_paper(notice.id)
    assert list(iter_certificate_numbers()) == [numbered.number]
