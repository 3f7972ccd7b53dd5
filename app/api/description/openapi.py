"""The description of the API as an OpenAPI 3.1 document, made from the tables below."""

from functools import cache
from typing import Any

from flask import Response

from app.api.blueprint import PREFIX, answer, bp
from app.api.description import schemas
from app.api.parameters import LAST_PAGE, TEXT_LIMIT
from app.api.walks import LAST_CURSOR
from app.web.access import access
from app.web.addresses import base_url
from app.web.requests.buckets import BURST, PER_SECOND
from catalog.enums import CertificateKind, Level, ProductGroup, Recognition
from catalog.search.documents import LAPSED
from catalog.units.table import LIST_2025

VERSION = "1.0.0"

Json = dict[str, Any]


@bp.get("/openapi.json")
@access("public")
def openapi() -> Response:
    """The description itself."""
    return answer(document(base_url()))


@cache
def document(server: str) -> Json:
    """The whole document. server: the public origin."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Tiêu Biểu",
            "version": VERSION,
            "summary": "Typical rural industrial products of Viet Nam: catalogue, selection, certificates, origin.",
            "description": (
                "Codes never change; fields that end in `_label` or `province_name` follow Accept-Language (vi, en)."
                " Unknown query parameters are ignored, bad values are refused by name."
                " Every error is `application/problem+json` with a stable `code`."
                f" One address may ask {BURST} times at once and {PER_SECOND} times a second in the long run;"
                " beyond that the answer is 429 with `Retry-After`."
            ),
        },
        "servers": [{"url": server}],
        "tags": [{"name": name} for name in TAGS],
        "paths": {**_public_paths(), **_programme_paths(), **_juror_paths()},
        "components": {
            "schemas": schemas.all_schemas(),
            "responses": {
                "Problem": {
                    "description": "A refusal (RFC 9457) with a stable code",
                    "content": {"application/problem+json": {"schema": _ref("Problem")}},
                },
                "TooMany": {
                    "description": "Asked too fast; `Retry-After` says how many seconds to wait",
                    "headers": {"Retry-After": {"schema": {"type": "integer"}}},
                    "content": {"application/problem+json": {"schema": _ref("Problem")}},
                },
            },
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "An API token, tb_…"},
                "session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "tb",
                    "description": "A signed-in browser",
                },
            },
        },
    }


TAGS = (
    "products", "facilities", "rounds", "certificates", "lots", "programmes", "events", "showrooms", "craft-villages",
    "artisans", "jurors",
)  # fmt: skip
_TYPED: Json = {"type": "string", "maxLength": TEXT_LIMIT}
"""What `asked_text` takes."""


def _public_paths() -> Json:
    q = _query("q", "Words; Vietnamese marks are not needed", _TYPED)
    page, walk = _page(), _walk()
    province = _query(
        "province",
        "Code of a province or city of the list in force since 1 July 2025",
        _enum([row[0] for row in LIST_2025]),
        many=True,
    )
    filters = [*_product_filters(q, province, page), *walk]
    return {
        f"{PREFIX}/products": _get(
            "listProducts", "products", "Products as the site's search finds them", "ProductPage", filters, bad=True
        ),
        f"{PREFIX}/products/{{slug}}": _get(
            "getProduct", "products", "One product", "Product", [_path("slug")], found=False
        ),
        f"{PREFIX}/facilities": _get(
            "listFacilities", "facilities", "Verified facilities", "FacilityPage", [q, province, page, *walk], bad=True
        ),
        f"{PREFIX}/facilities/{{slug}}": _get(
            "getFacility", "facilities", "One facility with its products", "Facility", [_path("slug")], found=False
        ),
        f"{PREFIX}/rounds": _get(
            "listRounds", "rounds", "Announced selection rounds, newest first", "RoundPage",
            [_query("level", "Level", _enum(list(Level))), page, *walk], bad=True,
        ),
        f"{PREFIX}/rounds/{{slug}}": _get(
            "getRound", "rounds", "One round; results after publication", "Round", [_path("slug")], found=False
        ),
        f"{PREFIX}/rounds/{{slug}}/bundle": _get(
            "getRoundBundle", "rounds", "Everything needed to recount a published round", "Bundle",
            [_path("slug")], found=False,
        ),
        f"{PREFIX}/certificates/{{number}}": _get(
            "getCertificate", "certificates", "A certificate and whether it holds today", "AwardCertificate",
            [_path("number")], found=False,
        ),
        f"{PREFIX}/lots": _get(
            "listLots", "lots", "Public lots with the address their QR code holds", "LotPage",
            [_query("product", "Slug of a product", _TYPED), page, *walk], bad=True,
        ),
        **_place_paths([province, page, *walk]),
        f"{PREFIX}/openapi.json": _get("getDescription", None, "This description", None, []),
    }  # fmt: skip


def _page() -> Json:
    return _query(
        "page", "Page, from 1", {"type": "integer", "minimum": 1, "maximum": LAST_PAGE, "default": 1}
    )


def _walk() -> list[Json]:
    return [
        _query(
            "cursor",
            "Walk the whole list in the order of ids: 0 to begin, then `next_cursor` until it is null. With it, and"
            " with `updated_since`, no other parameter counts but `group`",
            {"type": "integer", "minimum": 0, "maximum": LAST_CURSOR},
        ),
        _query(
            "updated_since",
            "Only what has changed since then: a moment, or a day from its beginning in Việt Nam",
            {"type": "string", "anyOf": [{"format": "date-time"}, {"format": "date"}]},
        ),
    ]


def _programme_paths() -> Json:
    page, walk = _page(), _walk()
    return {
        f"{PREFIX}/programmes": _get(
            "listProgrammes", "programmes", "Programmes, the newest first", "ProgrammePage", [page, *walk], bad=True
        ),
        f"{PREFIX}/programmes/{{slug}}": _get(
            "getProgramme", "programmes", "One programme with its targets", "Programme", [_path("slug")], found=False
        ),
        f"{PREFIX}/programmes/{{slug}}/targets/{{code}}/facts": _get(
            "listFacts", "programmes", "What counts towards one target", "FactPage",
            [_path("slug"), _path("code"), page, *walk], found=False, bad=True,
        ),
    }  # fmt: skip


def _place_paths(filters: list[Json]) -> Json:
    found: Json = {}
    for tag, name, many, one in (
        ("events", "Event", "Fairs and exhibitions, the last begun first", "One fair with its stands"),
        ("showrooms", "Showroom", "Showrooms by name", "One showroom with what it shows"),
        ("craft-villages", "Village", "Craft villages by name", "One craft village"),
        ("artisans", "Artisan", "Artisans who agree to be named", "One artisan who agrees to be named"),
    ):
        found[f"{PREFIX}/{tag}"] = _get(f"list{name}s", tag, many, f"{name}Page", filters, bad=True)
        found[f"{PREFIX}/{tag}/{{slug}}"] = _get(f"get{name}", tag, one, name, [_path("slug")], found=False)
    return found


def _product_filters(q: Json, province: Json, page: Json) -> list[Json]:
    level = _query("level", "Level of a recognition that holds today", _enum([*Level, LAPSED]), many=True)
    return [
        q,
        province,
        _query("group", "Product group", _enum(list(ProductGroup)), many=True),
        _query("recognition", "Recognition on this day", _enum(list(Recognition)), many=True),
        level,
        _query(
            "certificate",
            "Kind of a checked certificate that holds today",
            _enum(list(CertificateKind)),
            many=True,
        ),
        _query("year", "Year of a recognition", {"type": "string", "pattern": "^([0-9]{4})?$"}, many=True),
        _query("sort", "Order", _enum(["relevance", "name", "newest"])),
        page,
    ]


def _juror_paths() -> Json:
    security: list[Json] = [{"token": []}, {"session": []}]
    refused = {str(code): {"$ref": "#/components/responses/Problem"} for code in (401, 403)}
    put = _operation(
        "putSheet",
        "jurors",
        "Save or submit a sheet; on disk before the answer leaves",
        "SheetReceipt",
        [_path("id")],
    )
    put["description"] = (
        "The same `client_id` again returns the same receipt and adds nothing."
        " After closing: 409, code `scoring_closed`."
        " `base`, optional: the revision that was changed; when another device has saved since: 409, `sheet_changed`."
    )
    put["security"] = security
    put["requestBody"] = {"required": True, "content": {"application/json": {"schema": _ref("SheetSaving")}}}
    put["responses"] |= refused | {
        str(code): {"$ref": "#/components/responses/Problem"} for code in (400, 404, 409, 422)
    }
    sheets = _operation("listSheets", "jurors", "The juror's own sheets", "SheetList", [])
    sheets["security"] = security
    sheets["responses"] |= refused
    session = _operation(
        "getSession",
        "jurors",
        "Whose sheets this browser may send now, with its CSRF token",
        "JurorSession",
        [],
    )
    session["security"] = security
    session["responses"] |= refused
    return {
        f"{PREFIX}/juror/session": {"get": session},
        f"{PREFIX}/juror/sheets": {"get": sheets},
        f"{PREFIX}/juror/sheets/{{id}}": {"put": put},
    }


def _get(
    operation: str,
    tag: str | None,
    summary: str,
    schema: str | None,
    parameters: list[Json],
    *,
    bad: bool = False,
    found: bool = True,
) -> Json:
    """bad: bad values of its parameters are refused; found: the thing is always there."""
    described = _operation(operation, tag, summary, schema, parameters)
    codes = [*([400] if bad else []), *([] if found else [404])]
    described["responses"] |= {str(code): {"$ref": "#/components/responses/Problem"} for code in codes}
    described["responses"]["429"] = {"$ref": "#/components/responses/TooMany"}
    return {"get": described}


def _operation(
    operation: str, tag: str | None, summary: str, schema: str | None, parameters: list[Json]
) -> Json:
    content = {"application/json": {"schema": _ref(schema) if schema else {"type": "object"}}}
    described: Json = {
        "operationId": operation,
        "summary": summary,
        "parameters": parameters,
        "responses": {"200": {"description": summary, "content": content}},
    }
    return described | ({"tags": [tag]} if tag else {})


def _query(name: str, description: str, schema: Json, *, many: bool = False) -> Json:
    shape = {"type": "array", "items": schema} if many else schema
    found: Json = {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": shape,
    }
    return found | ({"style": "form", "explode": True} if many else {})


def _path(name: str) -> Json:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _enum(values: list[Any]) -> Json:
    """Of a parameter: an empty one, as forms send it, does not count."""
    return {"type": "string", "enum": [*map(str, values), ""]}


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}
