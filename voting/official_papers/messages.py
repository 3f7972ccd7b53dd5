"""What the refusals of the office's papers say."""

from app.web.i18n import N_
from app.web.messages import register_messages

register_messages(
    {
        "fill_in": N_("Fill in this field."),
        "paper_number_taken": N_("Another paper of this series has this number in that year."),
        "paper_numbered": N_("This paper has just been given a number."),
        "paper_number_range": N_("The number must be between 1 and %(most)s."),
    }
)
