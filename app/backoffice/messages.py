"""The messages for what the back office refuses."""

from app.web.i18n import N_
from app.web.messages import register_messages

register_messages(
    {
        "facility_unknown": N_("There is no facility with this address."),
        "job_not_stopped": N_("Only a job that failed or was cancelled can be run again."),
        "job_ended": N_("This job has ended already."),
        "mail_handed_over": N_("This mail was handed over already, or is being handed over right now."),
    }
)
