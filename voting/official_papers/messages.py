"""What the refusals of the office's papers say."""

from app.web.i18n import N_
from app.web.messages import register_messages

register_messages(
    {
        "fill_in": N_("Fill in this field."),
        "scoring_still_open": N_("Remarks are released after scoring is closed."),
        "remark_names_juror": N_("This names the juror %(name)s. Write it in words that name no juror."),
        "remark_of_entry_names_juror": N_(
            "The remarks on entry %(entry)s name the juror %(name)s. Release them in words of your own."
        ),
        "remark_of_entry_too_long": N_(
            "The remarks on entry %(entry)s are longer than %(most)s characters. Release them in words of your own."
        ),
        "remark_too_long": N_("Write at most %(most)s characters."),
        "money_for_recognised_only": N_("Only a recognised entry has a grade and money."),
        "amount_not_positive": N_("Give an amount of whole đồng above nought."),
        "amount_not_whole": N_("Give whole đồng."),
        "paid_without_amount": N_("Give the amount that was paid."),
        "dossier_received": N_("A dossier of this entry has been received already."),
        "dossier_code_taken": N_("This code has just been given. Receive the dossier again."),
        "dossier_answered": N_("This dossier is answered, or waits for its facility: no such step is open."),
        "dossier_not_called": N_("Nothing was asked for, so nothing is missing."),
        "dossier_without_term": N_("This dossier has no term that could be extended."),
        "sets_missing": N_("Give the number of full sets, at least one."),
        "copies_out_of_range": N_("Give a number of copies from 0 to %(most)s."),
        "term_out_of_range": N_("A term has 1 to %(most)s working days."),
        "entry_takes_no_samples": N_("This entry takes no samples any more."),
        "count_missing": N_("Give the number of pieces, at least one."),
        "sample_gone": N_("This sample is no longer here."),
        "sample_label_taken": N_("This label has just been given. Receive the sample again."),
        "support_is_juror": N_("%(email)s judges in this round and cannot be in its support team."),
        "no_entry_to_visit": N_("This facility has no entry in the round."),
        "visit_judged_by": N_("Scoring is closed: what the jury judged by is no longer changed."),
        "visit_text_too_long": N_("Write at most %(most)s characters."),
        "visit_pictures_full": N_("A visit has at most %(most)s pictures."),
        "paper_number_taken": N_("Another paper of this series has this number in that year."),
        "paper_numbered": N_("This paper has just been given a number."),
        "paper_number_range": N_("The number must be between 1 and %(most)s."),
    }
)
