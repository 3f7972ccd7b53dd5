"""JSON schemas of the API's input and output; tests check every answer against them."""

from typing import Any

Json = dict[str, Any]

TEXT: Json = {"type": "string"}
MAYBE: Json = {"type": ["string", "null"]}
FLAG: Json = {"type": "boolean"}
COUNT: Json = {"type": "integer", "minimum": 0}
MATCH: Json = {"type": "string", "enum": ["words", "prefix", "near"]}
RECOGNITION: Json = {"type": "string", "enum": ["in_force", "expired", "revoked", "suspended", "none"]}
DAY: Json = {"type": "string", "format": "date"}
MAYBE_DAY: Json = {"type": ["string", "null"], "format": "date"}
MAYBE_TIME: Json = {"type": ["string", "null"], "format": "date-time"}
URL: Json = {"type": "string", "format": "uri"}
MAYBE_URL: Json = {"type": ["string", "null"], "format": "uri"}
MAYBE_COUNT: Json = {"type": ["integer", "null"]}
DIGITS14: Json = {"type": ["string", "null"], "pattern": "^[0-9]{14}$"}


def ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def many(items: Json) -> Json:
    return {"type": "array", "items": items}


def maybe(name: str) -> Json:
    return {"anyOf": [ref(name), {"type": "null"}]}


def thing(**fields: Json) -> Json:
    """An object with exactly these fields, all of them there."""
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


def paged(item: str, **more: Json) -> Json:
    return thing(
        items=many(ref(item)),
        total=COUNT,
        page={"type": "integer", "minimum": 1},
        pages=COUNT,
        next_cursor={"type": ["integer", "null"]},
        **more,
    )


FACETS: Json = {"type": "object", "additionalProperties": many(thing(value=TEXT, label=TEXT, count=COUNT))}

READING: Json = thing(
    kind={"type": "string", "enum": ["words", "place", "prefix", "near"]},
    searched=TEXT,
    place={"anyOf": [thing(code=MAYBE, name=TEXT, now=MAYBE), {"type": "null"}]},
)

_AWARD: Json = {
    "number": MAYBE, "url": MAYBE_URL, "level": TEXT, "level_label": TEXT, "year": {"type": "integer"},
    "status": TEXT, "status_label": TEXT, "issued_on": MAYBE_DAY, "valid_until": DAY, "revoked_on": MAYBE_DAY,
    "issuer": MAYBE, "decision_number": MAYBE, "decision_date": MAYBE_DAY, "province_then": MAYBE, "source": TEXT,
    "source_text": MAYBE, "source_note": MAYBE, "demonstration": FLAG,
}  # fmt: skip

_LISTED: Json = {
    "slug": TEXT, "name": TEXT, "name_en": MAYBE, "facility": TEXT, "facility_slug": TEXT, "province": TEXT,
    "province_name": TEXT, "group": TEXT, "group_label": TEXT, "gtin": DIGITS14, "is_set": FLAG,
    "recognition": RECOGNITION, "recognition_label": TEXT, "demonstration": FLAG, "url": URL,
}  # fmt: skip

_PRODUCT: Json = {
    **_LISTED, "description": MAYBE, "description_en": MAYBE, "materials": MAYBE, "dimensions": MAYBE,
    "net_content": MAYBE, "shelf_life": MAYBE, "standard": MAYBE, "safety_note": MAYBE, "where_sold": MAYBE,
    "pictures": many(ref("Picture")), "trademark": maybe("Trademark"), "certificates": many(ref("Paper")),
    "awards": many(ref("Award")), "source": MAYBE, "published_at": MAYBE_TIME, "updated_at": MAYBE_TIME,
}  # fmt: skip

_PAPER: Json = {
    "kind": TEXT, "kind_label": TEXT, "title": MAYBE, "number": TEXT, "issuer": TEXT, "issued_on": DAY,
    "valid_until": MAYBE_DAY, "stars": MAYBE_COUNT, "status": TEXT, "status_label": TEXT, "checked": FLAG,
    "demonstration": FLAG,
}  # fmt: skip

_FACILITY: Json = {
    "slug": TEXT, "name": TEXT, "kind": MAYBE, "kind_label": MAYBE, "province": TEXT, "province_name": TEXT,
    "commune": MAYBE, "products": COUNT, "source": MAYBE, "demonstration": FLAG, "url": URL,
}  # fmt: skip

