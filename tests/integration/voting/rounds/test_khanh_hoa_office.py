"""Khánh Hòa 2023 as an office lives through it: 75 entries, paper and screen mixed, and all that happens on the way.

Four jurors. The fourth is absent throughout; the first hands in the sheets of entries 0 to 4 on paper. Besides the
market every sheet has 28 + 7 + 7 = 42 points, so that three sheets give (by the number of the entry):

    0: 82, 81, 80 -> 81           3: 78, 78, 78 -> 78                    54: 70, 70, 69.7 -> 69.9
    1: 81, 80, 80 -> 241/3        4: 77, 77, 76.5 -> 461/6          55 to 74: 62, 62, 62 -> 62
    2: 80, 79, 78 -> 79     5 to 53: 70, 70, 70 -> 70

54 reach the mark of 70. Entries 0, 1, 2 become set A and 3, 4 set B; entry 20 withdraws and 60 is disqualified after
the count. The council follows the count: 54 - 1 withdrawn - 2 - 1 within sets = 50 recognised, 21 - 1 = 20 not. A
complaint about entry 54 is upheld and moves it: 51 and 19. The certificate of entry 10 is revoked before 14 go up.
"""

import csv
import io
import uuid
from collections import Counter

import docx
import openpyxl
import pypdf
import pytest

from app.core.actor import SYSTEM
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import RuleBroken
from catalog.awards.services import revoke_award
from catalog.models import Award
from tests.factories import accounts, catalog
from tests.helpers.voting.acts import act, assert_bundle_holds, both, finish, hold_session, later, the_round
from tests.helpers.voting.browser import Person
from tests.integration.voting.promotion.test_services import upper_round, with_quota
from voting.acceptance.services import accept_several
from voting.amendments import services as amendments
from voting.complaints import services as complaints
from voting.council import services as council
from voting.dossiers import services as nominations
from voting.jury import services as jury
from voting.models import EntryCode, Nomination, PaperSheet, ScoreSheet
from voting.paper_sheets import services as paper
from voting.product_sets import services as product_sets
from voting.promotion import services as promotion
from voting.publication.queries import get_public_round
from voting.reopening import services as reopening
from voting.rounds import services as rounds
from voting.rounds import transitions
from voting.score_sheets import services as score_sheets
from voting.score_sheets.queries import list_seats
from voting.scoring import services as scoring_stage

ENTERED, ON_PAPER, SLUG = 75, 5, "ky-binh-chon-thu"
MARKETS = {
    0: (40, 39, 38),
    1: (39, 38, 38),
    2: (38, 37, 36),
    3: (36, 36, 36),
    4: (35, 35, 34.5),
    54: (28, 28, 27.7),
}
FIGURES = {
    0: ([82, 81, 80], "81", 1), 1: ([81, 80, 80], "241/3", 2), 2: ([80, 79, 78], "79", 3),
    3: ([78, 78, 78], "78", 4), 4: ([77, 77, 76.5], "461/6", 5), 20: ([70, 70, 70], "70", 6),
    54: ([70, 70, 69.7], "69.9", 55), 60: ([62, 62, 62], "62", 56),
}  # fmt: skip
"""By entry: the three totals, the exact mean, the place among all 75."""


def sheet_of(number, seat):
    markets = MARKETS.get(number, (28, 28, 28) if number < 54 else (20, 20, 20))
    return {"market": str(markets[seat]), "economy": "28", "culture": "7", "other": "7"}


def entered(factory):
    """75 dossiers of three facilities: one of the sets, one of entry 54, one of all others."""
    people = factory.receiving_round(
        products=1, jurors=4, rule_set_id=with_quota({"kind": "share", "value": "2/5"})
    )
    act(people.officer, rounds.extend_entries, people.round_id, later(days=9).now(), "Mưa lũ tại bốn xã")
    people.sets, people.lone, people.rest = (catalog.facility() for _ in range(3))
    people.members = {
        owner.id: factory.user("facility", facility_id=owner.id)
        for owner in (people.sets, people.lone, people.rest)
    }
    people.nominations = []
    for number in range(ENTERED):
        owner = people.sets if number < 5 else people.lone if number == 54 else people.rest
        product = catalog.product(owner, pictures=0, name_vi=f"Sản phẩm {number:02d}")
        nomination = factory.complete_dossier(people.members[owner.id], people.round_id, product.id)
        act(people.members[owner.id], nominations.submit_nomination, nomination.id)
        people.nominations.append(nomination)
    people.ids = [nomination.id for nomination in people.nominations]
    assert act(people.secretary, accept_several, people.round_id, people.ids) == ENTERED
    return people


