"""Everything that has a form: rounds in each of their states, papers, lots, recalls, people with every role."""

from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from app.accounts.models import User
from app.accounts.services.tokens import create_own_token
from app.accounts.sessions.links import Purpose, make_link
from app.core.clock import FixedClock, use_clock, utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.mail import post_mail
from app.core.work.jobs import Job, JobState
from app.web.addresses import base_url
from catalog.enums import CheckState, FacilityState, ProductState
from tests.factories import accounts, catalog, programme, traceability, voting
from tests.factories.catalog import member_actor
from tests.helpers.postman import hire
from tests.helpers.voting.acts import act, the_round
from traceability.code_reports.services import report_code
from traceability.links.services import LinkData, add_link
from traceability.recall_reports.drills import RecipientData, note_drill_recipient, start_drill
from traceability.terms import REPORT_REASONS
from voting.complaints import services as complaints
from voting.dossiers import services as nominations
from voting.favourite import services as favourite
from voting.jury import services as jury
from voting.models import PaperSheet
from voting.paper_sheets import services as paper
from voting.product_sets import services as product_sets
from voting.promotion import services as promotion
from voting.rounds import services as rounds
from voting.rounds import transitions
from voting.rule_sets import services as rule_sets


@dataclass
class Walker:
    """A person (None: a stranger) and where their walk begins.

    slug: of the one round whose pages they follow. corner: how the endpoints begin whose pages they follow.
    """

    name: str
    user: User | None
    starts: list[str] = field(default_factory=lambda: ["/tai-khoan"])
    slug: str = ""
    corner: str = ""
    second_factor: bool = True

    def follows(self, endpoint: str, values: dict[str, Any]) -> bool:
        """Whether a link is worth following: everybody walks their own corner, nobody the whole site."""
        if self.user is None:
            return False
        elsewhere = self.slug and values.get("slug", self.slug) != self.slug
        return endpoint.startswith(self.corner) and not elsewhere


def build_world() -> list[Walker]:
    """Fills the database; returns who walks it."""
    return [
        *_planned(), *_receiving(), *_scoring(), *_closed(), *_provisional(), *_published(),
        *_catalogue(), *_tracing(), *_programme(), *_accounts(),
    ]  # fmt: skip


def _crew(name: str, people: SimpleNamespace, *roles: str) -> list[Walker]:
    slug = the_round(people).slug
    office, council = f"/can-bo/ky-binh-chon/{slug}", f"/hoi-dong/{slug}/bang-diem"
    starts = {"officer": [office], "member": ["/co-so-cua-toi/binh-chon"], "secretary": [office, council]}
    chair = [office, council, f"/hoi-dong/{slug}/dong-cham"]
    return [
        Walker(f"{name} {role}", getattr(people, role), starts.get(role, chair), slug, "voting.")
        for role in roles
    ]


def _planned() -> list[Walker]:
    return _crew("planned", voting.planned_round(products=1), "officer")


def _receiving() -> list[Walker]:
    people = voting.receiving_round(products=4)
    voting.complete_dossier(people.member, people.round_id, people.products[0].id)
    handed_in = voting.complete_dossier(people.member, people.round_id, people.products[1].id)
    act(people.member, nominations.submit_nomination, handed_in.id)
    act(people.member, nominations.enter_product, people.round_id, people.products[2].id, statement="Mô tả")
    return _crew("receiving", people, "member", "secretary", "officer")


def _scoring() -> list[Walker]:
    people = voting.round_in_scoring(declared=False, products=2)
    first, second, third = people.jurors
    act(first, jury.declare_conflicts, people.seats[0].id, frozenset(), "")
    act(second, jury.declare_conflicts, people.seats[1].id, frozenset({people.facility.id}), "Người nhà")
    act(people.secretary, paper.prepare_paper_sheets, people.round_id)
    act(people.secretary, paper.keep_scan, _paper_code(), "0" * 64 + ".pdf", "application/pdf")
    crew = _crew("scoring", people, "officer", "secretary", "chair")
    return [*crew, Walker("juror", first), Walker("new juror", third)]


