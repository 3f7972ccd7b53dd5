"""The catalogue of the files for machines: DCAT 3 as JSON-LD."""

import json
from typing import Any

from app.site.open_data.files import LICENCE, MEDIA_TYPES
from app.site.open_data.models import OpenDataFile
from app.site.open_data.tables import TABLES
from app.web.addresses import absolute_url, base_url
from app.web.i18n import LOCALES, translate

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
NIGHTLY = "http://publications.europa.eu/resource/authority/frequency/DAILY"


def catalogue(found: list[OpenDataFile]) -> str:
    """A dcat:Catalog with a dataset a table and a distribution a file."""
    home = absolute_url("site.open_data", locale="vi")
    document = {
        "@context": CONTEXT,
        "@id": f"{home}/catalog.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": _both("Open data and API"),
        "dct:publisher": {"@id": base_url(), "@type": "foaf:Agent", "foaf:name": "Tiêu Biểu"},
        "foaf:homepage": {"@id": home},
        "dct:license": {"@id": LICENCE},
        "dcat:service": {
            "@id": f"{base_url()}/api/v1",
            "@type": "dcat:DataService",
            "dct:title": "API v1",
            "dcat:endpointURL": {"@id": f"{base_url()}/api/v1"},
            "dcat:endpointDescription": {"@id": f"{base_url()}/api/v1/openapi.json"},
        },
        "dcat:dataset": [_dataset(table.name, table.title, home, found) for table in TABLES],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _dataset(name: str, title: str, home: str, found: list[OpenDataFile]) -> dict[str, Any]:
    files = [row for row in found if row.name.partition(".")[0].removesuffix("-changes") == name]
    dataset: dict[str, Any] = {
        "@id": f"{home}#{name}",
        "@type": "dcat:Dataset",
        "dct:identifier": name,
        "dct:title": _both(title),
        "dct:license": {"@id": LICENCE},
        "dct:accrualPeriodicity": {"@id": NIGHTLY},
        "dct:spatial": {"@id": "http://publications.europa.eu/resource/authority/country/VNM"},
        "dcat:distribution": [_distribution(row) for row in files],
    }
    if files:
        dataset["dct:modified"] = {"@type": "xsd:dateTime", "@value": files[0].made_at.isoformat()}
    return dataset


def _distribution(row: OpenDataFile) -> dict[str, Any]:
    address = absolute_url("site.open_data_file", locale="vi", name=row.name)
    kind = MEDIA_TYPES[row.name.rpartition(".")[2]].partition(";")[0]
    return {
        "@id": address,
        "@type": "dcat:Distribution",
        "dct:title": row.name,
        "dcat:downloadURL": {"@id": address},
        "dcat:accessURL": {"@id": address},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{kind}"},
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(row.size)},
        "dct:license": {"@id": LICENCE},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": row.sha256},
        },
    }


def _both(message: str) -> list[dict[str, str]]:
    return [{"@language": locale, "@value": translate(message, locale)} for locale in LOCALES]
