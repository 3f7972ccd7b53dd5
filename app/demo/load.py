"""`tieubieu demo load`: the whole demonstration, or a synthetic catalogue of any size."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import func, select, update

from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.mail import OutboxMail, job_key
from app.core.ports import Mailer, ports
from app.core.work.jobs import Job, JobState, run_pending
from app.demo.people import DOMAIN, FILE, load_people
from app.demo.pictures.storage import store_drawings
from app.demo.places import load_places
from app.demo.portal import load_portal
from app.demo.products.awards import load_awards
from app.demo.products.catalogue import drawings, is_loaded, load_catalogue
from app.demo.products.lots import Recalled, load_lots, load_recalls, print_labels
from app.demo.products.real import load_real_products, read_notices
from app.demo.programmes import load_programmes
from app.demo.proposals import load_proposals
from app.demo.selection.rounds import load_rounds
from app.demo.stage import Stage
from app.demo.titles import load_titles
from catalog.models import Facility, Product
from catalog.search.tasks import catch_up_index


def load_demo(products: int | None = None) -> dict[str, Any]:
    """Load what is missing and return counts; needs an application context. Safe to run again.

    products: instead, a synthetic catalogue of that many products.
    """
    if products is not None:
        from app.demo.products.synthetic import load_synthetic  # noqa: PLC0415  # scale work only

        return dict(load_synthetic(products))
    folder = Path(current_app.extensions["settings"].data_dir)
    with _no_mail():
        load_people(folder)
        recalled = _load() if not is_loaded() else []
        load_programmes()
        load_portal()
        load_places()
        load_proposals()
        load_titles()
        print_labels()
        if recalled:
            with transaction():
                load_recalls(Stage(), recalled)
        _keep_mails()
        run_pending(limit=10_000)
    catch_up_index()
    return {
        "accounts": str(folder / FILE),
        "facilities": db.session.scalar(select(func.count()).select_from(Facility)),
        "products": db.session.scalar(select(func.count()).select_from(Product)),
    }


def _load() -> list[Recalled]:
    notices = read_notices()
    pictures = store_drawings([*(notice.drawing for notice in notices), *drawings()])
    stage = Stage()
    with transaction():  # all or nothing: an interrupted load starts again
        with stage.at(-250):
            load_real_products(notices, pictures)
        made = load_catalogue(stage, pictures)
        load_awards(stage, made)
        load_rounds(stage, made)
        return load_lots(stage, made)


def _keep_mails() -> None:
    """Leave the mails to accounts of the demonstration as sent; run one by one, their jobs took a second."""
    now = utc_now()
    unsent = OutboxMail.handed_at.is_(None) & OutboxMail.recipient.endswith(f"@{DOMAIN}", autoescape=True)
    done = {"state": JobState.DONE, "result": {"sent": True}, "finished_at": now, "key": None}
    with transaction() as session:
        marked = update(OutboxMail).where(unsent).values(sent_at=now, handed_at=now).returning(OutboxMail.id)
        keys = [job_key(key) for key in session.scalars(marked)]
        session.execute(update(Job).where(Job.key.in_(keys), Job.state == JobState.QUEUED).values(**done))


@contextmanager
def _no_mail() -> Iterator[None]:
    """The demonstration's mails are written to the outbox and not sent: its addresses do not exist."""
    real = ports()
    current_app.extensions["ports"] = replace(real, mailer=_ToOthers(real.mailer))
    try:
        yield
    finally:
        current_app.extensions["ports"] = real


class _ToOthers:
    """Sends what waits for somebody else, and drops what goes to an account of the demonstration."""

    def __init__(self, mailer: Mailer) -> None:
        self._mailer = mailer
        self.delivers = mailer.delivers

    def send(self, recipient: str, subject: str, body: str, *, unsubscribe: str = "") -> None:
        if not recipient.endswith(f"@{DOMAIN}"):
            self._mailer.send(
                recipient, subject, body, **({"unsubscribe": unsubscribe} if unsubscribe else {})
            )
