"""Tables of the selection: rule sets, rounds, council, juries, nominations, ballots, results, the log.

What a juror submitted, what was counted and what was logged is append-only; the database refuses to change it.
"""

import secrets
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.audit import append_only
from app.core.db import Base, HasId
from catalog.models import AdministrativeUnit, Facility, Product


class RuleSet(HasId, Base):
    """body: `voting.rules.RuleSet.to_dict()`. Frozen when a round opens scoring; a change is a new version."""

    __tablename__ = "rule_set"
    __table_args__ = (UniqueConstraint("code", "version"),)

    code: Mapped[str]
    version: Mapped[int]
    name_vi: Mapped[str]
    name_en: Mapped[str]
    body: Mapped[dict[str, Any]]
    frozen_at: Mapped[datetime | None] = mapped_column(default=None)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    created_at: Mapped[datetime]


class SelectionRound(HasId, Base):
    """A round (kỳ bình chọn) of one level and area. unit_id: the province, region: the region key; neither at
    national level. unit_name: the area's name as it was when the round was planned. Deadlines are moments on the
    server's clock.
    """

    __tablename__ = "selection_round"
    __table_args__ = (
        CheckConstraint("level <> 'tinh' OR unit_id IS NOT NULL", name="province_area"),
        CheckConstraint("level <> 'khu-vuc' OR region <> ''", name="region_area"),
        Index(None, "state", "level"),
    )

    slug: Mapped[str] = mapped_column(unique=True)
    title_vi: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="")
    level: Mapped[str]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("administrative_unit.id"), default=None)
    region: Mapped[str] = mapped_column(default="")
    unit_name: Mapped[str] = mapped_column(default="")
    year: Mapped[int]
    state: Mapped[str] = mapped_column(default="plan")
    rule_set_id: Mapped[int] = mapped_column(ForeignKey("rule_set.id"))
    organiser: Mapped[str] = mapped_column(default="")
    notice_vi: Mapped[str] = mapped_column(default="")
    notice_en: Mapped[str] = mapped_column(default="")
    entries_from: Mapped[datetime | None] = mapped_column(default=None)
    entries_until: Mapped[datetime | None] = mapped_column(default=None)
    scoring_from: Mapped[datetime | None] = mapped_column(default=None)
    scoring_until: Mapped[datetime | None] = mapped_column(default=None)
    scoring_pass: Mapped[int] = mapped_column(default=1)
    announced_at: Mapped[datetime | None] = mapped_column(default=None)
    scoring_opened_at: Mapped[datetime | None] = mapped_column(default=None)
    scoring_closed_at: Mapped[datetime | None] = mapped_column(default=None)
    provisional_at: Mapped[datetime | None] = mapped_column(default=None)
    complaints_until: Mapped[date | None] = mapped_column(default=None)
    published_at: Mapped[datetime | None] = mapped_column(default=None)
    returned_at: Mapped[datetime | None] = mapped_column(default=None)
    returned_reason: Mapped[str] = mapped_column(default="")
    annulled_at: Mapped[datetime | None] = mapped_column(default=None)
    annulled_reason: Mapped[str] = mapped_column(default="")
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    unit: Mapped[AdministrativeUnit | None] = relationship()
    rule_set: Mapped[RuleSet] = relationship()
    members: Mapped[list["CouncilMember"]] = relationship(back_populates="round", order_by="CouncilMember.id")
    panels: Mapped[list["JuryPanel"]] = relationship(back_populates="round", order_by="JuryPanel.id")
    nominations: Mapped[list["Nomination"]] = relationship(back_populates="round", order_by="Nomination.id")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # read once by SQLAlchemy

    @property
    def audit_label(self) -> str:
        return self.title_vi


