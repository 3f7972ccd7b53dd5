"""Which members of a facility a letter about a review reaches."""

from app.accounts.models import Membership
from app.accounts.notifications.models import Notification
from app.core.database.base import db
from app.core.database.transaction import transaction
from catalog.review.mails import write_letter


def test_who_keeps_lots_alone_is_told_whether_they_go_on_and_no_reasons(factory):
    facility = factory.facility(name="Gốm Bàu")
    people = {
        duty: factory.user("facility", facility_id=facility.id) for duty in ("owner", "editor", "recorder")
    }
    with transaction() as session:
        for duty, person in people.items():
            session.query(Membership).filter_by(user_id=person.id).update({"duty": duty})
    with transaction():
        write_letter("facility_returned", facility.id, text="Số này không có.")
        write_letter("facility_suspended", facility.id)
    told = {
        duty: [row.subject for row in db.session.query(Notification).filter_by(user_id=person.id)]
        for duty, person in people.items()
    }
    both = ["Gốm Bàu: cần chỉnh sửa hồ sơ đăng ký", "Gốm Bàu bị tạm đình chỉ"]
    assert told == {"owner": both, "editor": both, "recorder": both[1:]}
