"""The messages of refusals about rounds for titles and their candidates."""

from app.web.i18n import N_
from app.web.messages import register_messages

register_messages(
    {
        "title_second_person": N_("You prepared the decision: another person publishes it."),
        "title_round_level": N_("Say of which province the round is."),
        "title_round_gives": N_("A province proposes titles of the state to the ministry; it does not give them."),
        "title_round_ends": N_("A round of the ministry ends in the title."),
        "title_round_year": N_("Write a year from 1990 to 2200."),
        "title_round_days": N_("The last day is before the day of the notice."),
        "title_percent": N_("Write a share from 1 to 100."),
        "title_round_settled": N_("This round does not take that any more."),
        "title_round_begun": N_("Candidates were put forward: title, level and province stay as they are."),
        "title_council_missing": N_("Say first which council judges, when it met and how many members it has."),
        "title_members": N_("A council has 1 to 200 members."),
        "title_before_last_day": N_("The council meets after the last day for candidates."),
        "title_votes": N_("The votes for it are at most those present, and these at most the members."),
        "title_outcome_missing": N_("What the council found is missing for %(count)s of the candidates."),
        "title_waiting": N_("%(count)s of the candidates still wait to be received or were returned."),
        "title_nobody": N_("Nobody was put forward in this round."),
        "title_decision_early": N_("The decision is not before the meeting of the council."),
        "title_held": N_("Holds this title already: take the candidate out, or correct the page of the artisan."),
        "title_gone_on": N_("The ministry has taken candidates from this round: undo that round first."),
        "title_candidate_there": N_("This artisan was put forward in this round already."),
        "title_candidate_unknown": N_("Choose an artisan of the register."),
        "title_candidate_consent": N_("The artisan has not agreed in writing: record the consent first."),
        "title_candidate_held": N_("This artisan holds the title already."),
        "title_candidate_first": N_(
            "A people’s artisan is an eminent artisan first; the register tells of no such title."
        ),
        "title_candidate_area": N_("This artisan is of another province."),
        "title_candidate_late": N_("The last day was %(day)s."),
        "title_candidate_early": N_("The notice is of %(day)s."),
        "title_candidate_apart": N_(
            "Tick this: who holds or is considered for a title of intangible heritage is not put forward."
        ),
        "title_candidate_settled": N_("This candidate is settled; it does not take that any more."),
        "title_number": N_("Write a whole number up to 1.000.000."),
        "title_papers_full": N_("A candidate has at most %(limit)s files."),
        "title_not_proposed": N_("The province did not propose this artisan for this title."),
    }
)  # fmt: skip
