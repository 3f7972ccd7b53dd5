"""Published documents and hashes, read from beside the checkout."""

import hashlib

import pytest

from tests.helpers.vectors import vector_file, vectors
from traceability.epcis import document_hashes, prehash, read

pytestmark = pytest.mark.vectors


def test_every_document_gets_the_verdict_of_the_manifest():
    rows = [
        row
        for row in vectors("epcis", "manifest.json")["documents"]
        if row["verdict"] in {"valid", "invalid"}
    ]
    expected = {row["file"]: row["verdict"] for row in rows}
    found = {name: read(vector_file("epcis", name).read_bytes()).issues for name in expected}
    assert {name: "invalid" if issues else "valid" for name, issues in found.items()} == expected


def test_every_query_definition_is_refused_as_a_document():
    rows = [
        row for row in vectors("epcis", "manifest.json")["documents"] if row["verdict"] == "query-definition"
    ]
    assert [read(vector_file("epcis", row["file"]).read_bytes()).document for row in rows] == [None] * len(
        rows
    )


def test_every_bare_word_is_known():
    from traceability.epcis.lexical import vocabulary

    words = vectors("epcis", "cbv_bare_words.json")
    assert {
        "bizStep": vocabulary.BIZ_STEP.words,
        "disposition": vocabulary.DISPOSITION.words,
        "bizTransactionType": vocabulary.BIZ_TRANSACTION_TYPE.words,
        "sourceDestType": vocabulary.SOURCE_DESTINATION_TYPE.words,
        "errorReason": vocabulary.ERROR_REASON.words,
    } == {key: frozenset(value) for key, value in words.items() if isinstance(value, list)}


def test_every_published_hash_is_ours():
    rows = vectors("epcis_hash", "expected.json")["vectors"]
    documents = {
        row["document"]: read(vector_file("epcis_hash", row["document"]).read_bytes()).document
        for row in rows
    }
    found = {name: document_hashes(document) for name, document in documents.items() if document is not None}
    assert found == {row["document"]: tuple(row["hashes"]) for row in rows}


def test_every_published_pre_image_that_makes_its_hash_is_ours():
    """A few published pre-images were cut or garbled on their way: they do not make the hash beside them."""
    for row in vectors("epcis_hash", "expected.json")["vectors"]:
        document = read(vector_file("epcis_hash", row["document"]).read_bytes()).document
        assert document is not None
        images = [prehash(event, ignored=document.ignored_fields) for event in document.events]
        published = zip(images, row["prehashes"] or [], row["hashes"], strict=False)
        sound = [(ours, theirs) for ours, theirs, digest in published if _digest(theirs) in digest]
        assert [ours for ours, _ in sound] == [theirs for _, theirs in sound]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
