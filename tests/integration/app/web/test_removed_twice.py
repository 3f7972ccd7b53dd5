"""Removing something again that another tab has removed: leads to the list with a line that says so."""

from sqlalchemy import select

from app.accounts.models import ApiToken, UserSession
from app.core.database.base import db
from tests.helpers import send

SAID = "Nội dung này đã được gỡ trước đó."


def removed_twice(client, address, page):
    """The answers to both, whether the first page says that it is gone already, and whether the second does."""
    answers, said = [], []
    for _ in range(2):
        answer = send(client, address, page=page)
        answers.append(answer.status_code)
        said.append(SAID in client.get(answer.headers["Location"]).text)
    return answers, said


ONCE = ([303, 303], [False, True])


def test_paper_removed_twice(factory, facility, member, login_as):
    paper = factory.certificate(facility)
    address = f"/co-so-cua-toi/giay-to/certificate/{paper.id}/xoa"
    assert removed_twice(member, address, "/tai-khoan") == ONCE
    assert member.get(address).status_code == 303
    other = login_as(factory.user("facility", facility_id=factory.facility(name="HTX Chè").id))
    assert other.get(address).status_code == 404
    assert member.get("/co-so-cua-toi/giay-to/trademark/999/xoa").status_code == 404


def test_picture_removed_twice(factory, facility, member):
    product = factory.product(facility, pictures=2)
    page = f"/co-so-cua-toi/san-pham/{product.id}"
    gone = product.pictures[1].id
    assert removed_twice(member, f"{page}/anh/{gone}/remove", page) == ONCE
    send(member, f"{page}/anh/{gone}/up", page=page)
    assert SAID in member.get(page).text


def test_document_of_a_dossier_removed_twice(factory, login_as):
    people = factory.receiving_round()
    dossier = factory.complete_dossier(people.member, people.round_id, people.products[0].id)
    page, gone = f"/co-so-cua-toi/ho-so/{dossier.id}", dossier.documents[0].id
    assert removed_twice(login_as(people.member), f"{page}/tai-lieu/{gone}/bo", page) == ONCE


def test_token_revoked_and_browser_signed_out_twice(factory, login_as):
    person = factory.user()
    login_as(person)
    here, page = login_as(person), "/tai-khoan/bao-mat"
    first = db.session.scalars(select(UserSession.id)).all()[0]
    assert removed_twice(here, f"/tai-khoan/phien/{first}/ket-thuc", page) == ONCE
    send(here, "/tai-khoan/ma-truy-cap", name="kho")
    token = db.session.scalars(select(ApiToken.id)).one()
    assert removed_twice(here, f"/tai-khoan/ma-truy-cap/{token}/thu-hoi", page) == ONCE
