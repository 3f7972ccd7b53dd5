"""The messages of the EPCIS interface's refusals."""

from app.web.i18n import N_
from app.web.messages import register_messages

register_messages(
    {
        "epcis_capture_behaviour": N_("Write rollback or proceed as GS1-Capture-Error-Behaviour."),
        "epcis_capture_too_large": N_(
            "Send at most %(events)s events and %(megabytes)s MB at once; split what is larger."
        ),
        "epcis_facility_needed": N_("Name one of your facilities by ?facility=, since you act for several."),
        "epcis_invalid": N_("This is not valid EPCIS 2.0; the list of issues says where and why."),
        "epcis_not_acceptable": N_("Answers are EPCIS 2.0 in JSON with identifiers as captured."),
        "epcis_not_found": N_("There is nothing with this name among the events of your facilities."),
        "epcis_one_event": N_("Send one event here; send documents to /capture."),
        "epcis_page_token": N_(
            "This page token belongs to another query or has expired. Start the query again."
        ),
        "epcis_per_page": N_("Write a whole number above 0 as perPage."),
        "epcis_query_form": N_('Write a query as {"name": "…", "query": {…}}.'),
        "epcis_query_name": N_(
            "Name a query with 1 to 100 letters A–Z, digits, hyphens, dots and underscores."
        ),
        "epcis_subscriptions": N_("Subscriptions are not offered; ask for events by GE_recordTime instead."),
        "epcis_token_kept": N_("Page tokens cannot be withdrawn; they expire by themselves."),
        "epcis_token_required": N_("Send an API token to write here."),
        "epcis_too_large_result": N_("The query finds more events than maxEventCount allows."),
        "epcis_type": N_("Send JSON as application/json or application/ld+json."),
        "epcis_uri_too_long": N_("This query is too long for an address. Create a named query."),
        "event_id_used": N_("Another event has this eventID already."),
        "lot_recalled_event": N_(
            "The event moves goods of a lot that is held or recalled. Say why in the extension “confirmed”."
        ),
        "query_name_taken": N_("There is a query with this name already."),
        "query_parameter_unknown": N_("%(parameter)s is not a known query parameter."),
        "query_parameter_value": N_("%(parameter)s cannot be understood: %(detail)s"),
        "query_too_complex": N_("%(parameter)s has too many values."),
        "too_many_queries": N_("A facility can have at most %(limit)s queries."),
    }
)
