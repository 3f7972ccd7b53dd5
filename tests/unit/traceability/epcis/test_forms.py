"""XML -> events -> JSON -> events -> XML: any event keeps what it says and its hash."""

import json
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from traceability.epcis import document_hashes, parse, serialize
from traceability.epcis.xml.writer import document_xml

NOON = datetime(2026, 11, 22, 5, tzinfo=UTC)
CONTEXT = ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", {"vd": "https://vi.du/ns#"}]
PLACE = "https://id.gs1.org/414/8935217400003"
serials = st.text("ABCDEFGH0123456789-", min_size=1, max_size=12).map(lambda s: f"S{s}")
words = st.text(st.sampled_from("abc đêm ằẵỹ <>&\"' ]]> 中 ខ 😀 \u0301 1.50 -0"), max_size=20).map(
    lambda text: " ".join(text.split())
)
numbers = st.decimals(min_value=-10_000, max_value=10_000, places=3, allow_nan=False).map(float)
epcs = st.lists(
    serials.map(lambda s: f"https://id.gs1.org/01/08935217400010/21/{s}"), min_size=1, max_size=4, unique=True
)
quantities = st.lists(
    st.fixed_dictionaries(
        {"epcClass": serials.map(lambda s: f"https://id.gs1.org/01/08935217400010/10/{s}")},
        optional={"quantity": numbers.map(abs), "uom": st.sampled_from(["KGM", "LTR"])},
    ).filter(lambda item: "uom" not in item or "quantity" in item),
    min_size=1, max_size=3,
)  # fmt: skip
fields = st.recursive(
    words.filter(bool),
    lambda inner: st.dictionaries(st.sampled_from(["vd:a", "vd:b", "vd:ca"]), inner, min_size=1),
    max_leaves=4,
)
optional = {
    "bizStep": st.sampled_from(["shipping", "storing", "https://vi.du/ns#buoc"]),
    "disposition": st.sampled_from(["in_transit", "active"]),
    "readPoint": st.just({"id": PLACE}),
    "bizLocation": st.just({"id": PLACE}),
    "bizTransactionList": st.just(
        [{"type": "po", "bizTransaction": "urn:epcglobal:cbv:bt:8935217400003:PO-7"}]
    ),
    "sourceList": st.just([{"type": "possessing_party", "source": "https://id.gs1.org/417/8935217400003"}]),
    "destinationList": st.just([{"type": "location", "destination": PLACE}]),
    "vd:ghiChu": words.filter(bool),
    "vd:them": fields,
    "sensorElementList": numbers.map(
        lambda value: [{"sensorReport": [{"type": "Temperature", "value": value, "uom": "CEL"}]}]
    ),
}
common = {
    "eventTime": st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001
        lambda at: at.isoformat(timespec="milliseconds") + "+07:00"
    ),
    "eventTimeZoneOffset": st.just("+07:00"),
}
objects = st.fixed_dictionaries(
    common
    | {"type": st.just("ObjectEvent"), "epcList": epcs, "action": st.sampled_from(["OBSERVE", "DELETE"])},
    optional=optional | {"quantityList": quantities},
)
packs = st.fixed_dictionaries(
    common
    | {
        "type": st.just("AggregationEvent"), "parentID": st.just("https://id.gs1.org/00/389352174000000012"),
        "childEPCs": epcs, "action": st.sampled_from(["ADD", "DELETE"]),
    },
    optional=optional | {"childQuantityList": quantities},
)  # fmt: skip
makes = st.fixed_dictionaries(
    common
    | {
        "type": st.just("TransformationEvent"),
        "inputQuantityList": quantities,
        "outputQuantityList": quantities,
    },
    optional=optional
    | {
        "inputEPCList": epcs,
        "outputEPCList": epcs,
        "ilmd": st.dictionaries(st.just("vd:me"), words.filter(bool), min_size=1),
    },
)


@settings(max_examples=120, deadline=None)
@given(st.lists(st.one_of(objects, packs, makes), min_size=1, max_size=3))
def test_events_keep_what_they_say_through_both_forms(events):
    sent = {
        "@context": CONTEXT, "type": "EPCISDocument", "schemaVersion": "2.0", "creationDate": "2026-11-22T05:00:00Z",
        "epcisBody": {"eventList": events},
    }  # fmt: skip
    first = parse(json.dumps(sent))
    xml = document_xml(first.events, created=NOON)
    second = parse(xml.encode())
    assert document_hashes(second) == document_hashes(first)
    third = parse(serialize.to_text(serialize.document(second.events, created=NOON)))
    assert document_hashes(third) == document_hashes(first)
    assert document_xml(third.events, created=NOON) == document_xml(second.events, created=NOON)
