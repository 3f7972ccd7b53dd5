"""Load a programme from a file, amend its targets."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.errors import NotFound, RuleBroken
from app.core.policy import authorize
from app.core.text import fold_line
from app.core.typed_values import read_day
from catalog.enums import Level
from catalog.models import AdministrativeUnit
from catalog.units.queries import unit_named
from programme.models import ActivityKind, Measure, Programme, Target, TargetVersion
from programme.policies import can_edit_programme
from programme.targets.reading import Named, ProgrammeFile, TargetRow


@dataclass(frozen=True, slots=True)
class Amendment:
    """What changes a target from a day on, and the decision that says so."""

    from_day: date
    decision: str
    reason: str
    wording_vi: str
    wording_en: str
    number: int | None
    is_approximate: bool


def load_programme(actor: Actor, file: ProgrammeFile) -> Programme:
    """A programme with all its targets; one that is there already takes new versions of the targets that the file's
    amendment changed, and nothing else.
    """
    unit = _unit_of(file)
    authorize(actor, can_edit_programme, file.level, unit)
    _refuse_words_of_all(actor, file)
    _keep_measures(file.measures)
    _keep_kinds(file.kinds)
    known = db.session.scalar(select(Programme).where(Programme.slug == file.slug))
    if known is not None:
        authorize(actor, can_edit_programme, known.level, known.unit)
        return _amend_all(actor, known, file)
    now = utc_now()
    programme = Programme(
        slug=file.slug, title_vi=file.title_vi, title_en=file.title_en, level=file.level, unit=unit,
        starts_on=file.begins, ends_on=file.ends, decision_number=file.decision, decision_day=file.decision_day,
        issuer=file.issuer, source=file.source, created_by=actor.user_id, created_at=now,
    )  # fmt: skip
    db.session.add(programme)
    db.session.flush()
    for position, row in enumerate(file.targets, start=1):
        _add_target(actor, programme, position, row, file)
    if file.replaces:
        _note_successor(actor, file.replaces, programme)
    audit.record(actor, "programme.programme.load", programme, targets=len(file.targets))
    record_change("programme", programme.id)
    return programme


def amend_target(actor: Actor, target_id: int, amendment: Amendment) -> TargetVersion:
    """A new version of one target. What counted before stays; the page shows both versions."""
    target = db.session.get(Target, target_id)
    if target is None:
        raise NotFound("not_found")
    programme = target.programme
    authorize(actor, can_edit_programme, programme.level, programme.unit)
    for name in ("decision", "wording_vi"):
        if not getattr(amendment, name).strip():
            raise RuleBroken("fill_in", name)
    if amendment.number is not None and amendment.number <= 0:
        raise RuleBroken("target_number_low", "number")
    if not target.versions[0].from_day < amendment.from_day <= programme.ends_on:
        raise RuleBroken("amendment_day", "from_day")
    parts = target.version_on(amendment.from_day).breakdown
    version = _add_version(actor, target, amendment)
    version.breakdown = list(parts)
    audit.record(actor, "programme.target.amend", target, decision=amendment.decision, count=amendment.number)
    record_change("programme", programme.id)
    return version


def _amend_all(actor: Actor, programme: Programme, file: ProgrammeFile) -> Programme:
    kept = {target.code: target for target in programme.targets}
    changed = [row for row in file.targets if row.code not in kept or _differs(kept[row.code], row)]
    if not changed:
        return programme
    day = _amended_on(file, len(changed))
    for row in changed:
        if row.code not in kept:
            _add_target(actor, programme, len(programme.targets) + 1, row, file, day)
            continue
        decision, reason = file.amended["amended_by"], file.amended.get("amended_because", "")
        number = (row.number, row.is_approximate)
        amendment = Amendment(day, decision, reason, row.wording_vi, row.wording_en, *number)
        version = amend_target(actor, kept[row.code].id, amendment)
        if row.breakdown:
            version.breakdown = _parts(row)
    return programme


def _amended_on(file: ProgrammeFile, count: int) -> date:
    """The day from which the file's amendment holds."""
    if "amended_by" not in file.amended or "amended_on" not in file.amended:
        raise RuleBroken("programme_there", "file", count=count)
    try:
        return read_day(file.amended["amended_on"])
    except RuleBroken:
        raise RuleBroken("programme_day", "file", name="amended_on") from None


