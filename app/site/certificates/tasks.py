"""The job that draws, signs and keeps the printed files of certificates, each once."""

from typing import Any

from app.core.actor import SYSTEM
from app.core.clock import VIETNAM, utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import NotFound
from app.core.ports import ports
from app.core.work.jobs import JobRun, Queue, task
from app.site.certificates import file as certificate_file
from catalog.awards.files import KIND, find_paper, keep_paper
from catalog.awards.queries import get_award_with_maker

REASON = "Cấp giấy chứng nhận số {number}"
REASON_DEMO = "Bản trình diễn, không có giá trị pháp lý: {number}"


@task(KIND, Queue.PAPERS)
def papers_task(run: JobRun) -> dict[str, Any]:
    """Make the missing files; an interrupted run continues where it stopped."""
    award_ids = run.payload["award_ids"]
    for number, award_id in enumerate(award_ids, start=1):
        if find_paper(award_id) is None:
            make_paper(award_id)
        run.progress(number, len(award_ids))
    return {"certificates": len(award_ids)}


def make_paper(award_id: int) -> None:
    """Draw, sign and keep one. No transaction is open while it is drawn."""
    from app.core.documents.archive import About, archived  # noqa: PLC0415  # slow to import, for this job alone
    from app.core.documents.signing import sign_pdf  # noqa: PLC0415  # as above

    award = get_award_with_maker(award_id)
    if award.number is None:
        raise NotFound("not_found")
    number, place = award.number, certificate_file.signed_at(award)
    reason = (REASON_DEMO if award.is_demo else REASON).format(number=number)
    about = About(
        f"Giấy chứng nhận {number}",
        award.issuer,
        f"{award.product_name} - {award.producer_name}",
        utc_now().astimezone(VIETNAM),
    )
    drawn = certificate_file.draw(award)
    db.session.rollback()  # no read stays open meanwhile
    data, seal = sign_pdf(archived(drawn, about), reason=reason, place=place)
    file = ports().files.put(data, ".pdf")
    with transaction():
        keep_paper(SYSTEM, award_id, file, len(data), seal.name, self_made=seal.self_made)
