"""What was there before a rule was written down, and has to go: nothing may be added here."""

COMPLEX: frozenset[str] = frozenset(
    {
        "catalog/brochure/tasks.py _page",
        "catalog/facilities/services.py edit_facility",
        "catalog/products/pictures.py add_pictures",
        "catalog/units/places.py _commune",
        "catalog/workspace/next_steps.py next_steps",
        "tests/bench/mutation.py variants",
        "tests/contracts/test_search_model.py model",
        "tests/helpers/epcis_contract.py faults",
        "tests/helpers/voting/naive.py _row",
        "tests/integration/app/web/form_walk.py go",
        "tests/integration/app/web/page_forms.py answers",
        "tests/integration/app/web/test_every_form.py complaints",
        "tests/integration/app/web/wrong_things.py wrong_answers",
        "tests/integration/voting/rounds/test_embargo.py test_no_page_of_an_outsider_depends_on_the_count",
        "traceability/codes/qr_reader.py _function_places",
        "traceability/diary/acts.py acts_of",
        "traceability/diary/gaps.py find_gaps",
        "traceability/diary/steps.py steps_of",
        "traceability/diary_import/rows.py read_row",
        "traceability/digital_link/identifiers.py _identifier",
        "traceability/epcis/identifiers.py _from_steps",
        "traceability/epcis_repository/query.py _compare",
        "traceability/genealogy/layout.py _placed",
        "traceability/genealogy/layout.py _rows",
        "traceability/genealogy/queries.py get_family",
        "traceability/links/services.py _require_address",
        "traceability/portals/files.py _profile",
        "traceability/recall_reports/routes.py _page",
        "traceability/resolver/fast_path.py _place",
        "voting/amendments/services.py seat_late_juror",
        "voting/jury/conflict_rules.py propose_conflicts",
        "voting/planning/routes.py _acts",
        "voting/product_sets/routes.py _candidates",
        "voting/promotion/services.py prepare_promotion",
        "voting/rounds/services.py seat_council",
        "voting/rounds/services.py seat_jury",
        "voting/rule_sets/forms.py flatten",
        "voting/rules/rule_set.py _counting_problems",
        "voting/rules/rule_set.py _criteria_problems",
        "voting/score_sheets/list_routes.py jury",
        "voting/score_sheets/offline.py jury_pack",
        "voting/tally/input.py read_tally",
        "voting/verification/bundle_check.py _ballot_faults",
        "voting/verification/bundle_check.py _seal_faults",
        "voting/verification/verify_bundle.py count",
        "voting/verification/verify_bundle.py recount",
    }
)
"""Functions that take more ways than the limit."""
TWINS: frozenset[str] = frozenset(
    {
        "app/core/documents/qr.py __init__",
        "catalog/credentials/routes.py _own",
        "catalog/facilities/routes.py _own",
        "traceability/codes/signed_list.py __init__",
        "traceability/diary/offline.py diary_worker",
        "traceability/labels/sheets.py __init__",
        "traceability/resolver/linkset.py __init__",
        "traceability/resolver/routes.py gln",
        "traceability/resolver/routes.py gtin",
        "voting/score_sheets/offline.py jury_worker",
    }
)
"""Functions with the body of another one."""
UNUSED: frozenset[str] = frozenset(
    {
        "catalog/validity.py holds_on",
        "traceability/codes/code.py code_kind",
        "traceability/epcis/build.py assemble",
        "traceability/epcis/build.py gather",
    }
)
"""Names of pure modules that only tests use."""
TEMPLATES: dict[str, int] = {
    "accounts: long line": 41,
    "accounts: no head that says what it is given": 17,
    "backoffice: long line": 60,
    "backoffice: no head that says what it is given": 12,
    "catalog: long line": 171,
    "catalog: no head that says what it is given": 26,
    "components: cancel button of its own": 1,
    "components: long line": 103,
    "components: no head that says what it is given": 5,
    "errors: long line": 2,
    "site: long line": 277,
    "site: no head that says what it is given": 28,
    "traceability: long line": 265,
    "traceability: no head that says what it is given": 27,
    "voting: long line": 177,
    "voting: no head that says what it is given": 49,
}
"""How often the templates of a folder break a rule of reading."""
