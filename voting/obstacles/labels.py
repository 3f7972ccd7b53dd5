"""Words for what stands in the way of the next step, and for who can lift it."""

from app.web.i18n import N_

STAGE_OBSTACLES = {
    "council_incomplete": N_("The council has no chair or no secretary."),
    "jury_too_small": N_("The jury is smaller than %(count)s, which the rules require: %(names)s."),
    "dossiers_waiting": N_("Dossiers that nobody has accepted or returned: %(count)s."),
    "no_entries": N_("No dossier has been accepted yet."),
    "conflicts_not_looked_at": N_(
        "Connections of jurors with entrants that nobody has looked at: %(count)s."
    ),
    "conflicts_waiting": N_(
        "Conflicts of interest without a decision: %(count)s. Until then these jurors stand aside."
    ),
    "sheets_too_far_apart": N_("Sheets that lie further apart than the rules allow: %(count)s."),
    "sheets_missing": N_("Sheets that are not submitted: %(count)s."),
    "entries_short": N_("Jurors that entries lack: %(count)s (%(names)s)."),
    "nothing_passed": N_("No entry reached the pass mark in the first pass."),
    "entries_undecided": N_("Entries without a decision of the council: %(count)s."),
    "votes_of_absent": N_("Entries whose votes do not fit those present at the session: %(names)s."),
    "recognised_over_cap": N_("More entries are to be recognised than the rules allow: %(count)s too many."),
    "complaints_open": N_("Complaints without an answer: %(count)s."),
    "complaint_upheld": N_("Complaints that were upheld and that the list does not follow yet: %(names)s."),
    "upheld_before_archive": N_("Complaints upheld after the publication: %(names)s."),
    "decision_missing": N_("Number, date and signer of the decision are not recorded."),
    "complaints_run": N_("Entrants may complain until the end of %(until)s."),
    "entries_not_eligible": N_("Entries that no longer meet the conditions: %(count)s."),
}
HOW_LIFTED = {
    "council_incomplete": N_("The officer appoints them."),
    "jury_too_small": N_("The officer appoints more jurors."),
    "dossiers_waiting": N_("The secretary accepts or returns them."),
    "no_entries": N_("The officer extends the time for entries."),
    "conflicts_not_looked_at": N_(
        "Chair, secretary or officer let the register be searched; the chair decides."
    ),
    "conflicts_waiting": N_("The chair confirms or refuses them."),
    "sheets_too_far_apart": N_("The chair returns them to be scored again."),
    "sheets_missing": N_(
        "The jurors submit them; else chair and secretary give the reason for closing without them."
    ),
    "entries_short": N_(
        "The chair appoints one more juror; else chair and secretary give the reason for closing."
    ),
    "nothing_passed": N_("Chair and secretary open the first pass again, or annul the round."),
    "entries_undecided": N_("The council decides on them."),
    "votes_of_absent": N_("The council decides on them again, or records the session as it was."),
    "recognised_over_cap": N_("The council decides again on some of them."),
    "complaints_open": N_("Chair or secretary answer them."),
    "complaint_upheld": N_("Chair and secretary return the list to the council."),
    "upheld_before_archive": N_("Chair and secretary annul the round; in the archive nobody can."),
    "decision_missing": N_("Chair or secretary enter them."),
    "complaints_run": N_("Nobody: the days to complain are given by law."),
    "entries_not_eligible": N_(
        "Or the entry leaves the round: its facility withdraws it, or chair or secretary disqualify it."
    ),
}
PAGES = {
    "council_incomplete": "voting.seat_council",
    "dossiers_waiting": "voting.accept_several",
    "no_entries": "voting.extend_entries",
    "conflicts_not_looked_at": "voting.conflicts",
    "sheets_too_far_apart": "voting.close_scoring",
    "entries_undecided": "voting.follow_count",
    "votes_of_absent": "voting.board",
    "recognised_over_cap": "voting.board",
    "complaints_open": "voting.council_complaints",
    "complaint_upheld": "voting.return_to_council",
    "upheld_before_archive": "voting.annul_round",
    "decision_missing": "voting.decision",
}
"""Where it is lifted, for those who may open that page; not named where the page of the round itself is the place."""
HOW_ELIGIBLE = {
    "facility_not_verified": N_("An officer of the area verifies the facility again."),
    "product_not_published": N_("The facility submits the product again and an officer releases it."),
    "lower_certificate_missing": N_("The authority of the level below recognises the product."),
    "lower_certificate_expired": N_(
        "The authority that issued the certificate lifts its suspension or issues another."
    ),
    "not_promoted": N_("The council of the level below sends the product up."),
}
"""By the obstacle of an entry; others are lifted by nobody but the entry's leaving."""
