"""The messages for what the back office refuses."""

from app.web.i18n import N_
from app.web.messages import register_messages

register_messages({"facility_unknown": N_("There is no facility with this address.")})