def scored(factory, people):
    """Three jurors hand in, the first of them five sheets on paper; closing says why the fourth is missing."""
    act(people.officer, transitions.step, people.round_id, "close_entries")
    act(people.officer, scoring_stage.open_scoring, people.round_id)
    clerk = factory.user("officer-province", unit_id=the_round(people).unit_id)
    number_of = {key: number for number, key in enumerate(people.ids)}
    act(
        people.secretary, jury.enter_paper_declaration, list_seats(people.jurors[0].id)[0].id, frozenset(), ""
    )
    act(people.secretary, paper.prepare_paper_sheets, people.round_id)
    for seat, person in enumerate(people.jurors[:3]):
        actor, juror = accounts.actor(person), list_seats(person.id)[0]
        act(person, jury.declare_conflicts, juror.id, frozenset(), "")
        with transaction():
            for sheet in db.session.query(ScoreSheet).filter_by(juror_id=juror.id).all():
                number = number_of[sheet.nomination_id]
                if seat > 0 or number >= ON_PAPER:
                    saving = score_sheets.Saving(str(uuid.uuid4()), sheet_of(number, seat), submit=True)
                    score_sheets.save_sheet(actor, sheet.key, saving)
    first = list_seats(people.jurors[0].id)[0].id
    for number in range(ON_PAPER):
        sheet = db.session.query(ScoreSheet).filter_by(juror_id=first, nomination_id=people.ids[number]).one()
        code = db.session.query(PaperSheet.code).filter_by(sheet_id=sheet.id).scalar()
        act(people.secretary, paper.keep_scan, code, "0" * 64 + ".pdf", "application/pdf")
        read = [
            act(who, paper.type_sheet, code, sheet_of(number, 0), "") for who in (people.secretary, clerk)
        ]
        assert read == [False, True]
    with pytest.raises(RuleBroken, match="sheets_missing"):
        act(people.chair, scoring_stage.sign_closing, people.round_id)
    reason = "Giám khảo thứ tư ốm"
    assert both(people, scoring_stage.sign_closing, people.round_id, reason=reason) == [False, True]


def decided(people):
    """Sets, a withdrawal, a disqualification, the count followed, a complaint upheld, the list signed again."""
    for numbers, name, case in (((0, 1, 2), "Bộ A", "c"), ((3, 4), "Bộ B", "a")):
        ids = [people.ids[number] for number in numbers]
        act(people.secretary, product_sets.merge_entries, people.round_id, ids, name=name, set_case=case)
    act(people.members[people.rest.id], nominations.withdraw_nomination, people.ids[20], "Ngừng sản xuất")
    act(people.secretary, amendments.disqualify_entry, people.ids[60], "Không tự sản xuất")
    hold_session(people)
    assert act(people.chair, council.follow_count, people.round_id) == 70
    assert both(people, council.sign_provisional, people.round_id) == [False, True]
    told = act(
        people.members[people.lone.id], complaints.file_complaint, people.ids[54], "Tính sai một phiếu."
    )
    act(people.chair, complaints.answer_complaint, told.id, "upheld", "Hội đồng xem lại hồ sơ.")
    with pytest.raises(RuleBroken, match="complaint_upheld"):
        finish(people)
    assert both(people, reopening.sign_return, people.round_id, reason="Chấp nhận khiếu nại K1") == [
        False,
        True,
    ]
    hold_session(people)
    facts = {"recognised": True, "reason": "Chấp nhận khiếu nại K1", "votes_for": 2, "votes_against": 0}
    act(people.chair, council.decide_entry, people.round_id, people.ids[54], **facts)
    assert both(people, council.sign_provisional, people.round_id) == [False, True]
    finish(people)


def words(data):
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.slow
def test_khanh_hoa_2023_as_the_office_lives_through_it(factory, app, login_as):
    people = entered(factory)
    scored(factory, people)
    decided(people)
    people.codes = dict(db.session.query(EntryCode.nomination_id, EntryCode.code).all())
    chair = Person(app, login_as(people.chair), "vi")
    _states(people)
    _board(people, chair)
    _csv(people, chair)
    _xlsx(people, chair)
    _summary(people, chair)
    _minutes(people, chair)
    _certificates(people, chair)
    _letters(people, app, login_as)
    _revoked_and_sent_up(people, factory)
    _bundle(people)


def code(people, number):
    return people.codes[people.ids[number]]


