"""Checks an answer against GS1's OpenAPI description of the interface, read from the conformance vectors."""

import json
from typing import Any

import pytest
from jsonschema import Draft7Validator
from referencing import Registry
from referencing.jsonschema import DRAFT7

from tests.helpers.vectors import vector_file, vectors

_API = "urn:openapi"
_STUB = "https://gs1.github.io/EPCIS/REST%20Bindings/JSON-Schema-Stub.json"
_EVENTS = "https://gs1.github.io/EPCIS/EPCIS-JSON-Schema.json"
SLIPS = {
    ("409", "status"),  # the description says that a 409 has status 406
    ("/queries/{queryName}", "array"),  # and that one query is a list, which its own example is not
    ("415", "type"),
}
"""Where the description contradicts itself, so that nothing can obey it."""


class Contract:
    def __init__(self) -> None:
        yaml = pytest.importorskip("yaml")
        self.api = yaml.safe_load(vector_file("epcis", "gs1", "openapi.yaml").read_text(encoding="utf-8"))
        job = self.api["components"]["schemas"]["CaptureJob"]["allOf"][1]
        job["anyOf"] = job.pop("oneOf")  # both of its cases hold for any object: not even its example passes
        events = DRAFT7.create_resource(vectors("epcis", "gs1", "EPCIS-JSON-Schema.json"))
        api = DRAFT7.create_resource(self.api)
        self.registry: Any = Registry().with_resources([(_API, api), (_STUB, events), (_EVENTS, events)])

    def faults(self, template: str, method: str, answer: Any) -> list[str]:
        """The differences between an answer and its description."""
        operation = self.api["paths"][template][method]
        status = str(answer.status_code)
        if status not in operation["responses"]:
            return [f"{status} is no answer of {method} {template}"]
        described = self._resolved(operation["responses"][status])
        return self._header_faults(described, answer) + self._body_faults(described, template, answer)

    def _header_faults(self, described: dict[str, Any], answer: Any) -> list[str]:
        schemas = {
            name: self._resolved(header)["schema"] for name, header in described.get("headers", {}).items()
        }
        return [
            f"{name}: {fault.message}"
            for name, schema in schemas.items()
            if name in answer.headers
            for fault in self._validator(schema).iter_errors(_header(answer.headers[name], schema))
        ]

    def _body_faults(self, described: dict[str, Any], template: str, answer: Any) -> list[str]:
        status = str(answer.status_code)
        schemas = {
            kind: part["schema"] for kind, part in described.get("content", {}).items() if "schema" in part
        }
        if answer.mimetype in schemas and (template, "array") not in SLIPS | {(status, "")}:
            value = json.loads(answer.text)
            return [
                f"{fault.json_path}: {fault.message[:300]}"
                for fault in self._validator(schemas[answer.mimetype]).iter_errors(value)
                if (status, "".join(map(str, fault.path))) not in SLIPS
            ]
        if schemas and answer.mimetype not in schemas:
            return [f"{answer.mimetype} is no described kind of answer"]
        return []

    def required_headers(self, template: str, method: str, status: str) -> set[str]:
        return set(
            self._resolved(self.api["paths"][template][method]["responses"][status]).get("headers", {})
        )

    def _resolved(self, part: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in part:
            found: Any = self.api
            for name in part["$ref"].removeprefix("#/").split("/"):
                found = found[name]
            part = found
        return part

    def _validator(self, schema: dict[str, Any]) -> Any:
        return Draft7Validator(_absolute(schema), registry=self.registry)


def _absolute(value: Any) -> Any:
    """The schema with references into the description made absolute."""
    if isinstance(value, dict):
        return {
            name: _API + item if name == "$ref" and item.startswith("#") else _absolute(item)
            for name, item in value.items()
        }
    return [_absolute(item) for item in value] if isinstance(value, list) else value


def _header(text: str, schema: dict[str, Any]) -> Any:
    return int(text) if text.isdigit() and "Limit" in schema.get("$ref", "") else text
