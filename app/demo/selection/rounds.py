"""Three rounds: one published, one in scoring, one that receives entries, each run by the people concerned."""

from dataclasses import replace

from sqlalchemy import select

from app.accounts.models import User
from app.core.database.base import db
from app.core.ports import ports
from app.demo.people import email_of
from app.demo.pictures.papers import draw_paper
from app.demo.products.catalogue import Made
from app.demo.selection.plans import published_plan, receiving_plan, scoring_plan
from app.demo.selection.rules import demo_rules
from app.demo.selection.scores import PUBLISHED, SCORING, Line, scores_of
from app.demo.stage import Stage, act
from catalog.enums import ProductGroup
from catalog.models import Product
from catalog.units.queries import get_unit
from catalog.validity import award_valid_until
from voting.council import services as council
from voting.dossiers import check_list as dossier
from voting.dossiers import services as nominations
from voting.enums import RoundAct
from voting.jury import services as jury
from voting.models import Juror, JuryPanel, Nomination, ScoreSheet, SelectionRound
from voting.publication import services as publication
from voting.results.queries import result_rows
from voting.rounds.services import RoundPlan, Seat, plan_round, seat_council, seat_jury
from voting.rounds.transitions import step
from voting.rule_sets.services import create_rule_set, sync_rule_sets
from voting.rules.document import rule_set_to_dict
from voting.score_sheets import services as score_sheets
from voting.scoring import services as scoring_stage

JURORS = tuple(f"juror-{number}" for number in range(1, 6))
SIGNERS = ("secretary", "chair")
GROUPS = tuple(ProductGroup)
TEA_SET = ("Ấm trà 450 ml", "Sáu chén trà 60 ml", "Khay 28 × 20 cm")
PROMISE = "Sản phẩm do cơ sở trực tiếp sản xuất, có khả năng sản xuất hàng loạt, không vi phạm quyền sở hữu trí tuệ."
STAND_ASIDE = "Có quan hệ công tác với cơ sở (minh họa)"
AUTHORITY = "Cơ quan công nhận minh họa"


def load_rounds(stage: Stage, made: Made) -> None:
    """Run the three rounds in the order of their days."""
    sync_rule_sets()
    with stage.at(-201):
        rules: int = act("province", create_rule_set, rule_set_to_dict(demo_rules()))
    home = get_unit("2025", "75").id
    _published(stage, made, rules, home)
    _in_scoring(stage, made, rules)
    _receiving(stage, made, rules, home)


def _published(stage: Stage, made: Made, rules: int, home: int) -> None:
    plan = published_plan(stage, rules, home)
    round_id = _call(stage, "province", plan, planned=-200, opened=-190)
    entries = {key: _enter(stage, made, round_id, key, day=-170) for key in PUBLISHED}
    _open_scoring(stage, "province", round_id, closed=-149, day=-148)
    with stage.at(-147):
        _declare(round_id, {"juror-5": made.facilities["gom-mau"]})
    for number, juror in enumerate(JURORS):
        with stage.at(-140 + 3 * number, 14):
            _score(round_id, juror, entries, PUBLISHED, number)
    with stage.at(-119, 8):
        for signer in SIGNERS:
            act(signer, scoring_stage.sign_closing, round_id)
    _decide(stage, round_id, list(entries.values()))


def _decide(stage: Stage, round_id: int, entries: list[int]) -> None:
    """The council follows the count; then the provisional list, the decision, the certificates."""
    with stage.at(-118, 9):
        rows = result_rows(db.session.get_one(SelectionRound, round_id))
        round_ = db.session.get_one(SelectionRound, round_id)
        present = frozenset(member.id for member in round_.members)
        act("secretary", council.record_session, round_id, council.Session(stage.day(-118), present))
        passed = {nomination: rows[nomination]["verdict"] == "pass" for nomination in entries}
        for nomination, recognised in passed.items():
            votes = {"votes_for": 5 if recognised else 1, "votes_against": 0 if recognised else 4}
            act("secretary", council.decide_entry, round_id, nomination, recognised=recognised, **votes)
    with stage.at(-115, 10):
        for signer in SIGNERS:
            act(signer, council.sign_provisional, round_id)
    with stage.at(-85, 10):
        form = council.DecisionForm(
            number="01/QĐ-MINHHOA",
            signed_on=stage.day(-85),
            signer="Người ký minh họa",
            authority=AUTHORITY,
            valid_until=award_valid_until(stage.day(-85)),
            signer_title="Thủ trưởng (minh họa)",
        )
        act("secretary", council.prepare_decision, round_id, form)
        for signer in SIGNERS:
            act(signer, publication.sign_publication, round_id)
    with stage.at(-80, 15):
        act("province", step, round_id, RoundAct.AWARD)


