"""A Vietnamese office program prints papers of a dossier, their book and the minutes of a visit like our PDF."""

import re

import pytest

from app.core.clock import today
from tests.helpers.office_program import OfficeProgram
from tests.helpers.voting.acts import act
from tests.helpers.voting.browser import Person
from tests.integration.voting.council_papers.test_office_program import letters, words
from tests.integration.voting.paper_dossiers.test_counter import SLUG, receive
from voting.paper_dossiers import services as counter
from voting.rounds.working_days.holidays import count_term
from voting.site_visits import services as visits

pytestmark = pytest.mark.slow


@pytest.fixture
def files(factory, app, login_as, client, tmp_path):
    """Two dossiers on paper, one called for more and extended, one refused, and a visit: each paper as DOCX and PDF."""
    people = factory.receiving_round(title_vi="Kỳ bình chọn thử")
    first, second = receive(people), receive(people, 1)
    ids = [first.nomination_id, second.nomination_id]
    act(people.secretary, counter.hand_over, ids[0], "Chuyển Phòng Quản lý công nghiệp")
    new_day = count_term(first.due_on, 4).deadline
    act(people.secretary, counter.extend_term, ids[0], new_day, "Chờ kiểm nghiệm lại")
    act(people.secretary, counter.call_for_more, ids[0], "Thiếu bản sao giấy đăng ký", "Nộp bổ sung tại Sở")
    act(people.secretary, counter.refuse_dossier, ids[1], "Sản phẩm không do cơ sở làm ra")
    visit = act(
        people.secretary,
        visits.record_visit,
        people.round_id,
        visits.VisitData(
            facility_id=people.facility.id,
            held_on=today(),
            team=["Lê Thị Hoa, Phòng Quản lý công nghiệp", "Trần Bình"],
            minutes="Xưởng sạch, có sổ theo dõi mẻ.\nDây chuyền đóng gói mới.",
            findings="Quy trình ủ đúng như thuyết minh.",
        ),
    )
    secretary = Person(app, login_as(people.secretary), "vi")
    wanted = {}
    for number, nomination_id in enumerate(ids):
        page = secretary.open("voting.paper_dossier", slug=SLUG, nomination_id=nomination_id)
        for name in form_names(page, nomination_id):
            place = {"slug": SLUG, "nomination_id": nomination_id, "name": name}
            wanted[f"{number}-{name}"] = ("voting.dossier_form", place)
    wanted["so"] = ("voting.dossier_book", {"slug": SLUG})
    wanted["khao-sat"] = ("voting.visit_minutes", {"slug": SLUG, "visit_id": visit.id})
    folder = tmp_path / "files"
    folder.mkdir()
    for name, (page, place) in wanted.items():
        for ending in ("docx", "pdf"):
            answer = secretary.client.get(secretary.url(page, **place, ending=ending))
            assert answer.status_code == 200, name
            (folder / f"{name}.{ending}").write_bytes(answer.data)
    return folder


def form_names(page, nomination_id):
    return sorted(set(re.findall(rf"/ho-so-giay/{nomination_id}/([\w-]+)\.docx", page)))


def test_papers_of_dossiers_their_book_and_minutes_of_visits_print_like_their_pdf(files, tmp_path):
    papers = sorted(files.glob("*.docx"))
    assert [path.stem for path in papers] == [
        "0-giay-tiep-nhan", "0-kiem-soat", "0-xin-loi-gia-han", "0-yeu-cau-bo-sung", "1-giay-tiep-nhan", "1-kiem-soat",
        "1-tu-choi", "khao-sat", "so",
    ]  # fmt: skip
    made = OfficeProgram(tmp_path).convert(papers, "pdf")
    for path in papers:
        ours = words(path.with_suffix(".pdf").read_bytes())
        theirs = letters(words(made[path.name].read_bytes()))
        said = {word for word in ours.split() if len(letters(word)) > 2}
        assert [word for word in sorted(said) if letters(word) not in theirs] == [], path.name