_ROUND: Json = {
    "slug": TEXT, "title": TEXT, "title_en": MAYBE, "level": TEXT, "level_label": TEXT, "province": MAYBE,
    "region": MAYBE, "area": MAYBE, "year": {"type": "integer"}, "state": TEXT, "state_label": TEXT,
    "organiser": MAYBE, "entries_from": MAYBE_TIME, "entries_until": MAYBE_TIME, "scoring_from": MAYBE_TIME,
    "scoring_until": MAYBE_TIME, "announced_at": MAYBE_TIME, "complaints_until": MAYBE_DAY,
    "published_at": MAYBE_TIME, "demonstration": FLAG, "url": URL,
}  # fmt: skip

_LOT: Json = {
    "product": TEXT, "product_name": TEXT, "facility_slug": TEXT, "lot": TEXT, "code": TEXT, "gtin": DIGITS14,
    "uri": URL, "made_on": MAYBE_DAY, "best_before": MAYBE_DAY, "recalled": FLAG, "demonstration": FLAG,
}  # fmt: skip

_PLACE: Json = {
    "slug": TEXT, "name": TEXT, "name_en": MAYBE, "province": MAYBE, "province_name": MAYBE, "commune": MAYBE,
    "address": MAYBE, "position": MAYBE, "updated_at": MAYBE_TIME, "demonstration": FLAG, "url": URL,
}  # fmt: skip
_SLUGS: Json = many(TEXT)


def _place_schemas() -> Json:
    """Fairs, showrooms, craft villages, artisans."""
    fair = {
        **_PLACE, "state": TEXT, "state_label": TEXT, "starts_on": DAY, "ends_on": DAY, "venue": MAYBE,
        "country": MAYBE, "country_en": MAYBE, "organiser": TEXT,
    }  # fmt: skip
    showroom = {
        **_PLACE, "kind": TEXT, "kind_label": TEXT, "hours": MAYBE, "operator": TEXT, "facility": MAYBE,
        "opened_on": DAY, "closed_on": MAYBE_DAY,
    }  # fmt: skip
    village = {
        **_PLACE, "kind": TEXT, "kind_label": TEXT, "craft": TEXT, "decision_number": TEXT, "decision_date": DAY,
        "issuer": TEXT, "revoked_on": MAYBE_DAY,
    }  # fmt: skip
    title = thing(title=TEXT, title_label=TEXT, decision_number=TEXT, decision_date=DAY, issuer=TEXT)
    artisan = {**_PLACE, "craft": TEXT, "titles": many(title), "consent_on": DAY}
    outcome = thing(
        visitors=MAYBE_COUNT,
        contracts=MAYBE_COUNT,
        contract_value=MAYBE,
        sales=MAYBE,
        evidence=TEXT,
        evidence_date=DAY,
    )
    return {
        "EventItem": thing(**fair),
        "Event": thing(
            **fair, stands=many(thing(code=TEXT, facility=MAYBE, supported=FLAG, products=_SLUGS)),
            outcome={"anyOf": [outcome, {"type": "null"}]},
        ),
        "EventPage": paged("EventItem"),
        "ShowroomItem": thing(**showroom),
        "Showroom": thing(**showroom, products=_SLUGS),
        "ShowroomPage": paged("ShowroomItem"),
        "VillageItem": thing(**village),
        "Village": thing(
            **village, since_year=MAYBE_COUNT, households=MAYBE_COUNT, craft_households=MAYBE_COUNT,
            workers=MAYBE_COUNT, stable_years=MAYBE_COUNT, environment=MAYBE, criteria_year=MAYBE_COUNT,
            facilities=_SLUGS, artisans=_SLUGS, artisans_unnamed=COUNT,
        ),
        "VillagePage": paged("VillageItem"),
        "ArtisanItem": thing(**artisan),
        "Artisan": thing(**artisan, products=_SLUGS),
        "ArtisanPage": paged("ArtisanItem"),
    }  # fmt: skip


