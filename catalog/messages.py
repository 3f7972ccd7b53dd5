"""The messages of the catalogue's refusals."""

from app.web.i18n import N_
from app.web.messages import register_messages

register_messages(
    {
        "claims_here": N_(
            "Write here no claim of healing, of being the best or of a recognition that you do not have: %(claims)s."
        ),
        "unit_not_then": N_("This province was not there on that day: choose the one it was then."),
        "brochure_print_there": N_("This document of this day is noted already, for “%(title)s”."),
        "brochure_counted": N_(
            "Copies like these are counted already: %(counted)s. Tick whether it is one of them or another print run."
        ),
        "brochure_copies": N_("Write how many copies, from 1 to ten million."),
        "draft_saved": N_("This form was saved before. Open the product again to go on with it."),
        "renewal_of_other_kind": N_("A renewed certificate is of the same kind as the one before it."),
        "renewal_before": N_("The renewed certificate is no older than the one before it."),
        "renewed_already": N_("This certificate has been renewed already."),
        "terms_exist": N_("There are terms from this day on already."),
        "scheme_exists": N_("The list has a kind of certificate with this name."),
        "scheme_name_form": N_("Give a fuller name, with letters or digits."),
        "months_range": N_("Between 1 and %(most)s months."),
        "issuer_line": N_(
            "Line %(line)s cannot be read. Write the name, then stars and days, with | between them."
        ),
        "unit_missing": N_("Give the unit too, for example 200 g or 500 ml."),
        "choose_paper": N_("Choose the scan or photo of the paper."),
        "picture_too_small": N_(
            "This picture is too small. Use one of at least %(least)s × %(least)s pixels."
        ),
        "award_number_taken": N_("This certificate number is already in use."),
        "commune_unknown": N_("Write the name of a commune, ward or special zone of that province."),
        "choice_unknown": N_("Choose one of the options offered."),
        "consent_missing": N_("The producer has not agreed to be shown by name yet."),
        "consent_required": N_("A household or cooperative group must agree before its pages can be shown."),
        "dates_in_order": N_("The end of validity is before the day of issue."),
        "paper_date_too_early": N_("Check the year of this date."),
        "email_form": N_("Write an e-mail address like ten@example.vn."),
        "facility_not_verified": N_("The facility must be verified before its products can be published."),
        "facility_closed": N_(
            "This facility has stopped working. Contact the department of industry and trade."
        ),
        "facility_merged": N_("This entry was merged into another one of the same facility."),
        "product_merged": N_("This entry was merged into another one of the same product."),
        "merge_same": N_("Both are the same entry. Choose two."),
        "merge_unnamed": N_(
            "The entry that goes is of a person who has not agreed to be named. A merge would name them."
        ),
        "step_unknown": N_("Choose one of the steps of this page."),
        "merge_done": N_("This entry has been merged already."),
        "merge_open": N_("A merge of this entry waits for a second officer already."),
        "merge_not_public": N_("The entry that stays must be public."),
        "merge_other_facility": N_(
            "The two products belong to different facilities. Merge the facilities first."
        ),
        "merge_undo_open": N_("Somebody has asked already to undo this merge."),
        "merge_not_recorded": N_("What this merge moved was not kept at the time. It cannot be undone."),
        "merge_went_on": N_("The entry that stayed was merged into another since. Undo that merge first."),
        "merge_changed_since": N_(
            "These have changed since and cannot go back: %(what)s. Merge or change them by hand instead."
        ),
        "merge_in_the_way": N_("Both entries have the same of these: %(what)s. Settle that first."),
        "facility_suspended": N_("This facility is suspended. Contact the department of industry and trade."),
        "gln_form": N_("A location number (GLN) has 13 digits."),
        "gtin_characters": N_("A GTIN has digits only."),
        "gtin_check_digit": N_("The last digit does not fit the others: one digit is mistyped."),
        "gtin_length": N_("A GTIN has 8, 12, 13 or 14 digits."),
        "gtin_taken": N_("Another product already has this GTIN."),
        "gtin_zero": N_("A GTIN is never all zeros."),
        "listing_incomplete": N_("Something is still missing: see the check list."),
        "nice_classes_form": N_("Nice classes are numbers from 1 to 45, with commas between them."),
        "not_facility_member": N_("Only members of the facility may change this."),
        "not_ending": N_("This paper does not hold any more, or its end is far away."),
        "told_lately": N_("The facility was told of this less than a week ago."),
        "no_members": N_("Nobody keeps this facility on this site, so nobody can be told."),
        "nothing_proposed": N_("No changes are waiting any more."),
        "number_required": N_("Give the number of the application or of the registration."),
        "out_of_scope": N_("This facility is outside the area you serve."),
        "own_facility": N_("You are a member of this facility, so another officer must decide."),
        "paper_in_use": N_("This paper is on a published product. Take it off the product first."),
        "paper_not_found": N_("This paper is not one of this facility's."),
        "phone_form": N_("Write a telephone number like 0901 234 567."),
        "picture_limit": N_("A product shows at most %(limit)s pictures."),
        "picture_order": N_("The pictures have changed in the meantime. Please order them again."),
        "last_picture": N_("A published product keeps at least one picture. Add another one first."),
        "reason_required": N_("Choose a reason or write one."),
        "reason_text_required": N_("Write the reason in a few words."),
        "registration_number_form": N_(
            "Give the tax code (10 digits, or 10-3, or 12) or the number of the business registration."
        ),
        "registration_number_taken": N_("A facility with this number is registered already."),
        "slug_taken": N_("This address was just taken. Please save again."),
        "stars_range": N_("OCOP has 3 to 5 stars."),
        "too_many_facilities": N_("One account may register at most %(limit)s facilities."),
        "unit_not_found": N_("Choose a province or city from the list."),
        "unit_not_in_force": N_("%(unit)s is no longer a province or city of its own. Choose today's."),
        "website_form": N_("Write a web address like https://example.vn."),
        "brochure_empty": N_("There is no product with a valid certificate here."),
        "award_corrected_already": N_("This certificate has been corrected already."),
        "nothing_to_correct": N_("Nothing differs from the current certificate. Enter the correct text."),
        "mark_not_in_force": N_("The certificate is not valid today, so its mark may not be printed."),
        "order_date_range": N_("The decision is signed between the issue of the certificate and today."),
        "second_person_needed": N_("Another officer confirms what you have written down."),
        "import_group_unknown": N_("Use one of the groups in the template file."),
        "import_name_twice": N_("A row above has the same name."),
        "import_paper_unknown": N_(
            "The facility has no paper “%(name)s” here. Add it first, or leave the cell empty."
        ),
        "import_paper_several": N_("Several papers are called “%(name)s”. Write the number."),
        "import_under_way": N_(
            "Another file of this facility is being read or entered. Wait for it, or cancel it."
        ),
        "import_submitted": N_(
            "%(number)s products of this file have been submitted. Withdraw them first, or keep the import."
        ),
        "import_in_use": N_(
            "A product of this file is used elsewhere, for example by a lot. The import stays."
        ),
        "picture_not_in_zip": N_("The ZIP file has no “%(name)s”."),
        "picture_refused": N_("“%(name)s” cannot be used. %(why)s"),
        "pictures_zip": N_("This file is no ZIP file. Put the pictures into one ZIP file."),
        "pictures_many": N_("This ZIP file holds too much. At most %(limit)s pictures at once."),
        "only_recorder": N_("In this facility you keep lots and their diary only. Ask its owner for more."),
        "only_owner": N_("Only an owner of the facility's account may do this."),
        "member_already": N_("This person belongs to the facility already."),
        "invitations_many": N_("At most %(most)s invitations are open at a time. Withdraw one first."),
        "invited_as_other": N_("This invitation is for %(email)s. Sign in with that address."),
        "transfer_to_unknown": N_("No verified facility has this number."),
        "transfer_to_self": N_("The product belongs to this facility already."),
        "transfer_from_unverified": N_("Only a verified facility hands products on."),
        "transfer_open": N_("The product is offered to a facility already."),
        "step_before_application": N_("This day is before the day of application."),
        "support_asked_already": N_("A wish for this mark is open already."),
        "wrong_state": N_("This can no longer be done: see the current state."),
        "year_range": N_("Give a year from 1000 to %(latest)s."),
    }
)
