"""The printed files of certificates: ordered when a certificate is issued, made by a job, never changed."""

from collections.abc import Iterable

from sqlalchemy import select

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.policy import authorize
from app.core.work.jobs import Job, enqueue
from catalog.acts import load
from catalog.enums import AwardSource
from catalog.models import Award, CertificatePaper
from catalog.policies import can_issue_award
from catalog.register import writer as register

KIND = "certificates.papers"


def order_papers(awards: Iterable[Award], *, user_id: int | None = None) -> Job | None:
    """Queue the drawing of these certificates' files, in the transaction that issues them; None where none has one."""
    awards = [award for award in awards if award.number is not None and award.source == AwardSource.ROUND]
    if not awards:
        return None
    db.session.flush()  # a job takes ids
    return enqueue(KIND, user_id=user_id, award_ids=[award.id for award in awards])


def keep_paper(
    actor: Actor, award_id: int, file: str, size: int, signed_by: str, *, self_made: bool
) -> CertificatePaper:
    """Store one file as the PDF of its certificate and record its hash. The first one stored stays.

    file: its name in the store.
    """
    authorize(actor, can_issue_award)
    award = load(Award, award_id)
    if (kept := find_paper(award_id)) is not None:
        return kept
    paper = CertificatePaper(
        award_id=award_id,
        file=file,
        size=size,
        signed_by=signed_by,
        self_made=self_made,
        made_at=utc_now(),
    )
    db.session.add(paper)
    register.append(award, "paper", sha256=paper.sha256, size=size)
    register.checkpoint("paper")
    audit.record(actor, "catalog.award.print", award, sha256=paper.sha256)
    record_change("certificate", str(award.number))
    return paper


def find_paper(award_id: int) -> CertificatePaper | None:
    return db.session.scalar(select(CertificatePaper).where(CertificatePaper.award_id == award_id))