def all_schemas() -> Json:
    """Name -> schema, of every shape."""
    return {
        "Problem": {
            "type": "object",
            "properties": {
                "type": TEXT, "title": TEXT, "status": {"type": "integer"}, "code": TEXT, "detail": TEXT, "field": TEXT,
            },
            "required": ["type", "title", "status", "code", "detail"],
        },
        "Picture": thing(
            alt=MAYBE, alt_en=MAYBE, illustration=FLAG, files=many(thing(width={"type": "integer"}, url=URL))
        ),
        "Award": thing(**_AWARD),
        "Trademark": thing(
            name=TEXT, kind=TEXT, kind_label=TEXT, state=TEXT, status=MAYBE, status_label=MAYBE,
            application_number=MAYBE, registration_number=MAYBE, registered_on=MAYBE_DAY, valid_until=MAYBE_DAY,
            holder=MAYBE, nice_classes=many({"type": "integer"}), checked=FLAG, demonstration=FLAG,
        ),
        "Paper": thing(**_PAPER, earlier=many(ref("EarlierPaper"))),
        "EarlierPaper": thing(**_PAPER),
        "ProductItem": thing(**_LISTED, award=maybe("Award"), picture=maybe("Picture")),
        "Product": thing(**_PRODUCT),
        "ProductPage": paged("ProductItem", facets=FACETS, match=MATCH, reading=READING),
        "FacilityItem": thing(**_FACILITY),
        "Facility": thing(
            **_FACILITY, registration_number=MAYBE, address=MAYBE, phone=MAYBE, email=MAYBE, website=MAYBE,
            about=MAYBE, about_en=MAYBE, founded_year=MAYBE_COUNT, gln=MAYBE, verified_at=MAYBE_TIME,
            trademarks=many(ref("Trademark")), certificates=many(ref("Paper")), support=many(ref("Support")),
            items=many(ref("ProductItem")),
        ),
        "Support": thing(
            kind=TEXT, kind_label=TEXT, title=MAYBE, day=DAY, accepted=FLAG, programmes=many(TEXT), demo=FLAG,
        ),
        "FacilityPage": paged("FacilityItem", facets=FACETS),
        "RoundItem": thing(**_ROUND),
        "Round": thing(
            **_ROUND, notice=MAYBE, notice_en=MAYBE, rules={"type": "object"},
            provisional={"type": ["array", "null"], "items": thing(group=TEXT, product=TEXT, facility=TEXT)},
            result={"type": ["object", "null"]}, out_of_force={"type": "object"},
        ),
        "RoundPage": paged("RoundItem"),
        "Bundle": {"type": "object"},
        "AwardCertificate": thing(
            **_AWARD, valid=FLAG, checked_on=DAY, product=MAYBE, product_name=TEXT, facility=MAYBE, producer=MAYBE,
            signer=MAYBE, revoked_reason=MAYBE, ruling={"type": ["object", "null"]},
        ),
        "Lot": thing(**_LOT),
        "LotPage": paged("Lot"),
        **_programme_schemas(),
        **_place_schemas(),
        **_juror_schemas(),
    }  # fmt: skip


def _programme_schemas() -> Json:
    programme: Json = {
        "slug": TEXT, "title_vi": TEXT, "title_en": MAYBE, "level": TEXT, "province": MAYBE, "from": DAY, "until": DAY,
        "decision": MAYBE, "demo": FLAG,
    }  # fmt: skip
    target = thing(
        code=TEXT, wording_vi=TEXT, wording_en=MAYBE, measure=TEXT, number={"type": ["integer", "null"]},
        approximate=FLAG, counted=COUNT, accepted=COUNT, declared=COUNT, decision=MAYBE,
    )  # fmt: skip
    return {
        "ProgrammeItem": thing(**programme),
        "Programme": thing(**programme, targets=many(target)),
        "ProgrammePage": paged("ProgrammeItem"),
        "Fact": thing(
            id=COUNT, title=MAYBE, number=COUNT, day=DAY, province=MAYBE, facility=MAYBE, evidence=TEXT, document=MAYBE,
            source=MAYBE, source_kind=TEXT, confirmed=FLAG, withdrawn=FLAG, demo=FLAG,
        ),
        "FactPage": paged("Fact"),
    }  # fmt: skip


def _juror_schemas() -> Json:
    scores: Json = {"type": "object", "additionalProperties": {"type": "string"}}
    return {
        "Sheet": {
            "type": "object",
            "properties": {
                "id": TEXT, "round": TEXT, "code": TEXT, "group": TEXT, "criteria": many(thing(code=TEXT, max=TEXT)),
                "status": TEXT, "scores": scores, "comment": TEXT, "revision": COUNT, "receipt": MAYBE,
            },
            "required": ["id", "round", "code", "group", "criteria", "status"],
        },
        "SheetList": thing(items=many(ref("Sheet"))),
        "SheetSaving": {
            "type": "object",
            "properties": {
                "client_id": {"type": "string", "format": "uuid"}, "scores": scores, "comment": TEXT,
                "submit": {"type": "boolean", "default": False}, "base": {"type": ["integer", "null"]},
            },
            "required": ["client_id", "scores"],
        },
        "JurorSession": thing(owner=TEXT, csrf_token=TEXT),
        "SheetReceipt": thing(receipt=TEXT, revision=COUNT, status=TEXT),
    }  # fmt: skip