def _states(people):
    states = Counter(
        state for (state,) in db.session.query(Nomination.state).filter_by(round_id=people.round_id)
    )
    assert states == {"recognised": 51, "not_recognised": 19, "merged": 3, "withdrawn": 1, "disqualified": 1}
    result = get_public_round(the_round(people).slug).result
    assert (result["entered"], len(result["recognised"])) == (ENTERED, 51)
    sets = {row["product"]: len(row["set"]["members"]) for row in result["recognised"] if row["set"]}
    assert sets == {"Bộ A": 3, "Bộ B": 2}


def _board(people, chair):
    page = chair.open("voting.board", slug=SLUG)
    rows = {row.split("</th>")[0].split(">")[-1]: row for row in page.split('<th scope="row">')[1:]}
    for number, shown in ((0, "81"), (1, "80,33… (241/3)"), (4, "76,83… (461/6)"), (54, "69,9")):
        assert f'cell-value">{shown}</span>' in rows[code(people, number)].replace("\n", ""), number
    assert (page.count("Thuộc bộ B1"), page.count("Thuộc bộ B2")) == (2, 1)
    order = chair.open("voting.overall_order", slug=SLUG)
    assert "Đạt điểm (50)" in order  # 54, without one withdrawn and three within sets
    assert "Dưới điểm đạt (20)" in order  # 21, without the disqualified one


def _csv(people, chair):
    answer = chair.client.get(chair.url("voting.board_csv", slug=SLUG))
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == ENTERED
    found = {row["Mã số bình chọn"]: row for row in rows}
    one, four = found[code(people, 1)], found[code(people, 4)]
    names = ("Điểm trung bình", "Tổng điểm chính xác", "G1", "G3", "G4")
    assert [one[name] for name in names] == ["80,3333", "241⁄3", "81", "80", "vắng"]
    assert [four[name] for name in names] == ["76,8333", "461⁄6", "77", "76,50", "vắng"]
    council_says = Counter(row["Hội đồng"] for row in rows)
    assert council_says == {
        "Công nhận": 51, "Không công nhận": 19, "": 3, "Đã rút": 1, "Bị loại": 1,
    }  # fmt: skip
    assert {row["Hạng"] for row in rows} == {"1", "2", "3", "4", "5", "6", "55", "56"}


def _sheet(data, sheet=0):
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [list(row) for row in book.worksheets[sheet].iter_rows(values_only=True)]


def _xlsx(people, chair):
    rows = _sheet(chair.client.get(chair.url("voting.board_xlsx", slug=SLUG)).data)
    head = next(row for row in rows if "Mã số bình chọn" in row)
    at = {
        name: head.index(name)
        for name in ("Mã số bình chọn", "Điểm trung bình", "Tổng điểm chính xác", "G1", "G3", "G4")
    }
    found = {row[at["Mã số bình chọn"]]: row for row in rows[rows.index(head) + 1 :]}
    row = found[code(people, 4)]
    assert round(row[at["Điểm trung bình"]], 4) == 76.8333
    assert [row[at[name]] for name in ("Tổng điểm chính xác", "G1", "G3", "G4")] == [
        "461⁄6",
        77,
        76.5,
        "vắng",
    ]


def _summary(people, chair):
    rows = _sheet(chair.client.get(chair.url("voting.paper", slug=SLUG, name="tong-hop-diem.xlsx")).data)
    found = {row[1]: row for row in rows if isinstance(row[0], int)}
    assert len(found) == ENTERED
    for number, (totals, exact, place) in FIGURES.items():
        row = found[code(people, number)]
        assert [row[4:7], row[7], row[10]] == [totals, "vắng", place], number
        shown = exact.replace("/", "⁄").replace(".", ",")
        assert str(row[9]) == shown, number
    last = {number: found[code(people, number)][11] for number in (0, 20, 54, 60)}
    assert last == {
        0: "Đạt điểm", 20: "Đã rút khỏi kỳ bình chọn", 54: "Dưới điểm đạt", 60: "Bị loại khỏi kỳ bình chọn",
    }  # fmt: skip


def _minutes(people, chair):
    text = words(chair.client.get(chair.url("voting.paper", slug=SLUG, name="bien-ban.pdf")).data)
    wanted = [
        "Tổng cộng 75 54 51",
        "Hội đồng đề nghị công nhận 51 sản phẩm, bộ sản phẩm.",
        "Có mặt 2 trên 2 thành viên hội đồng.",
        "Giám khảo G4 vắng, không chấm 75 phiếu.",
        "Đưa danh sách dự kiến về hội đồng: Chấp nhận khiếu nại K1.",
        f"Khiếu nại K1 về mã số {code(people, 54)} được chấp nhận",
        "Mưa lũ tại bốn xã.",
        "2 đồng ý / 0 không",
        "Ngừng sản xuất",
        "Không tự sản xuất",
    ]
    assert [part for part in wanted if part not in text] == []
    word = docx.Document(
        io.BytesIO(chair.client.get(chair.url("voting.paper", slug=SLUG, name="bien-ban.docx")).data)
    )
    said = " ".join(paragraph.text for paragraph in word.paragraphs)
    assert "Hội đồng đề nghị công nhận 51 sản phẩm, bộ sản phẩm." in said
    annex = _sheet(chair.client.get(chair.url("voting.paper", slug=SLUG, name="phu-luc.xlsx")).data)
    assert sum(isinstance(row[0], int) for row in annex) == 51