def _in_scoring(stage: Stage, made: Made, rules: int) -> None:
    plan = scoring_plan(stage, rules)
    round_id = _call(stage, "region", plan, planned=-70, opened=-65)
    entries = {key: _enter(stage, made, round_id, key, day=-50, is_higher=True) for key in SCORING}
    _open_scoring(stage, "region", round_id, closed=-34, day=-14)
    with stage.at(-13):
        _declare(round_id, {"juror-2": made.facilities["dua-mau"]}, late=("juror-5",))
    for number, (juror, submitted, drafted) in enumerate(
        (("juror-1", 1, 1), ("juror-2", 3, 0), ("juror-3", 6, 0), ("juror-4", 0, 2))
    ):
        lines = dict(list(SCORING.items())[: submitted + drafted])
        with stage.at(-6 + number, 20):
            _score(round_id, juror, entries, lines, number, drafts=drafted)


def _receiving(stage: Stage, made: Made, rules: int, home: int) -> None:
    plan = receiving_plan(stage, rules, home)
    round_id = _call(stage, "province", plan, planned=-12, opened=-7)
    _enter(stage, made, round_id, "ca-cao", day=-4, accept=False)
    with stage.at(-1, 11):
        act(
            made.member_of("may-xoi"),
            nominations.enter_product,
            round_id,
            made.products["may-xoi"],
            statement=PROMISE,
        )


def _call(stage: Stage, officer: str, plan: RoundPlan, *, planned: int, opened: int) -> int:
    """Plan the round, seat council and juries, announce it and open it to entries."""
    with stage.at(planned):
        round_id: int = act(officer, plan_round, plan)
        seats = [
            Seat(email_of("chair"), "", "Chủ tịch hội đồng", role="chair"),
            Seat(email_of("secretary"), "", "Thư ký", role="secretary"),
            *(Seat("", f"Ủy viên minh họa {n}", "Ủy viên", role="member") for n in range(1, 4)),
        ]
        act(officer, seat_council, round_id, seats)
        for group in GROUPS:
            jurors = [Seat(email_of(juror), "", "Giám khảo") for juror in JURORS]
            act(officer, seat_jury, round_id, group, jurors)
    with stage.at(planned + 2):
        act(officer, step, round_id, RoundAct.ANNOUNCE)
    with stage.at(opened):
        act(officer, step, round_id, RoundAct.OPEN_ENTRIES)
    return round_id


def _open_scoring(stage: Stage, officer: str, round_id: int, *, closed: int, day: int) -> None:
    with stage.at(closed, 8):
        act(officer, step, round_id, RoundAct.CLOSE_ENTRIES)
    with stage.at(day, 9, 30):
        act(officer, scoring_stage.open_scoring, round_id)


