"""`/epcis/v2`: the REST bindings of EPCIS 2.0 in JSON."""

from traceability.epcis_repository import messages, tasks  # noqa: F401  # register words and work
from traceability.epcis_repository.api import capture, collections, discovery, events, queries  # noqa: F401  # register views
from traceability.epcis_repository.api.blueprint import bp

__all__ = ["bp"]