def _paper_code() -> str:
    return str(db.session.query(PaperSheet.code).order_by(PaperSheet.id).first()[0])  # type: ignore[index]


def _closed() -> list[Walker]:
    people = voting.closed_round(products=4)
    ids = [people.nominations[number].id for number in (0, 1)]
    act(people.secretary, product_sets.merge_entries, people.round_id, ids, name="Bộ nước mắm", set_case="c")
    return _crew("closed", people, "chair", "secretary")


def _provisional() -> list[Walker]:
    people = voting.provisional_round(products=2)
    act(people.member, complaints.file_complaint, people.nominations[0].id, "Điểm chưa phản ánh hồ sơ.")
    return _crew("provisional", people, "secretary", "chair", "member")


def _published() -> list[Walker]:
    people = voting.published_round(products=2)
    upper = SimpleNamespace(officer=accounts.user("officer-region", region="phia-nam"))
    with transaction():
        rules_id = rule_sets.sync_rule_sets().id
    plan = rounds.RoundPlan(
        title_vi="Kỳ khu vực", level="khu-vuc", year=2026, rule_set_id=rules_id, region="phia-nam"
    )
    upper.round_id = act(upper.officer, rounds.plan_round, plan).id
    seats = [rounds.Seat(accounts.user(role).email, "", role=role) for role in ("chair", "secretary")]
    act(upper.officer, rounds.seat_council, upper.round_id, seats)
    for step in ("announce", "open_entries"):
        act(upper.officer, transitions.step, upper.round_id, step)
    act(
        people.secretary,
        promotion.prepare_promotion,
        people.round_id,
        upper.round_id,
        [people.nominations[0].id],
    )
    slug = the_round(people).slug
    hire()  # votes are confirmed by mail
    opens = utc_now() - timedelta(hours=1)
    with use_clock(FixedClock(opens - timedelta(hours=1))):
        act(people.officer, favourite.set_favourite, people.round_id, opens, opens + timedelta(days=9))
    with transaction():
        _, key = favourite.make_confirmation(slug, 1, "nguoi.xem@example.vn")
    vote = [f"/ky-binh-chon/{slug}/yeu-thich/1", f"/ky-binh-chon/{slug}/yeu-thich/xac-nhan/{key}"]
    crew = _crew("published", people, "secretary", "chair", "officer")
    crew[0].starts.append(f"/hoi-dong/{slug}/de-cu/{the_round(upper).slug}/ky")
    return [*crew, Walker("voter", None, vote)]


def _catalogue() -> list[Walker]:
    facility = catalog.facility()
    catalog.trademark(facility)
    product = catalog.product(facility, pictures=2)
    catalog.certificate(facility, products=(product,), check_state=CheckState.UNCHECKED)
    catalog.product(facility, state=ProductState.DRAFT, published_at=None, submitted_at=None)
    catalog.product(facility, state=ProductState.SUBMITTED, published_at=None)
    new = catalog.facility(state=FacilityState.PENDING, verified_at=None)
    award = catalog.award(product)
    officer = accounts.user("officer-province", unit_id=facility.unit_id)
    return [
        Walker("facility", accounts.user("facility", facility_id=facility.id)),
        Walker("new facility", accounts.user("facility", facility_id=new.id)),
        Walker("officer", officer, ["/tai-khoan", f"/can-bo/giay-chung-nhan/{award.number}"]),
    ]


