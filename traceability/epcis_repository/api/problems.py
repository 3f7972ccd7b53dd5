"""Refusals in the words of EPCIS: the types its REST bindings name, beside our stable `code`."""

import json
from typing import ClassVar

from flask import Response

from app.core.errors import DomainError
from traceability.epcis import Issue

MOST_ISSUES = 100
TYPES = {
    400: "ValidationException",
    401: "SecurityException",
    403: "SecurityException",
    404: "NoSuchNameException",
    406: "NotAcceptableException",
    409: "ResourceAlreadyExistsException",
    413: "CaptureLimitExceededException",
    414: "URITooLongException",
    415: "UnsupportedMediaTypeException",
    422: "ValidationException",
    500: "ImplementationException",
    501: "ImplementationException",
    503: "ImplementationException",
}
BY_CODE = {
    "epcis_page_token": "QueryParameterException",
    "epcis_per_page": "QueryParameterException",
    "epcis_too_large_result": "QueryTooLargeException",
    "query_parameter_unknown": "QueryParameterException",
    "query_parameter_value": "QueryParameterException",
    "query_too_complex": "QueryTooComplexException",
}


class BadRequest(DomainError):
    """What was sent cannot be taken."""

    status: ClassVar[int] = 400


class InvalidEvents(BadRequest):
    """A document or an event that breaks the standard; `issues` says where."""

    def __init__(self, issues: tuple[Issue, ...]) -> None:
        super().__init__("epcis_invalid")
        self.issues = issues


class Unauthorised(DomainError):
    status: ClassVar[int] = 401


class NotAcceptable(DomainError):
    status: ClassVar[int] = 406


class TooLarge(DomainError):
    status: ClassVar[int] = 413


class AddressTooLong(DomainError):
    status: ClassVar[int] = 414


class WrongMediaType(DomainError):
    status: ClassVar[int] = 415


class NotOffered(DomainError):
    status: ClassVar[int] = 501


def in_words_of_epcis(response: Response) -> Response:
    """The same problem, its `type` one of the exceptions of EPCIS; whatever refused it."""
    if response.status_code not in TYPES or response.mimetype != "application/problem+json":
        return response
    body = json.loads(response.get_data())
    name = BY_CODE.get(body.get("code", ""), TYPES[response.status_code])
    response.set_data(json.dumps({**body, "type": f"epcisException:{name}"}, ensure_ascii=False))
    return response
