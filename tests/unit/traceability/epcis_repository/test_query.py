"""Parameters of the simple event query as conditions."""

import pytest

from traceability.epcis.lexical.context import Namespaces
from traceability.epcis.lexical.formats import parse_time
from traceability.epcis_repository.query import (
    BadQuery,
    EventQuery,
    NumberCondition,
    TermCondition,
    TimeCondition,
    read_query,
)

NAMES = Namespaces({"nm": "https://example.vn/nm/"})


def test_no_parameters_find_everything_in_the_order_of_capture():
    assert read_query({}) == EventQuery(descending=False)


def test_times_stay_exact_and_take_an_unescaped_plus():
    moment = parse_time("2026-01-01T00:00:00+07:00")
    for text in ("2026-01-01T00:00:00+07:00", "2026-01-01T00:00:00 07:00"):
        assert read_query({"GE_recordTime": [text]}).times == (TimeCondition("record_time", "ge", moment),)


def test_words_prefixes_and_identifiers_have_one_spelling():
    found = read_query(
        {"EQ_bizStep": ["shipping", "nm:gan"], "MATCH_epc": ["urn:epc:id:sgtin:8935217.040001.A"]}, NAMES
    )
    assert found.terms == (
        TermCondition(
            ("bizStep",), ("https://ref.gs1.org/cbv/BizStep-shipping", "https://example.vn/nm/gan")
        ),
        TermCondition(("epc",), ("https://id.gs1.org/01/08935217400010/21/A",)),
    )


def test_pattern_begins_with_its_product():
    (found,) = read_query({"MATCH_epc": ["urn:epc:idpat:sgtin:8935217.040001.*"]}).terms
    assert found.starts == ("https://id.gs1.org/01/08935217400010/",)


def test_classes_match_a_pattern_by_equality():
    (found,) = read_query({"MATCH_epcClass": ["urn:epc:idpat:sgtin:8935217.040001.*"]}).terms
    assert (found.values, found.starts) == (("https://id.gs1.org/01/08935217400010",), ())


@pytest.mark.parametrize("name", ["GE_errorDeclarationTime", "GE_errorDeclaration_Time"])
def test_both_names_of_the_time_of_a_declaration_are_known(name):
    found = read_query({name: ["1970-01-01T00:00:01Z"]})
    assert found.numbers == (NumberCondition("errorDeclarationTime", "ge", (1.0,)),)


def test_extension_fields_are_found_by_namespace_wherever_they_stand():
    names = {
        "EQ_nm:ca": "{https://example.vn/nm/}ca",
        "EQ_ILMD_nm:ca": "ILMD_{https://example.vn/nm/}ca",
        "EQ_INNER_ILMD_nm:ca": "INNER_ILMD_{https://example.vn/nm/}ca",
        "EQ_ERROR_DECLARATION_nm:ca": "ERROR_DECLARATION_{https://example.vn/nm/}ca",
        "EQ_readPoint_nm:ca": "readPoint_{https://example.vn/nm/}ca",
        "EQ_https://example.vn/nm/ca": "{https://example.vn/nm/}ca",
    }
    found = {name: read_query({name: ["đêm"]}, NAMES).terms[0].names[0] for name in names}
    assert found == names


def test_extension_times_and_numbers_compare_as_numbers():
    assert read_query({"EQ_nm:t": ["1970-01-01T00:00:02Z"]}, NAMES).numbers[0].values == (2.0,)
    assert read_query({"LE_nm:t": ["2.5"]}, NAMES).numbers[0] == NumberCondition(
        "{https://example.vn/nm/}t", "le", (2.5,)
    )
    assert read_query({"EQ_nm:t": ["2.5"]}, NAMES).numbers == ()


@pytest.mark.parametrize("values", [["false"], ["FALSE"]])
def test_exists_false_asks_for_nothing(values):
    assert read_query({"EXISTS_errorDeclaration": values}).terms == ()


@pytest.mark.parametrize("values", [[], ["true"], ["1"]])
def test_exists_asks_for_any_value(values):
    assert read_query({"EXISTS_nm:ca": values}, NAMES).terms[0].values is None


