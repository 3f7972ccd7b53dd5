"""The mail that invites into a facility."""

from app.web.addresses import absolute_url
from app.web.i18n import translate
from app.web.mails import post_template
from catalog.members.labels import DUTIES
from catalog.models import FacilityInvitation


def mail_invitation(row: FacilityInvitation, key: str, *, by: str, locale: str) -> None:
    """by: who invites."""
    post_template(
        row.email,
        "facility_invite",
        locale=locale,
        facility=row.facility.name,
        by=by,
        duty=translate(DUTIES[row.duty], locale),
        url=absolute_url("catalog.join", locale=locale, key=key),
        until=row.expires_at,
    )
