"""The messages of the programme's refusals."""

from app.web.i18n import N_
from app.web.messages import register_messages
from voting import messages as voting_messages  # noqa: F401  # some codes are shared with the selection

register_messages(
    {
        "not_your_programme": N_("This programme is outside the area you serve."),
        "programme_slug_taken": N_("There is a programme with this address already."),
        "target_code_twice": N_("This programme has a target with this code already."),
        "version_day_twice": N_("This target was amended from this day on already."),
        "target_number_low": N_("Write a number above zero, or leave it empty."),
    }
)