def _certificates(people, chair):
    awards = db.session.query(Award).filter_by(round_id=people.round_id).order_by(Award.number).all()
    numbers = [award.number for award in awards]
    year = awards[0].issued_on.year
    assert len(numbers) == 51
    assert [numbers[0][-9:], numbers[-1][-9:]] == [f"{year}-0001", f"{year}-0051"]
    assert {award.valid_until.isoformat() for award in awards} == {f"{year + 3}-12-31"}
    held = {award.product_name: award.set_items for award in awards if award.set_items}
    assert held == {
        "Bộ A": ["Sản phẩm 00", "Sản phẩm 01", "Sản phẩm 02"],
        "Bộ B": ["Sản phẩm 03", "Sản phẩm 04"],
    }
    first = next(award for award in awards if award.product_name == "Bộ A")
    assert first.nomination_id == people.ids[0]  # the best placed member carries the set


def _letters(people, app, login_as):
    told = {}
    for owner, number in ((people.sets, 1), (people.lone, 54), (people.rest, 70)):
        member = Person(app, login_as(people.members[owner.id]), "vi")
        address = member.url("voting.result_letter_file", nomination_id=people.ids[number], ending="pdf")
        told[owner.id] = words(member.client.get(address).data)
    sets, lone, rest = told.values()
    assert (
        f"2. Sản phẩm 01 (mã số bình chọn {code(people, 1)}): được công nhận trong bộ sản phẩm “Bộ A”" in sets
    )
    assert "Tổng điểm 100 80,33" in sets
    assert f"1. Sản phẩm 54 (mã số bình chọn {code(people, 54)}): được công nhận" in lone
    assert ("Tổng điểm 100 69,9" in lone, "Lý do: Chấp nhận khiếu nại K1." in lone) == (True, True)
    # 69 entries are the third facility's: one withdrew, one was disqualified, 48 are recognised and 19 not
    assert (rest.count("): được công nhận"), rest.count("): không được công nhận")) == (48, 19)


def _revoked_and_sent_up(people, factory):
    award = db.session.query(Award).filter_by(nomination_id=people.ids[10]).one()
    act(SYSTEM, revoke_award, award.id, "Vi phạm nhãn hiệu")
    upper = upper_round(factory)
    chosen = [people.ids[number] for number in (0, 3, 54, *range(5, 16))]  # 14, entry 10 among them
    with pytest.raises(RuleBroken, match="lower_certificate_expired"):
        act(people.chair, promotion.prepare_promotion, people.round_id, upper.round_id, chosen)
    chosen = [people.ids[16] if key == people.ids[10] else key for key in chosen]
    act(people.chair, promotion.prepare_promotion, people.round_id, upper.round_id, chosen)
    assert both(people, promotion.sign_promotion, people.round_id, upper.round_id) == [False, True]
    above = db.session.query(Nomination).filter_by(round_id=upper.round_id).all()
    assert (len(above), sum(row.is_set for row in above)) == (14, 2)
    more = [*chosen, *(people.ids[number] for number in range(21, 28))]  # 21; two fifths of 51 are 20
    with pytest.raises(RuleBroken, match="over_quota"):
        act(people.chair, promotion.prepare_promotion, people.round_id, upper.round_id, more[14:])


def _bundle(people):
    bundle = assert_bundle_holds(people)
    assert (len(bundle["sets"]), len(bundle["results"]), len(bundle["decisions"])) == (2, ENTERED, 70)
    kinds = Counter(row["status"] for row in bundle["ballots"])
    assert kinds == {"cast": 225, "absent": 75}
    assert sum(row.get("by") == "paper" for row in bundle["ballots"]) == ON_PAPER
    totals = Counter(row["total"] for row in bundle["results"])
    assert totals == {
        "81": 1, "241/3": 1, "79": 1, "78": 1, "461/6": 1, "70": 49, "69.9": 1, "62": 20,
    }  # fmt: skip
