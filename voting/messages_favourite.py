"""What refusals of the public's favourite say."""

from app.web.i18n import N_
from app.web.messages import register_messages

register_messages(
    {
        "favourite_not_yet": N_("The public votes after the decision is published."),
        "favourite_dates": N_("The end must lie after the opening and after now."),
        "favourite_running": N_("The vote is open or over: its time can no longer be changed."),
        "favourite_closed": N_("Voting is not open at the moment."),
        "favourite_voted": N_("This address has voted already"),
        "favourite_published": N_("The counts are published already."),
        "favourite_still_open": N_("The vote is still open. Publish the counts after its end."),
    }
)
