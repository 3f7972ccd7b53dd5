"""The messages of traceability's refusals."""

from app.web.i18n import N_
from app.web.messages import register_messages

register_messages(
    {
        "best_before_offered": N_(
            "Filled in from the production date and “%(shelf_life)s”. Check, change or "
            "clear it, and send again."
        ),
        "best_before_too_early": N_("The best-before date is before the production date."),
        "code_unknown": N_("This is not an item code of this lot. Scan the label again."),
        "code_too_large": N_(
            "The code needs %(needed_mm)s mm and this label has %(available_mm)s mm: use larger labels."
        ),
        "diary_begun": N_("The diary of this lot has begun: its code can no longer change."),
        "drill_finished": N_("This drill is over: its report can no longer change."),
        "reached_already": N_("This recipient is already recorded."),
        "entry_same_again": N_(
            "The diary already has the same entry for this day. If it happened again, say so as the reason."
        ),
        "event_corrected": N_("This entry has been corrected already."),
        "input_itself": N_("A lot cannot be made from itself."),
        "input_not_public": N_("Raw material has no labels and no public page."),
        "input_unknown": N_("Choose inputs from the lots of this facility."),
        "inputs_missing": N_("Choose at least one lot that went in."),
        "inputs_recalled": N_(
            "These lots are held or recalled: %(lots)s. Leave them out, or say why they are used."
        ),
        "lot_recalled_flow": N_(
            "This lot is on hold or recalled: its goods must not be shipped. If they are "
            "shipped anyway, say why."
        ),
        "more_out_than_in": N_(
            "More leaves lot %(lot)s than it contained: %(out)s of %(made)s %(unit)s. "
            "Correct the number, or say why."
        ),
        "receiver_missing": N_(
            "Enter who receives the goods, so that a recall can reach them. Otherwise say why not."
        ),
        "label_quantity": N_("Print from 1 to %(most)s labels at once."),
        "labels_printed": N_("Labels of this lot are printed: code and dates can no longer change."),
        "label_own": N_("This is a label of this facility itself."),
        "label_unknown": N_(
            "This site has not issued this code, or its lot is not public. Enter the "
            "name and the supplier yourself."
        ),
        "no_code_on_photo": N_("No QR code can be read on this photo. Come closer, or type the code."),
        "several_codes_on_photo": N_("There are several codes on this photo. Take one of a single label."),
        "supply_for_input": N_("Labels of suppliers belong to lots of raw material."),
        "supply_recalled": N_("The supplier’s lot is on hold or recalled: the link stays."),
        "link_form": N_("Enter a full address that begins with https://"),
        "link_host": N_(
            "Links may lead to the facility's own website or to this site only, not to %(host)s."
        ),
        "logo_needs_level": N_("A mark covers part of the code: choose High or Highest error correction."),
        "unreadable": N_("The code cannot be read with this mark. Choose another picture, or none."),
        "lot_code_form": N_("A lot code has 1 to 20 letters A–Z, digits and hyphens."),
        "lot_code_taken": N_("There is a lot with this code already."),
        "lot_not_public": N_("Show the lot to the public first."),
        "portal_profiles_bad": N_("The operator’s file of portal forms cannot be used: %(why)s"),
        "snapshot_stands": N_("The lot is public or labels are printed: its facts can no longer change."),
        "lot_recalled": N_("This lot is on hold or recalled: nothing can be printed."),
        "offset_too_large": N_("Move the print by at most %(most)s mm."),
        "lot_product_unpublished": N_("Lots are opened for published products of verified facilities only."),
        "quantity_form": N_("Give a number above 0, with at most three decimals."),
        "reason_too_short": N_(
            "Say what is wrong in at least %(least)s characters and more than one word: buyers read it."
        ),
        "reading_range": N_("Give a value from %(low)s to %(high)s."),
        "recall_of_officer": N_("An officer ordered this; only an officer can end it."),
        "recall_undone": N_("This has already ended."),
        "recalled_already": N_("This is in force already."),
        "run_not_ready": N_("These labels are still being drawn."),
        "sheet_malformed": N_(
            "Measure the custom sheet: columns, rows, label size (5 to 1,200 mm), "
            "margins and gaps in millimetres."
        ),
        "sheet_no_roll": N_("Thermal printers take rolls: choose one, or print the PDF."),
        "roll_without_mark": N_("A code with a mark is printed from the PDF only."),
        "sheet_off_page": N_("These labels need %(needed_mm)s mm and the page has %(page_mm)s mm."),
        "start_outside": N_("This sheet has places 1 to %(last)s."),
        "text_too_long": N_("The text does not fit on this label: use larger labels."),
        "too_many_unknown_codes": N_(
            "Too many codes that were never issued were asked for from this connection. Wait a minute and scan again."
        ),
        "too_many_links": N_("A product has at most %(limit)s links."),
        "unit_unknown": N_("Choose a unit."),
    }
)
