"""An officer's decisions on a document: checked, refused with a note, or withdrawn by its issuer."""

from datetime import date

from app.core import audit
from app.core.actor import Actor
from app.core.clock import today, utc_now
from app.core.errors import Conflict, RuleBroken
from app.core.policy import authorize
from catalog.acts import load, send_letter
from catalog.credentials.services import certificate_changed, trademark_changed
from catalog.enums import CheckState
from catalog.models import Certificate, Trademark
from catalog.policies import can_check_paper

Kind = type[Trademark] | type[Certificate]


def check_paper(
    actor: Actor, kind: Kind, paper_id: int, note: str = "", *, version: int | None = None
) -> Trademark | Certificate:
    """The officer has compared the paper with its issuer's record: pages stop saying "not yet verified"."""
    paper = _judge(actor, kind, paper_id, CheckState.CHECKED, note, version)
    audit.record(actor, f"catalog.{paper.__tablename__}.check", paper, note=note)
    return paper


def refuse_paper(
    actor: Actor, kind: Kind, paper_id: int, note: str, *, version: int | None = None
) -> Trademark | Certificate:
    """The document is not correct; it is removed from the public pages. The note goes to the facility."""
    if not note:
        raise RuleBroken("reason_text_required", "reason")
    paper = _judge(actor, kind, paper_id, CheckState.REFUSED, note, version)
    audit.record(actor, f"catalog.{paper.__tablename__}.refuse", paper, note=note)
    send_letter("paper_refused", paper.facility, text=f"{paper.audit_label}: {note}")
    return paper


def revoke_certificate(
    actor: Actor, certificate_id: int, note: str, *, on: date | None = None, version: int | None = None
) -> Certificate:
    """Its issuer withdrew the document on a day (today when None); pages say so from that day on."""
    paper = load(Certificate, certificate_id)
    authorize(actor, can_check_paper, paper)
    _check_version(paper, version)
    if not note:
        raise RuleBroken("reason_text_required", "reason")
    paper.revoked_on, paper.check_note = on or today(), note
    audit.record(actor, "catalog.certificate.revoke", paper, note=note, on=paper.revoked_on.isoformat())
    certificate_changed(paper)
    return paper


def _judge(
    actor: Actor, kind: Kind, paper_id: int, state: CheckState, note: str, version: int | None
) -> Trademark | Certificate:
    paper: Trademark | Certificate = load(kind, paper_id)
    authorize(actor, can_check_paper, paper)
    _check_version(paper, version)
    paper.check_state, paper.check_note = state, note
    paper.checked_at, paper.checked_by = utc_now(), actor.user_id
    if isinstance(paper, Trademark):
        trademark_changed(paper)
    else:
        certificate_changed(paper)
    return paper


def _check_version(paper: Trademark | Certificate, version: int | None) -> None:
    if version is not None and paper.version != version:
        raise Conflict("stale")