def _differs(target: Target, row: TargetRow) -> bool:
    last = target.versions[-1]
    return (last.wording_vi, last.number, last.is_approximate) != (
        row.wording_vi,
        row.number,
        row.is_approximate,
    )


def _add_target(
    actor: Actor,
    programme: Programme,
    position: int,
    row: TargetRow,
    file: ProgrammeFile,
    day: date | None = None,
) -> None:
    target = Target(
        programme=programme, code=row.code, position=position, chapter_vi=row.chapter_vi, chapter_en=row.chapter_en,
        measure=_measure(row.measure, row.line), counts=list(row.counts),
    )  # fmt: skip
    db.session.add(target)
    db.session.flush()
    decision = file.amended.get("amended_by", "") if day else file.decision
    version = _add_version(
        actor, target, Amendment(
            day or file.begins, decision, "", row.wording_vi, row.wording_en, row.number, row.is_approximate
        ),
    )  # fmt: skip
    version.breakdown = _parts(row)


def _parts(row: TargetRow) -> list[dict[str, object]]:
    return [{"of": of, "number": number} for of, number in row.breakdown]


def _add_version(actor: Actor, target: Target, amendment: Amendment) -> TargetVersion:
    version = TargetVersion(
        target=target, from_day=amendment.from_day, decision=amendment.decision.strip(),
        reason=amendment.reason.strip(),
        wording_vi=amendment.wording_vi.strip(), wording_en=amendment.wording_en.strip(), number=amendment.number,
        is_approximate=amendment.is_approximate, recorded_by=actor.user_id, recorded_at=utc_now(),
    )  # fmt: skip
    db.session.add(version)
    db.session.flush()
    return version


def _measure(text: str, line: int) -> Measure:
    """By code or name, with or without accents."""
    wanted = fold_line(text)
    for row in db.session.scalars(select(Measure)):
        if wanted in {fold_line(row.code), fold_line(row.name_vi), fold_line(row.name_en)}:
            return row
    raise RuleBroken("row_measure", "file", line=line, typed=text[:40])


def _refuse_words_of_all(actor: Actor, file: ProgrammeFile) -> None:
    """Every programme uses the same measures and kinds of activities: who edits the nation's alone adds to them."""
    if can_edit_programme(actor, Level.NATIONAL, None):
        return
    measures, kinds = (
        set(db.session.scalars(select(Measure.code))),
        set(db.session.scalars(select(ActivityKind.code))),
    )
    new = [row.name_vi for row in file.measures if row.code not in measures]
    new += [row.name_vi for row in file.kinds if row.code not in kinds]
    if new:
        raise RuleBroken("programme_words_of_all", "file", names=", ".join(new)[:200])


def _keep_measures(rows: tuple[Named, ...]) -> None:
    known = {row.code: row for row in db.session.scalars(select(Measure))}
    for row in rows:
        if row.code not in known:
            db.session.add(Measure(code=row.code, name_vi=row.name_vi, name_en=row.name_en))
    db.session.flush()


def _keep_kinds(rows: tuple[Named, ...]) -> None:
    known = {row.code for row in db.session.scalars(select(ActivityKind))}
    for row in rows:
        if row.code not in known:
            known.add(row.code)
            db.session.add(
                ActivityKind(
                    code=row.code, name_vi=row.name_vi, name_en=row.name_en, measures=list(row.measures),
                    position=len(known),
                )
            )  # fmt: skip
    db.session.flush()


def _unit_of(file: ProgrammeFile) -> AdministrativeUnit | None:
    """The province as it was when the programme began. RuleBroken(`programme_unit`)."""
    if file.level == Level.NATIONAL:
        return None
    unit = unit_named(file.unit, file.begins) if file.unit else None
    if unit is None:
        raise RuleBroken("programme_unit", "file", typed=file.unit[:40])
    return unit


def _note_successor(actor: Actor, slug: str, programme: Programme) -> None:
    """Only who edits the old programme says what replaces it; one that is not kept here is passed over."""
    old = db.session.scalar(select(Programme).where(Programme.slug == slug))
    if old is None:
        return
    if not can_edit_programme(actor, old.level, old.unit):
        raise RuleBroken("programme_replaces_other", "file", typed=slug[:80])
    old.successor = programme
    audit.record(actor, "programme.programme.replace", old, programme=programme.slug)
    record_change("programme", old.id)
