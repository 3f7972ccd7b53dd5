"""EPCIS 2.0 and CBV 2.0 in JSON and XML: typed events, checking, the event hash, writing. Beside the standard library
only a reader and writer of JSON.
"""

from traceability.epcis.document import Reading, parse, read, read_json
from traceability.epcis.hashing import document_hashes, event_hash, prehash
from traceability.epcis.issues import InvalidEpcis, Issue
from traceability.epcis.json.text import load
from traceability.epcis.lexical.identifiers import canonical

__all__ = [
    "InvalidEpcis",
    "Issue",
    "Reading",
    "canonical",
    "document_hashes",
    "event_hash",
    "load",
    "parse",
    "prehash",
    "read",
    "read_json",
]