@pytest.mark.parametrize(
    ("parameters", "code", "parameter"),
    [
        ({"EXISTS_x": ["true"]}, "query_parameter_unknown", "EXISTS_x"),
        ({"GT_eventTime": ["2026-01-01T00:00:00Z"]}, "query_parameter_unknown", "GT_eventTime"),
        ({"EQ_unknown": ["x"]}, "query_parameter_unknown", "EQ_unknown"),
        ({"GE_eventTime": ["2026-01-01T00:00:00Z"] * 2}, "query_parameter_value", "GE_eventTime"),
        ({"EQ_eventID": []}, "query_parameter_value", "EQ_eventID"),
        ({"GT_quantity": ["1", "2"]}, "query_parameter_value", "GT_quantity"),
        ({"LT_quantity": ["1e999"]}, "query_parameter_value", "LT_quantity"),
        ({"LT_quantity": ["9" * 500]}, "query_parameter_value", "LT_quantity"),
        ({"EQ_bizStep": ["x"] * 501}, "query_too_complex", "EQ_bizStep"),
        (
            {"eventCountLimit": ["12345678"], "orderBy": ["eventTime"]},
            "query_parameter_value",
            "eventCountLimit",
        ),
    ],
)
def test_bad_parameters_name_themselves(parameters, code, parameter):
    with pytest.raises(BadQuery) as caught:
        read_query(parameters, NAMES)
    assert (caught.value.code, caught.value.parameter) == (code, parameter)


def test_order_and_number_of_events_are_read():
    found = read_query({"orderBy": ["eventTime"], "orderDirection": ["ASC"], "eventCountLimit": ["12"]})
    assert (found.order_by, found.descending, found.first, found.most) == ("event_time", False, 12, None)
    assert read_query({"orderBy": ["recordTime"], "maxEventCount": ["3"]}).most == 3


def test_words_types_and_places_are_terms():
    found = read_query(
        {
            "eventType": ["ObjectEvent"],
            "WD_readPoint": ["https://id.gs1.org/414/8935217400003"],
            "EXISTS_sensorElementList": [],
            "EQ_action": ["ADD"],
            "EQ_source_location": ["https://id.gs1.org/414/8935217400003"],
        }
    )
    assert found.terms == (
        TermCondition(("eventType",), ("ObjectEvent",)),
        TermCondition(("readPoint",), ("https://id.gs1.org/414/8935217400003",)),
        TermCondition(("sensorElementList",), None),
        TermCondition(("action",), ("ADD",)),
        TermCondition(
            ("source_https://ref.gs1.org/cbv/SDT-location",), ("https://id.gs1.org/414/8935217400003",)
        ),
    )


@pytest.mark.parametrize(
    ("parameters", "code", "parameter"),
    [
        ({"orderBy": ["x"]}, "query_parameter_value", "orderBy"),
        ({"orderDirection": ["up"]}, "query_parameter_value", "orderDirection"),
        (
            {"orderBy": ["eventTime"], "eventCountLimit": ["1"], "maxEventCount": ["1"]},
            "query_parameter_value",
            "maxEventCount",
        ),
        ({"eventCountLimit": ["1"]}, "query_parameter_value", "eventCountLimit"),
        ({"unknown": ["1"]}, "query_parameter_unknown", "unknown"),
        ({"MATCH_epc": ["urn:epc:idpat:sgtin:8935217.*.1"]}, "query_parameter_value", "MATCH_epc"),
        ({"EXISTS_errorDeclaration": ["maybe"]}, "query_parameter_value", "EXISTS_errorDeclaration"),
        ({"EQ_action": ["MOVE"]}, "query_parameter_value", "EQ_action"),
        ({"GE_eventTime": ["yesterday"]}, "query_parameter_value", "GE_eventTime"),
        ({"GT_none": ["1"]}, "query_parameter_unknown", "GT_none"),
    ],
)
def test_bad_shapes_and_words_name_themselves(parameters, code, parameter):
    with pytest.raises(BadQuery) as caught:
        read_query(parameters, NAMES)
    assert (caught.value.code, caught.value.parameter) == (code, parameter)