def _enter(
    stage: Stage,
    made: Made,
    round_id: int,
    key: str,
    *,
    day: int,
    is_higher: bool = False,
    accept: bool = True,
) -> int:
    """A complete dossier, handed in and, two days later, accepted; returns the nomination's id."""
    member = made.member_of(key)
    with stage.at(day, 10):
        product = db.session.get_one(Product, made.products[key])
        statement = f"{product.description_vi} {PROMISE}"
        is_set, facility = product.is_set, product.facility.name
        photos = [dict(picture.files) for picture in product.pictures]
        nomination: int = act(
            member,
            nominations.enter_product,
            round_id,
            made.products[key],
            statement=statement,
            is_set=is_set,
            set_case="c" if is_set else "",
            set_items=TEA_SET if is_set else (),
        )
        for kind, title in _papers(is_higher=is_higher):
            act(member, nominations.add_document, nomination, kind, title, _paper(title, facility))
        for files in photos:
            photo = nominations.StoredFile(
                files["640"], "image/webp", ports().files.size(files["640"]), files
            )
            act(member, nominations.add_document, nomination, dossier.PHOTO, "", photo)
        act(member, nominations.submit_nomination, nomination)
    if accept:
        with stage.at(day + 2, 15):
            act("secretary", nominations.accept_nomination, nomination)
    return nomination


def _papers(*, is_higher: bool) -> list[tuple[str, str]]:
    papers = [
        (dossier.ENTRY_FORM, "Phiếu đăng ký bình chọn"),
        (dossier.REGISTRATION, "Giấy đăng ký kinh doanh"),
    ]
    if is_higher:
        papers += [
            (dossier.PROVINCE_DECISION, "Quyết định công nhận cấp tỉnh"),
            (dossier.LOWER_CERTIFICATE, "Giấy chứng nhận cấp tỉnh"),
        ]
    return papers


def _paper(title: str, facility: str) -> nominations.StoredFile:
    data = draw_paper(f"{title} (minh họa)", facility)
    return nominations.StoredFile(ports().files.put(data, ".pdf"), "application/pdf", len(data), {})


def _declare(round_id: int, asides: dict[str, int], *, late: tuple[str, ...] = ()) -> None:
    """Each juror declares conflicts in every panel; asides: facility by juror; late: those who have not
    declared yet.
    """
    for juror in JURORS:
        if juror in late:
            continue
        facilities = frozenset({asides[juror]}) if juror in asides else frozenset()
        for seat in _seats(round_id, juror):
            act(juror, jury.declare_conflicts, seat, facilities, STAND_ASIDE if facilities else "")


def _score(
    round_id: int,
    juror: str,
    entries: dict[str, int],
    lines: dict[str, Line],
    number: int,
    *,
    drafts: int = 0,
) -> None:
    """One juror's sheets in the order of lines; the last `drafts` of them are saved but not submitted."""
    for place, (key, line) in enumerate(lines.items()):
        sheet = _sheet(round_id, juror, entries[key])
        if sheet is None:
            continue
        submit = place < len(lines) - drafts
        saving = score_sheets.Saving(
            client_id=f"00000000-0000-4000-8000-{round_id:04d}{entries[key]:04d}{number:04d}",
            scores=scores_of(line, number),
            submit=submit,
        )
        if not submit:
            saving = replace(saving, scores=dict(list(saving.scores.items())[:2]))
        act(juror, score_sheets.save_sheet, sheet, saving)


def _sheet(round_id: int, juror: str, nomination: int) -> str | None:
    """The key of a juror's sheet of an entry; None where the juror stands aside."""
    query = select(ScoreSheet).where(
        ScoreSheet.nomination_id == nomination, ScoreSheet.juror_id.in_(_seat_ids(round_id, juror))
    )
    sheet = db.session.scalars(query).one()
    return None if jury.find_recusal(sheet.juror_id, nomination) else sheet.key


def _seats(round_id: int, juror: str) -> list[int]:
    groups = set(db.session.scalars(select(Nomination.group).where(Nomination.round_id == round_id)))
    return _seat_ids(round_id, juror, groups)


def _seat_ids(round_id: int, juror: str, groups: set[str] | None = None) -> list[int]:

    query = (
        select(Juror.id)
        .join(JuryPanel, JuryPanel.id == Juror.panel_id)
        .join(User, User.id == Juror.user_id)
        .where(JuryPanel.round_id == round_id, User.email == email_of(juror))
    )
    if groups is not None:
        query = query.where(JuryPanel.group.in_(groups))
    return list(db.session.scalars(query.order_by(Juror.id)))