def _tracing() -> list[Walker]:
    lot = traceability.lot_with_events()
    product, facility, lot_id = lot.product, lot.facility, lot.id
    maker = member_actor(facility)
    traceability.labels(lot, by=maker, drawn=True)
    traceability.labels(lot, by=maker)
    called_back = traceability.lot(product, by=maker)
    traceability.recall(called_back, by=maker)
    traceability.recall(traceability.lot_with_events(product, by=maker), by=maker)
    code = traceability.lot_code(lot).code
    act(maker, report_code, code, reason=next(iter(REPORT_REASONS)), text="Tem bị bóc")
    drill_id = act(maker, start_drill, lot.id, "Mẫu muối không đạt").id
    act(maker, note_drill_recipient, drill_id, RecipientData(party="Cửa hàng Đặc sản Biên Hòa"))
    page = f"{base_url()}/gioi-thieu"
    act(maker, add_link, product.id, LinkData(link_type="instructions", url=page, title="Cách dùng"))
    officer = accounts.user("officer-province", unit_id=facility.unit_id)
    member = accounts.user("facility", facility_id=facility.id)
    return [
        Walker(
            "maker",
            member,
            corner="traceability.",
            starts=[f"/co-so-cua-toi/lo/{lot_id}", "/co-so-cua-toi/lo"],
        ),
        Walker("overseer", officer, corner="traceability.", starts=["/can-bo/thu-hoi"]),
        Walker("buyer", None, [f"/truy-xuat/{code}/bao", f"/truy-xuat/{code}/noi-xem"]),
    ]


def _programme() -> list[Walker]:
    """A programme with a fact that waits, a planned and a held activity, for an officer of the nation."""
    slug = programme.loaded_programme("quoc-gia").slug
    officer = accounts.user("officer-national")
    entered = programme.fact(programme.target_of(programme.loaded_programme("quoc-gia"), "1.1"))
    planned, held = (programme.activity(state=state) for state in ("planned", "held"))
    paper = programme.activity_paper(planned)
    return [
        Walker(
            "promoter",
            officer,
            [
                "/can-bo/chuong-trinh", f"/can-bo/chuong-trinh/{slug}/bao-cao",
                f"/can-bo/chuong-trinh/{slug}", f"/can-bo/chuong-trinh/{slug}/1.1",
                f"/can-bo/chuong-trinh/{slug}/1.1/sua", f"/can-bo/viec-duoc-tinh/{entered.id}",
                f"/can-bo/hoat-dong/{planned.id}", f"/can-bo/hoat-dong/{held.id}",
                f"/can-bo/hoat-dong/{planned.id}/sua", f"/can-bo/hoat-dong/{planned.id}/tep",
                f"/can-bo/hoat-dong/tep/{paper.id}", f"/can-bo/hoat-dong/{planned.id}/su-kien",
                "/can-bo/hoat-dong/moi", "/can-bo/hoat-dong/nhap-nhieu", "/can-bo/hoat-dong/nhap-bang",
            ],
            corner="programme.",
        )
    ]  # fmt: skip


def _accounts() -> list[Walker]:
    admin = accounts.user("admin")
    strict = accounts.user("officer-province", waived=False)
    unverified = accounts.user(verified=False)
    act(unverified, create_own_token, "máy in tem")
    with transaction() as session:
        keys = {purpose: make_link(unverified, purpose) for purpose in Purpose}
        mail = post_mail("ai@example.vn", "Thử", "Nội dung")
        session.flush()
        mail_id = mail.id
        now = utc_now()
        for state in (JobState.FAILED, JobState.QUEUED):
            session.add(
                Job(kind="search.update", payload={}, state=state, user_id=admin.id, created_at=now,
                    run_after=now + timedelta(days=1))
            )  # fmt: skip
    reset, verify, invite = (keys[purpose] for purpose in (Purpose.RESET, Purpose.VERIFY, Purpose.INVITE))
    pages = ["/dang-nhap", "/dang-ky", "/quen-mat-khau", f"/dat-lai-mat-khau/{reset}", f"/xac-minh/{verify}"]
    own = ["/tai-khoan/bao-mat", "/tai-khoan/mat-khau", "/tai-khoan/ma-truy-cap", "/xac-nhan-lai",
           "/co-so-cua-toi/dang-ky", "/tai-khoan/xac-thuc-hai-lop"]  # fmt: skip
    return [
        Walker("admin", admin, ["/tai-khoan", f"/quan-tri/thu/{mail_id}", *own]),
        Walker("strict officer", strict, ["/xac-thuc-hai-lop"], second_factor=False),
        Walker("newcomer", unverified, own),
        Walker("stranger", None, [*pages, f"/loi-moi/{invite}", "/giay-chung-nhan/anh"]),
    ]
