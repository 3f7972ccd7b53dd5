"""What a facility is told of its labels: those whose scans are odd, until somebody has looked."""

from app.backoffice.tasks.traceability import own_lots
from app.core.clock import utc_now
from app.core.database.transaction import transaction
from tests.helpers import only
from traceability.models import CodeSignal


def test_facility_is_told_of_its_odd_labels_until_they_are_closed(app, factory):
    lot, now = factory.lot(), utc_now()
    member, other = factory.member_actor(lot.facility), factory.member_actor(factory.facility())
    code_id = factory.lot_code(lot).id
    with transaction() as session:
        session.add(
            CodeSignal(
                code_id=code_id,
                kind="spread",
                scans=9,
                provinces=7,
                first_at=now,
                last_at=now,
                created_at=now,
            )
        )

    def told(actor):
        with app.test_request_context():
            return [(task.count, task.state) for task in own_lots(actor) if task.title == "Tem cần xem xét"]

    assert (told(member), told(other)) == ([(1, "problem")], [])
    with transaction():
        only(CodeSignal).closed_at = now
    assert told(member) == []
