"""What refusals after the count say."""

from app.web.i18n import N_
from app.web.messages import known_codes, register_messages
from voting import messages  # noqa: F401  # those that are shared stand there
from voting.labels_after import OBSTACLES

register_messages(
    {
        "part_of_set": N_("This entry is part of a set. Decide on the set, or take it apart first."),
        "sheets_too_far_apart": N_(
            "%(count)s sheets lie too far from the others. The chair gives them back to be scored again first."
        ),
        "nothing_too_far_apart": N_("No sheet lies too far from the others, or not all sheets are in."),
        "set_of_two_facilities": N_("A set holds products of one facility only."),
        "set_of_two_groups": N_("A set holds products of one group only."),
        "already_in_set": N_("One of these entries is in a set already, or no longer in the selection."),
        "set_below_mark": N_("Every member of a set must reach the pass mark."),
        "set_dissolved": N_("This set has been taken apart already."),
        "complaints_closed": N_("The time to complain is over, or no list has been published yet."),
        "complaint_open": N_("Your earlier complaint about this entry still waits for its answer."),
        "complaint_answered": N_("This complaint has been answered already."),
        "complaints_open": N_(
            "%(count)s complaints still wait for an answer. Answer them before the decision."
        ),
        "nothing_to_complain": N_("There is no result to complain of for this entry."),
        "choose_outcome": N_("Choose what the council found."),
        "not_published": N_("Entries are sent up from a published result that still stands."),
        "not_recognised": N_("Only recognised entries are sent up."),
        "already_promoted": N_("One of these entries has been sent up to this level already."),
        "over_quota": N_("The rules allow at most %(limit)s entries to be sent up; these make %(count)s."),
        "nothing_to_promote": N_("Choose the entries to send up first."),
    }
)
register_messages({code: text for code, text in OBSTACLES.items() if code not in known_codes()})