class CouncilMember(HasId, Base):
    """role: chair, vice, secretary, member. user_id: None for a member who has no account."""

    __tablename__ = "council_member"
    __table_args__ = (UniqueConstraint("round_id", "user_id"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("selection_round.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    role: Mapped[str]
    name: Mapped[str]
    title: Mapped[str] = mapped_column(default="")

    round: Mapped[SelectionRound] = relationship(back_populates="members")


class JuryPanel(HasId, Base):
    """The jury of one product group in one round."""

    __tablename__ = "jury_panel"
    __table_args__ = (UniqueConstraint("round_id", "group"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("selection_round.id"))
    group: Mapped[str]

    round: Mapped[SelectionRound] = relationship(back_populates="panels")
    jurors: Mapped[list["Juror"]] = relationship(back_populates="panel", order_by="Juror.id")


class Juror(HasId, Base):
    """alias: what the published bundle calls the juror (G1, G2 …). removed_at: ballots kept, not counted.

    commune: where the juror lives, only for the rule on conflicts of interest.
    """

    __tablename__ = "juror"
    __table_args__ = (UniqueConstraint("panel_id", "user_id"), UniqueConstraint("panel_id", "alias"))

    panel_id: Mapped[int] = mapped_column(ForeignKey("jury_panel.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    alias: Mapped[str]
    name: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    commune: Mapped[str] = mapped_column(default="")
    order_seed: Mapped[str] = mapped_column(default="")
    declared_at: Mapped[datetime | None] = mapped_column(default=None)
    removed_at: Mapped[datetime | None] = mapped_column(default=None)
    removed_reason: Mapped[str] = mapped_column(default="")

    panel: Mapped[JuryPanel] = relationship(back_populates="jurors")


class Nomination(HasId, Base):
    """A dossier (hồ sơ) that enters one product or set into one round.

    entry: what jurors see, copied at acceptance ({"description", …, "pictures"}), without the producer; its part "open"
    only under open rules. set_case: a, b, c of Circular 26/2014 article 3.2, empty for a single product.
    """

    __tablename__ = "nomination"
    __table_args__ = (UniqueConstraint("round_id", "product_id"), Index(None, "round_id", "state"))

    round_id: Mapped[int] = mapped_column(ForeignKey("selection_round.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), index=True)
    group: Mapped[str]
    state: Mapped[str] = mapped_column(default="draft")
    is_set: Mapped[bool] = mapped_column(default=False)
    set_case: Mapped[str] = mapped_column(default="")
    statement: Mapped[str] = mapped_column(default="")
    entry: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    return_reason: Mapped[str] = mapped_column(default="")
    promoted_from_id: Mapped[int | None] = mapped_column(ForeignKey("nomination.id"), default=None)
    submitted_at: Mapped[datetime | None] = mapped_column(default=None)
    accepted_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_reason: Mapped[str] = mapped_column(default="")
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    round: Mapped[SelectionRound] = relationship(back_populates="nominations")
    product: Mapped[Product] = relationship()
    facility: Mapped[Facility] = relationship()
    documents: Mapped[list["DossierDocument"]] = relationship(
        back_populates="nomination", order_by="DossierDocument.id"
    )
    codes: Mapped[list["EntryCode"]] = relationship(order_by="EntryCode.scoring_pass")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # read once by SQLAlchemy


class DossierDocument(HasId, Base):
    """kind: entry-form, registration, photo, other. file: name in the file store; never served to jurors."""

    __tablename__ = "dossier_document"

    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), index=True)
    kind: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    file: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    files: Mapped[dict[str, Any]]
    uploaded_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    uploaded_at: Mapped[datetime]
    removed_at: Mapped[datetime | None] = mapped_column(default=None)

    nomination: Mapped[Nomination] = relationship(back_populates="documents")


class EntryCode(HasId, Base):
    """The random code (mã số bình chọn) under which jurors see an entry in one pass. salt: never published; hides
    what the sealed record of the entry is bound to.
    """

    __tablename__ = "entry_code"
    __table_args__ = (UniqueConstraint("round_id", "code"), UniqueConstraint("nomination_id", "scoring_pass"))

    round_id: Mapped[int] = mapped_column(ForeignKey("selection_round.id"))
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"))
    scoring_pass: Mapped[int] = mapped_column(default=1)
    code: Mapped[str]
    salt: Mapped[str] = mapped_column(default=lambda: secrets.token_hex(16))


class Recusal(HasId, Base):
    """A juror stands aside from an entry and is shut out of it. state: proposed, declared, confirmed, refused."""

    __tablename__ = "recusal"
    __table_args__ = (UniqueConstraint("juror_id", "nomination_id"),)

    juror_id: Mapped[int] = mapped_column(ForeignKey("juror.id"))
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), index=True)
    state: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    rule: Mapped[str] = mapped_column(default="")
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    created_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)


class ScoreSheet(HasId, Base):
    """The sheet (phiếu chấm điểm) of one juror for one entry in one pass; its content is its latest revision.

    key: random, the `<id>` of addresses and of the juror API. status: empty, draft, submitted, void.
    """

    __tablename__ = "score_sheet"
    __table_args__ = (UniqueConstraint("juror_id", "nomination_id", "scoring_pass"),)

    key: Mapped[str] = mapped_column(unique=True)
    juror_id: Mapped[int] = mapped_column(ForeignKey("juror.id"))
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), index=True)
    scoring_pass: Mapped[int] = mapped_column(default=1)
    status: Mapped[str] = mapped_column(default="empty")
    revision: Mapped[int] = mapped_column(default=0)

    juror: Mapped[Juror] = relationship()
    nomination: Mapped[Nomination] = relationship()
    revisions: Mapped[list["ScoreSheetRevision"]] = relationship(order_by="ScoreSheetRevision.revision")


class ScoreSheetRevision(HasId, Base):
    """One saving of a sheet, append-only. client_id: made by the client, so that a resend is recognised.

    scores: {criterion code: ASCII decimal text}. status: draft, cast, recused, absent, void; only the latest revision
    counts, and only when cast. leaf_index: where the round's log holds it. receipt: what the juror is given. source:
    screen, or paper for what two clerks typed from a sheet on paper.
    """

    __tablename__ = "score_sheet_revision"
    __table_args__ = (UniqueConstraint("sheet_id", "revision"), UniqueConstraint("sheet_id", "client_id"))

    sheet_id: Mapped[int] = mapped_column(ForeignKey("score_sheet.id"))
    revision: Mapped[int]
    client_id: Mapped[str]
    scores: Mapped[dict[str, Any]]
    comment: Mapped[str]
    status: Mapped[str]
    receipt: Mapped[str] = mapped_column(index=True)
    leaf_index: Mapped[int]
    saved_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    saved_at: Mapped[datetime]
    source: Mapped[str] = mapped_column(default="screen")


class RoundLog(Base):
    """The right edge of a round's log, so that appending needs no other row. nodes: hexadecimal."""

    __tablename__ = "round_log"

    round_id: Mapped[int] = mapped_column(ForeignKey("selection_round.id"), primary_key=True)
    size: Mapped[int] = mapped_column(default=0)
    nodes: Mapped[list[Any]]


class RoundLeaf(HasId, Base):
    """One record of a round's tamper-evident log. event: canonical JSON text; salt: hexadecimal, released when the
    decision is published.
    """

    __tablename__ = "round_leaf"
    __table_args__ = (UniqueConstraint("round_id", "position"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("selection_round.id"))
    position: Mapped[int]
    kind: Mapped[str]
    event: Mapped[str]
    salt: Mapped[str]
    leaf_hash: Mapped[str]
    at: Mapped[datetime]


class RoundCheckpoint(HasId, Base):
    """A signed root of a round's log (C2SP note form)."""

    __tablename__ = "round_checkpoint"

    round_id: Mapped[int] = mapped_column(ForeignKey("selection_round.id"), index=True)
    size: Mapped[int]
    root: Mapped[str]
    note: Mapped[str]
    reason: Mapped[str]
    at: Mapped[datetime]


class TwoPersonStep(HasId, Base):
    """One of the two signatures that an act needs. act: close_scoring, publish, annul, reopen …

    statement: what the person confirmed, hashed; both must have confirmed the same. reason: part of it, kept to be
    shown to the second person. cycle: counts the times the act was begun, so that an old signature never serves
    a new closing.
    """

    __tablename__ = "two_person_step"
    __table_args__ = (
        UniqueConstraint("round_id", "act", "cycle", "role"),
        UniqueConstraint("round_id", "act", "cycle", "user_id"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("selection_round.id"))
    act: Mapped[str]
    cycle: Mapped[int] = mapped_column(default=1)
    role: Mapped[str]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    session_key: Mapped[str]
    statement: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]


class TallyRecord(HasId, Base):
    """A frozen count. input and result: the documents of `tieubieu tally`; digest: SHA-256 of both, canonical.

    count: 1, and one more after each reopening of the pass; the highest holds, the others are kept.
    """

    __tablename__ = "tally_record"

    round_id: Mapped[int] = mapped_column(ForeignKey("selection_round.id"), index=True)
    scoring_pass: Mapped[int]
    count: Mapped[int] = mapped_column(default=1)
    group: Mapped[str]
    input: Mapped[dict[str, Any]]
    result: Mapped[dict[str, Any]]
    program_version: Mapped[str]
    digest: Mapped[str]
    at: Mapped[datetime]


class CouncilVerdict(HasId, Base):
    """What the council decided on one entry. recognised: None while undecided; reason: needed against the score."""

    __tablename__ = "council_verdict"

    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), unique=True)
    recognised: Mapped[bool]
    grade: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    votes_for: Mapped[int | None] = mapped_column(default=None)
    votes_against: Mapped[int | None] = mapped_column(default=None)
    valid_until: Mapped[date | None] = mapped_column(default=None)
    decided_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime]


class RecognitionDecision(HasId, Base):
    """The decision that recognises a round's products. number: e.g. 44/QĐ-SCT, loosely checked.

    frozen: everything the result page, its PDF and the API show, written once at publication.
    """

    __tablename__ = "recognition_decision"

    round_id: Mapped[int] = mapped_column(ForeignKey("selection_round.id"), unique=True)
    number: Mapped[str]
    signed_on: Mapped[date]
    signer: Mapped[str]
    signer_title: Mapped[str] = mapped_column(default="")
    authority: Mapped[str]
    valid_until: Mapped[date]
    file: Mapped[str] = mapped_column(default="")
    frozen: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None] = mapped_column(default=None)


for _table in ("score_sheet_revision", "round_leaf", "round_checkpoint", "two_person_step", "tally_record"):
    append_only(_table)
