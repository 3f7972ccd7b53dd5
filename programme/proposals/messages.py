"""The messages of refusals about proposals, their years and councils."""

from app.web.i18n import N_
from app.web.messages import register_messages

register_messages(
    {
        "plan_year": N_("Write a year between 2000 and 2200."),
        "plan_year_there": N_("This year is there already."),
        "plan_days_in_order": N_("The last day for the dossier is not before the last day of registration."),
        "plan_days_of_year": N_("These days lie in the year of the plan or in the two years before it."),
        "offer_there": N_("This may be asked for in this year already."),
        "offer_asked": N_("This was asked for already, so it stays."),
        "plan_paper_there": N_("The dossiers of this year hold this paper already."),
        "plan_paper_given": N_("A dossier holds this paper already, so it stays."),
        "plan_paper_unknown": N_("Choose one of the papers offered."),
        "plan_papers_full": N_("A year asks for at most %(limit)s papers."),
        "dossier_papers_missing": N_("These papers are missing: %(names)s."),
        "proposal_papers_full": N_("A dossier has at most %(limit)s files."),
        "proposal_papers_looked_at": N_("A council looks at the dossier now, so it stays as it is."),
        "proposal_paper_handed_in": N_(
            "The dossier is handed in with this paper. Add a better one beside it, or have the proposal returned."
        ),
        "registration_over": N_("The last day was %(day)s."),
        "dossier_over": N_("The last day for the dossier was %(day)s."),
        "proposal_settled": N_("The proposal does not stand where this could be done."),
        "proposal_without_need": N_("Write why it is needed, then register it."),
        "proposal_asks_nothing": N_("Say how much promotion money is asked for."),
        "proposal_quantity": N_("Write a whole number from 1 to a million."),
        "proposal_facility_not_verified": N_(
            "The facility is not verified now, so nothing is granted to it."
        ),
        "asked_above_most": N_("At most %(most)s đồng of promotion money may be asked for."),
        "product_of_another": N_("Choose products of this facility."),
        "mark_of_another": N_("Choose a trademark of this facility."),
        "support_is_proposal": N_("This wish is a proposal already."),
        "proposal_is_local": N_("It asks for no money of the nation: the province decides on it."),
        "proposal_without_dossier": N_("The dossier is not handed in yet."),
        "proposal_not_accepted_by_council": N_("No council has found it carried out yet."),
        "approved_above_asked": N_("This is more than was asked for."),
        "used_above_approved": N_("This is more than was approved. Have the approval amended first."),
        "council_not_now": N_("The proposal waits for no council now."),
        "council_there": N_("A council is called already."),
        "council_too_large": N_("Choose at most %(limit)s members."),
        "council_two_people": N_("Chair and secretary are two people."),
        "council_seat": N_("Choose a person who may sit in a council."),
        "council_successor": N_(
            "Choose who takes the seat: a person who may sit and has no other post in this council."
        ),
        "council_own_facility": N_("%(name)s belongs to the facility that asks."),
        "council_before_registration": N_("The proposal was not registered yet on this day."),
        "council_minutes_of_two": N_("Chair and secretary write and sign the minutes."),
        "council_closed": N_("This council is closed: the proposal went on without it."),
        "council_signed": N_("The minutes are signed: nothing of them changes."),
        "council_signed_by_you": N_("You have signed already."),
        "council_without_minutes": N_("Write the minutes first."),
        "council_silent": N_("These have not said what they find: %(names)s."),
        "seat_twice": N_("A person sits in a council once."),
    }
)
