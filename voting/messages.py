"""The messages of the selection's refusals."""

from app.web.i18n import N_
from app.web.messages import known_codes, register_messages
from catalog import messages as catalog_messages  # noqa: F401  # some codes are shared with the catalogue
from voting.official_papers import messages as office_messages  # noqa: F401  # registers its own
from voting.promotion.labels import OBSTACLES

register_messages(
    {
        "transfer_in_round": N_("A selection round has this product. Hand it on when the round is over."),
        "not_your_round": N_("You have no seat in this round."),
        "not_your_area": N_("This round is outside the area you serve."),
        "not_your_facility": N_("You do not belong to this facility."),
        "signer_is_juror": N_("A juror of this round may not sign for the council."),
        "second_factor_needed": N_("Sign in with your second factor first."),
        "dossier_locked": N_("This dossier has been handed in and can no longer be changed."),
        "round_frozen": N_(
            "Scoring has been opened: rules, council and juries of this round can no longer be changed."
        ),
        "act_not_open": N_("The round has moved on: this step is no longer open."),
        "two_people_required": N_("This act needs the signatures of chair and secretary."),
        "one_chair": N_("Name exactly one chair."),
        "one_secretary": N_("Name exactly one secretary."),
        "person_twice": N_("The same person is named twice."),
        "officer_is_juror": N_("A person who runs a round cannot be one of its jurors."),
        "council_and_jury": N_("One person cannot sit in the council and in the jury of the same round."),
        "no_such_account": N_(
            "There is no active account %(email)s. Ask an administrator to invite this person first."
        ),
        "account_lacks_role": N_("The account %(email)s does not have this role yet. An administrator can give it."),
        "unknown_group": N_("Choose one of the product groups."),
        "unknown_rule_set": N_("Choose a rule set."),
        "dates_out_of_order": N_("This time must be later than the one before it."),
        "entries_closed": N_("The round is not open for entries at the moment."),
        "product_not_published": N_("Only a published product of a verified facility can be entered."),
        "other_area": N_("The facility is outside the area of this round."),
        "already_entered": N_("This product is already entered in this round."),
        "choose_set_case": N_("Say in which of the three ways these products form a set."),
        "set_items_missing": N_("Name what is in the set, one per line: at least %(minimum)s products."),
        "unknown_document_kind": N_("Choose what kind of paper this is."),
        "dossier_incomplete": N_("The dossier is not complete yet. See the check list."),
        "reason_needed": N_("Give a reason."),
        "reason_needed_against_score": N_("This differs from the score: give the council's reason."),
        "conflict_decided": N_("This has been decided already."),
        "dossiers_waiting": N_("%(count)s dossiers still wait for the secretary. Accept or return them first."),
        "no_entries": N_("No dossier has been accepted yet."),
        "jury_too_small": N_(
            "The jury of one group is too small: the rules require %(minimum)s sheets "
"per entry, %(count)s jurors are appointed."
        ),
        "council_incomplete": N_("Appoint a chair and a secretary first."),
        "no_such_juror": N_("This juror is not in the round."),
        "sheet_given_up": N_(
            "Entry %(entry)s is scored by another juror now, so this sheet is not taken. What you typed stays with you."
        ),
        "scoring_closed": N_("Scoring is closed. What you sent has not been counted."),
        "already_submitted": N_("You have submitted this sheet already."),
        "share_too_few": N_(
            "Entry %(entry)s has only %(able)s jurors without a conflict of interest, %(wanted)s are wanted."
        ),
        "share_over_jury": N_("The jury has %(count)s members: an entry cannot have more."),
        "too_few_experts": N_("One group has only %(able)s experts who are free. Choose fewer or add to the pool."),
        "proposal_changed": N_("The pool has changed since: look at the new proposal."),
        "choose_dossiers": N_("Tick the dossiers to accept."),
        "dossiers_moved_on": N_("A ticked dossier does not wait any more. The list below is as it is now."),
        "dossiers_not_ready": N_("Not complete or no longer eligible: %(names)s."),
        "choose_entries": N_("Tick the entries to decide on."),
        "choose_remarks": N_("Tick the entries whose remarks are released."),
        "remarks_moved_on": N_("A ticked remark is released already or its entry has left. Look at the new list."),
        "entries_moved_on": N_("A ticked entry is decided already, or has left. The list below is as it is now."),
        "nothing_to_follow": N_("No entry is left that the count decides."),
        "choose_sheet": N_("Choose one of the sheets that this juror has submitted."),
        "sheet_not_submitted": N_("This sheet waits for its juror already: it is not submitted."),
        "sheet_changed": N_("This sheet was saved from another device in the meantime. Choose which version to keep."),
        "entry_withdrawn": N_("This entry is no longer in the round."),
        "unknown_criterion": N_("There is no criterion “%(criterion)s” on this sheet."),
        "score_missing": N_("Give a score."),
        "score_too_high": N_("Give at most %(maximum)s."),
        "score_not_a_number": N_("Write the score as a number, such as 35 or 35.5."),
        "bad_json": N_("The body is not a JSON object."),
        "wrong_type": N_("The field “%(name)s” has the wrong type."),
        "choose_files": N_("Choose one to %(limit)s files."),
        "bad_client_id": N_("The request has no valid client_id (a UUID)."),
        "signed_already": N_("You have signed already. The other person has to sign now."),
        "sheets_missing": N_("%(count)s sheets are missing. Give the reason for closing without them."),
        "not_in_council": N_("The council is not in session for this round."),
        "entries_undecided": N_("%(count)s entries have no decision yet."),
        "quorum_missing": N_("At least %(least)s of the %(seats)s members of the council must vote."),
        "votes_say_otherwise": N_("The votes do not match the decision. Check both."),
        "recognised_over_cap": N_(
            "The rules allow at most %(most)s entries to be recognised; there are "
"%(count)s. Change some decisions first."
        ),
        "entries_not_eligible": N_(
            "%(count)s entries no longer meet the conditions: %(names)s. Return or "
"disqualify them, or have the cause corrected first."
        ),
        "complaint_upheld": N_(
            "Complaint %(codes)s was upheld: return the list to the council and act on it first."
        ),
        "upheld_before_archive": N_(
            "Complaint %(codes)s was upheld after the publication: chair and secretary annul the round; "
"the archive would make that impossible."
        ),
        "conflicts_not_looked_at": N_(
            "The register shows %(count)s connections of jurors with entrants that nobody has looked at. Look for "
"conflicts on the page of the round; the chair decides."
        ),
        "scan_replaced": N_(
            "Somebody kept another scan since you opened this page. If yours is the right one, choose it again."
        ),
        "round_over": N_("The round is archived or annulled: nothing of it is changed any more."),
        "answer_on_day_off": N_("The office is closed on that day: the next working day is %(day)s."),
        "extension_too_long": N_("The answer is due within a year: by %(until)s at the latest."),
        "plan_without_number": N_("Give the plan its number and day first."),
        "complaints_run": N_("The time to complain runs until the end of %(until)s: the round can be "
"archived after that."),
        "votes_needed_against_score": N_(
            "This differs from the score: it needs a vote. Give the votes for and against."
        ),
        "session_needed": N_("Record the session of the council with those present first."),
        "session_without_quorum": N_("At least %(least)s of the %(seats)s members of the council must be present."),
        "votes_differ": N_("The members' votes make %(count)s. Leave this empty, or correct one of them."),
        "vote_of_absent": N_("Only members who are present at the session vote. Record the session again if need be."),
        "votes_of_absent": N_(
            "The votes on %(codes)s do not fit those present at the session as it was recorded last. Decide on these "
"entries again, or record the session as it was."
        ),
        "votes_beyond_present": N_("Only %(present)s members were present: the votes cannot be more."),
        "client_id_used": N_("This client_id was used for other content. Send the sheet with a new one."),
        "clock_went_back": N_("The server's clock is behind the last record of this round. Nothing was saved."),
        "declaration_missing": N_(
            "This juror has not declared connections yet. Enter the declaration made on paper first."
        ),
        "deadline_not_later": N_("The new deadline must be in the future and later than the current one."),
        "not_ready_to_publish": N_("The round is not ready to be published."),
        "decision_missing": N_("Enter number, date and signer of the decision first."),
        "valid_until_before_issue": N_("The certificates must be valid beyond the day of the decision."),
    }
)  # fmt: skip


