"""The messages of the programme's refusals."""

from app.web.i18n import N_
from app.web.messages import register_messages
from voting import messages as voting_messages  # noqa: F401  # some codes are shared with the selection

register_messages(
    {
        "activity_for_officers": N_(
            "What was accepted, or what anyone sees, is changed by an officer of the area."
        ),
        "not_your_programme": N_("This programme is outside the area you serve."),
        "programme_slug_taken": N_("There is a programme with this address already."),
        "target_code_twice": N_("This programme has a target with this code already."),
        "version_day_twice": N_("This target was amended from this day on already."),
        "target_number_low": N_("Write a number above zero, or leave it empty."),
        "amendment_day": N_("The amendment must begin after the programme and before its end."),
        "programme_json": N_("This is no programme in JSON: it needs “programme” and “targets”."),
        "programme_columns": N_(
            "A line with these headings is missing: %(names)s. Start from the model file."
        ),
        "programme_without_title": N_("The title of the programme is missing."),
        "programme_level": N_("Say of which level the programme is: “quốc gia” or “tỉnh”."),
        "programme_without_targets": N_("The file has no target."),
        "programme_too_long": N_("A programme has at most %(most)s targets."),
        "programme_day": N_("“%(name)s” is missing or is no day. Write it as 22/11/2026."),
        "programme_unit": N_("There was no province “%(typed)s” when the programme began."),
        "programme_words_of_all": N_(
            "Measures and kinds of activities are shared by all programmes: an officer of the nation adds %(names)s."
        ),
        "programme_replaces_other": N_(
            "You cannot replace the programme “%(typed)s”: it is outside the area you serve."
        ),
        "programme_with_facts": N_("A file of a programme brings no facts: enter them at their target."),
        "programme_there": N_(
            "This programme is loaded already and %(count)s of its targets differ. "
            "Say which decision amended them, and from which day on."
        ),
        "row_code_twice": N_("Line %(line)s: the code %(typed)s stands twice."),
        "row_incomplete": N_("Line %(line)s: fill in %(names)s."),
        "row_too_long": N_("Line %(line)s: a text is longer than %(most)s characters."),
        "row_number": N_("Line %(line)s: “%(typed)s” is no whole number above zero."),
        "row_measure": N_("Line %(line)s: there is no measure “%(typed)s”."),
        "fact_counted_already": N_("This counts towards the target already."),
        "fact_number_low": N_("Write a whole number above zero."),
        "fact_other_measure": N_("This target counts in another measure."),
        "fact_other_kind": N_("This target does not count things of this kind."),
        "fact_outside_years": N_("This day is outside the years of the programme."),
        "fact_other_area": N_("On that day this place was not in the province of the programme."),
        "fact_without_document": N_("Name the document that proves it."),
        "fact_accepted_by_second": N_("A second person accepts it."),
        "commune_not_here": N_(
            "There is no commune “%(typed)s” in this province today. Write its name of today, or leave it empty."
        ),
        "commune_without_province": N_("Choose the province in which this commune lies."),
        "fact_settled": N_("This was accepted or withdrawn before."),
        "fact_of_this_site": N_("This is worked out from what the site keeps: correct it at its source."),
        "fact_of_activity": N_("This follows an activity: correct, accept or cancel it there."),
        "fact_second_person": N_("Somebody other than who entered or last changed it has to confirm it."),
        "activity_of_proposal": N_("It was carried out for the proposal “%(title)s”: go on there."),
        "activity_settled": N_("This activity has been accepted or cancelled."),
        "activity_files_full": N_("An activity has at most %(limit)s files."),
        "activity_paper_private": N_("Only pictures can be public."),
        "activity_place_gone": N_("This fair or showroom is not there any more. Choose another."),
        "activity_without_number": N_("Say how many, or which facilities were helped."),
        "unit_then_unknown": N_("On that day this place was several provinces: choose the one it was then."),
        "used_above_planned": N_("More was used than planned. Change the plan first."),
        "part_too_large": N_("A part cannot be more than all learners."),
        "whole_number": N_("Write a whole number, for example 1.500."),
        "other_numbers": N_("Write measures with numbers, for example gian hàng: 4; máy: 2."),
        "print_like_counted": N_(
            "Copies like these are counted already: %(counted)s. Write in the column “Print run” its document or title "
            "if it is one of them, or “other” if it is another print run."
        ),
        "print_there": N_("These copies were entered as an activity already: nothing was saved."),
        "print_run_unknown": N_("No copies near this day are counted under “%(typed)s”."),
        "kind_of_activity": N_("There is no such kind of activity. Use a name of the model file."),
        "province_unknown_then": N_("There was no province “%(typed)s” on that day."),
        "beneficiary_several": N_("Several facilities are called “%(typed)s”. Give the registration number."),
        "beneficiary_unknown": N_("There is no verified facility “%(typed)s” here."),
        "mark_unknown": N_("None of the facilities named has a trademark “%(typed)s”."),
        "mark_several": N_("Several trademarks are called “%(typed)s”. Give the number of the application."),
        "mark_twice": N_(
            "“%(typed)s” is a second trademark of a facility: enter it as an activity of its own."
        ),
        "measure_of_kind": N_("This kind of activity is not counted in “%(typed)s”."),
        "report_there": N_("This period has been reported already."),
        "report_period": N_("Choose a period of the programme."),
        "report_too_early": N_("This period is not over yet."),
        "report_settled": N_("This report is not open for that."),
        "report_second_person": N_("You prepared it: another person signs it."),
        "report_after_later": N_("A later period is signed already. Corrections go into the next report."),
        "report_from_above": N_("A signed report is opened again by the level above alone."),
        "facility_twice": N_("A facility is named twice."),
    }
)
