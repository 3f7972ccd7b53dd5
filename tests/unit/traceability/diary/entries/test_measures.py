"""The measurements of a workshop in terms of EPCIS."""

import json
from datetime import UTC, datetime

import pytest

from traceability.diary.entries.events import Facts, Substance, event_of, stored
from traceability.diary.entries.measures import KINDS_OF, MEASURES
from traceability.enums import EventKind
from traceability.epcis import read

AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
LOT = "https://x.vn/t/ABC"


def told(kind, **readings):
    facts = Facts(
        kind=kind, at=AT, place="https://x.vn/co-so/a", lot=Substance(uri=LOT), client_id="c", readings=readings,
        said={}, namespace="https://x.vn/ns/trace#",
    )  # fmt: skip
    return stored(event_of(facts))


@pytest.mark.parametrize("kind", KINDS_OF)
def test_every_measure_of_an_act_makes_a_valid_event(kind):
    event = told(kind, **dict.fromkeys(KINDS_OF[kind], "12.5"))
    document, issues = read(json.dumps(event))
    assert (document is not None, issues) == (True, ())
    reports = event["sensorElementList"][0]["sensorReport"]
    assert [(r["type"], r["uom"], r["value"]) for r in reports] == [
        (MEASURES[name].type, MEASURES[name].unit, 12.5) for name in KINDS_OF[kind]
    ]


def test_units_are_those_of_recommendation_20():
    assert {name: measure.unit for name, measure in MEASURES.items()} == {
        "Temperature": "CEL", "RelativeHumidity": "P1", "Moisture": "P1", "Acidity": "Q30", "Salinity": "GL",
        "Baume": "J14", "Brix": "J18",
    }  # fmt: skip


def test_salt_says_which_substance():
    report = told(EventKind.CHECK, Salinity="250")["sensorElementList"][0]["sensorReport"][0]
    assert report["chemicalSubstance"].endswith("FAPWRFPIFSIZLT-UHFFFAOYSA-M")
    assert "sensorElementList" not in told(EventKind.CHECK)


def test_each_measure_has_a_field_of_its_own():
    assert len({measure.field for measure in MEASURES.values()}) == len(MEASURES)