register_messages(
    {
        "favourite_not_yet": N_("The public votes after the decision is published."),
        "favourite_dates": N_("The end must be after the opening and in the future."),
        "favourite_running": N_("The vote is open or over: its time can no longer be changed."),
        "list_unreadable": N_("This is not the file of a list upward."),
        "list_not_signed": N_("The signature of this file is missing or wrong: it is not what was signed."),
        "list_of_another_level": N_("This list is of another level than the one below this round."),
        "list_taken_in": N_("This list has been taken in already."),
        "list_certificate_taken": N_("Certificate %(number)s belongs to another product here."),
        "list_entry_refused": N_("Entry %(number)s, “%(product)s”, may not enter:"),
        "favourite_out": N_(
            "The recognition of this product no longer holds, so nobody votes for it any more."
        ),
        "favourite_closed": N_("Voting is not open at the moment."),
        "favourite_voted": N_("This address has voted already"),
        "favourite_published": N_("The counts are published already."),
        "favourite_still_open": N_("The vote is still open. Publish the counts after its end."),
    }
)


register_messages(
    {
        "part_of_set": N_("This entry is part of a set. Decide on the set, or dissolve it first."),
        "sheets_too_far_apart": N_(
            "%(count)s sheets differ too much from the others. The chair has to return "
            "them to be scored again first."
        ),
        "nothing_too_far_apart": N_("No sheet differs too much from the others."),
        "set_of_two_facilities": N_("A set holds products of one facility only."),
        "set_of_two_groups": N_("A set holds products of one group only."),
        "already_in_set": N_("One of these entries is in a set already, or no longer in the selection."),
        "set_below_mark": N_("Every member of a set must reach the pass mark."),
        "set_dissolved": N_("This set has already been dissolved."),
        "complaints_closed": N_("The time to complain is over, or no list has been published yet."),
        "complaint_open": N_("Your earlier complaint about this entry still waits for its answer."),
        "complaint_answered": N_("This complaint has been answered already."),
        "complaints_open": N_("%(count)s complaints still wait for an answer. Answer them first."),
        "nothing_to_complain": N_("There is no result to complain about for this entry."),
        "choose_outcome": N_("Choose what the council found."),
        "not_published": N_("Entries are sent up from a published result that is still valid."),
        "not_recognised": N_("Only recognised entries are sent up."),
        "already_promoted": N_("One of these entries has been sent up to this level already."),
        "over_quota": N_("The rules allow at most %(limit)s entries to be sent up; these make %(count)s."),
        "nothing_to_promote": N_("Choose the entries to send up first."),
    }
)


register_messages({code: text for code, text in OBSTACLES.items() if code not in known_codes()})
