"""Who works on the cluster and on what, made by the factories; and what must hold at the end."""

import random
import time
from collections import Counter
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from app.accounts.models import User
from app.accounts.services import tokens
from app.core.actor import Role
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import DomainError, Unavailable
from app.core.work.jobs import Job, JobState
from catalog.models import Product
from catalog.products.services import submit_product, withdraw_product
from catalog.review.products import publish_product
from tests.chaos.load import PAUSE, Buyer, Juror, Partner, Printer, Publisher, Worker
from tests.factories import accounts, catalog, traceability, voting
from tests.factories.accounts import actor
from traceability.models import CaptureJob, EpcisEvent, LabelRun, TraceCode
from voting.log import writer as log
from voting.models import ScoreSheet, ScoreSheetRevision, SelectionRound
from voting.verification.cli import check_signature
from voting.verification.live_logs import find_round_faults

SETTLE = 240.0
"""Seconds for jobs that wait at the end."""


class People:
    """Inside an application context on the cluster's database. port: of nginx; nodes: those of the web nodes. pause:
    seconds between two acts of a person.
    """

    def __init__(
        self, app: Any, port: int, nodes: tuple[int, ...], *, jurors: int = 4, pause: float = PAUSE
    ) -> None:
        self.app = app
        for module in (
            accounts,
            catalog,
            traceability,
            voting,
        ):  # the cluster may have served such people before
            for name in [name for name, value in vars(module).items() if isinstance(value, count)]:
                setattr(module, name, count(random.randrange(10**5, 10**7)))
        self.round = voting.round_in_scoring(products=6, jurors=jurors)
        lot = traceability.lot()
        run = traceability.labels(lot, quantity=20)
        codes = [code.code for code in traceability.codes(run)] + [traceability.lot_code(lot).code]
        facility = lot.facility
        member = accounts.user(Role.FACILITY, facility_id=facility.id)
        token = self._token(member)
        product = catalog.product(facility, pictures=3)
        self.lot_id, self.run_id = lot.id, run.id
        self.jurors = [
            Juror(f"juror {seat}", port, self._token(person), keys=self._keys(seat))
            for seat, person in enumerate(self.round.jurors)
        ]
        self.buyers = [Buyer(f"buyer {n}", port, codes=codes, dice=random.Random(n)) for n in range(2)]
        self.partner = Partner("partner", port, token)
        self.printer = Printer("printer", port, token, lot_id=lot.id)
        act = self._publishing(product.id, actor(member), catalog.officer_actor())
        self.publisher = Publisher("publisher", port, act=act, path=f"/san-pham/{product.slug}", nodes=nodes)
        for worker in self.everybody:
            worker.pause = pause
        db.session.remove()

    @property
    def everybody(self) -> list[Worker]:
        return [*self.jurors, *self.buyers, self.partner, self.printer, self.publisher]

    def _keys(self, seat: int) -> list[str]:
        return [key for (at, _), key in self.round.sheets.items() if at == seat]

    def _token(self, person: User) -> str:
        with transaction():
            return tokens.add_token(actor(person), db.session.get_one(User, person.id), "chaos")

    def _publishing(self, product_id: int, member: Any, officer: Any) -> Any:
        def act(public: bool) -> bool:
            """Whether it is acknowledged; what was committed without a word is found out by the state."""
            with self.app.app_context():
                try:
                    with transaction():
                        if public and db.session.get_one(Product, product_id).state != "submitted":
                            submit_product(member, product_id)
                        if public:
                            publish_product(officer, product_id)
                        else:
                            withdraw_product(member, product_id)
                except DomainError as error:
                    if isinstance(error, Unavailable):
                        return False
                    state = db.session.get_one(Product, product_id).state
                    return (state == "published") == public
                except SQLAlchemyError:
                    return False
                finally:
                    db.session.remove()
                return True

        return act

    def settle(self) -> int:
        """Wait for the jobs; how many still wait or run after SETTLE."""
        until = time.monotonic() + SETTLE
        open_states = (JobState.QUEUED, JobState.RUNNING)
        while True:
            left = db.session.scalars(select(Job.kind).where(Job.state.in_(open_states))).all()
            db.session.rollback()
            if not left or time.monotonic() > until:
                return len(left)
            time.sleep(0.5)

    def verdicts(self) -> dict[str, dict[str, Any]]:
        """For each kind of work: acknowledged, lost, doubled, and what else is wrong."""
        return {
            "score sheets": self._sheets(),
            "EPCIS captures": self._captures(),
            "label runs": self._runs(),
            "pages of genuine codes": self._pages(),
            "publications": {
                "acknowledged": self.publisher.shown,
                "lost": 0,
                "doubled": 0,
                "wrong": list(self.publisher.wrong),
                "unanswered": self.publisher.unanswered,
            },
        }

    def _sheets(self) -> dict[str, Any]:
        sheets = select(ScoreSheet.id).where(ScoreSheet.key.in_(self.round.sheets.values()))
        revisions = db.session.query(ScoreSheetRevision).where(ScoreSheetRevision.sheet_id.in_(sheets))
        kept = Counter((row.client_id, row.receipt) for row in revisions)
        told = [pair for juror in self.jurors for pair in juror.acknowledged.items()]
        ids = Counter(client for client, _ in kept.elements())
        return {
            "acknowledged": len(told),
            "lost": sum(pair not in kept for pair in told),
            "doubled": sum(number > 1 for number in ids.values()),
            "wrong": self._wrong_sheets(sum(kept.values())),
            "unanswered": sum(juror.unanswered for juror in self.jurors),
        }

    def _wrong_sheets(self, revisions: int) -> list[str]:
        """Answers that were refused, faults of the log, and a log that holds another number of ballots."""
        round_ = db.session.get_one(SelectionRound, self.round.round_id)
        wrong = [fault for juror in self.jurors for fault in juror.wrong]
        wrong += [str(fault) for fault in find_round_faults(round_, check_signature)]
        ballots = sum(leaf.kind == "ballot" for leaf in log.list_leaves(self.round.round_id))
        if ballots != revisions:
            wrong.append(f"{revisions} revisions, {ballots} ballots in the log")
        return wrong

    def _captures(self) -> dict[str, Any]:
        kept = Counter(db.session.scalars(select(EpcisEvent.event_id)))
        jobs = set(db.session.scalars(select(CaptureJob.key)))
        told = self.partner.acknowledged
        return {
            "acknowledged": len(told),
            "lost": sum(
                kept[name] == 0 or where.rpartition("/")[2] not in jobs for name, where in told.items()
            ),
            "doubled": sum(kept[name] > 1 for name in told),
            "wrong": list(self.partner.wrong),
            "unanswered": self.partner.unanswered,
        }

    def _runs(self) -> dict[str, Any]:
        rows = db.session.scalars(
            select(LabelRun).where(LabelRun.lot_id == self.lot_id, LabelRun.id != self.run_id)
        ).all()
        found = Counter(row.purpose for row in rows)
        codes = Counter(db.session.scalars(select(TraceCode.run_id).where(TraceCode.run_id.is_not(None))))
        wrong = list(self.printer.wrong)
        wrong += [
            f"run {row.id} has {codes[row.id]} codes"
            for row in rows
            if codes[row.id] != self.printer.quantity
        ]
        wrong += [f"run {row.id} is {row.state}" for row in rows if row.state != "done"]
        return {
            "acknowledged": len(self.printer.acknowledged),
            "lost": sum(found[name] == 0 for name in self.printer.acknowledged),
            "doubled": sum(number > 1 for number in found.values()),
            "wrong": wrong,
            "unanswered": self.printer.unanswered,
        }

    def _pages(self) -> dict[str, Any]:
        return {
            "acknowledged": sum(buyer.opened for buyer in self.buyers),
            "lost": 0,
            "doubled": 0,
            "wrong": [fault for buyer in self.buyers for fault in buyer.wrong],
            "unanswered": sum(buyer.unanswered for buyer in self.buyers),
        }
