"""What Tantivy keeps of a document, and the queries that a question becomes."""

from collections.abc import Iterable, Iterator
from typing import Any

from tantivy import FieldType, Occur, Query, SchemaBuilder

from app.adapters.search.steps import FIELDS
from app.core.search import (
    ADJACENT_SCORE,
    BEGINS_SCORE,
    FACETS,
    MARKED_SCORE,
    MARKED_TITLE_SCORE,
    RANK_SCORES,
    TITLE_WEIGHT,
    Match,
    SearchQuery,
    Word,
    is_anchored,
    query_words,
)


def _schema() -> Any:
    builder = SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("title_shown", stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("words", "title", "marked", "marked_title"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in ("name_key", "newest_key", "rank_key", "rank", "begins", *FACETS):
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    for name in FIELDS:
        builder.add_unsigned_field(name, fast=True, indexed=True)
    return builder.build()


SCHEMA = _schema()


def holding_words(text: str, match: Match, name: str) -> list[Any]:
    """One query a word of the text, read in this way, in the field."""
    asked = query_words(text)
    held = [_reading(word, match, name) for word in asked]
    if is_anchored(asked, match):
        held.append(Query.boolean_query([(Occur.Should, _term(name, word.folded)) for word in asked]))
    return held


def _reading(word: Word, match: Match, name: str) -> Any:
    readings = [_term(name, word.folded)]
    if match is not Match.WORDS and word.is_last:
        readings.append(_prefix(name, word.folded))
    if match is Match.NEAR and word.may_be_near:
        readings.append(Query.fuzzy_term_query(SCHEMA, name, word.folded, distance=1))
    return Query.boolean_query([(Occur.Should, reading) for reading in readings])


def _clauses(word: Word, match: Match) -> Iterator[Any]:
    """What raises the score of a hit; every hit holds the words, so that alone raises nothing."""
    yield Query.boost_query(_term("title", word.folded), TITLE_WEIGHT)
    if word.marked:
        yield Query.const_score_query(_term("marked", word.marked), MARKED_SCORE)
        yield Query.const_score_query(_term("marked_title", word.marked), MARKED_TITLE_SCORE)
    if match is not Match.WORDS and word.is_last:
        yield Query.const_score_query(_prefix("title", word.folded), TITLE_WEIGHT)
        if word.marked:
            yield Query.const_score_query(_prefix("marked", word.marked), MARKED_SCORE)
            yield Query.const_score_query(_prefix("marked_title", word.marked), MARKED_TITLE_SCORE)
    if match is Match.NEAR and word.may_be_near:
        near = Query.fuzzy_term_query(SCHEMA, "title", word.folded, distance=1)
        yield Query.const_score_query(near, TITLE_WEIGHT)


def _term(name: str, term: str) -> Any:
    return Query.term_query(SCHEMA, name, term, "freq")


def _raw(name: str, value: str) -> Any:
    return Query.term_query(SCHEMA, name, value, "basic")


def _prefix(name: str, term: str) -> Any:
    return Query.regex_query(SCHEMA, name, f"{term}.*")  # a word holds letters and digits only


def any_value(name: str, values: Iterable[str]) -> Any:
    return Query.term_set_query(SCHEMA, name, list(values))


def all_of(parts: list[Any]) -> Any:
    """Documents that match every part, unscored."""
    if not parts:
        return Query.all_query()
    return Query.const_score_query(Query.boolean_query([(Occur.Must, part) for part in parts]), 1.0)


def ranked(wanted: Any, query: SearchQuery, match: Match) -> Any:
    clauses = [(Occur.Should, clause) for word in query_words(query.text) for clause in _clauses(word, match)]
    clauses.append((Occur.Should, Query.const_score_query(_raw("begins", query.beginning), BEGINS_SCORE)))
    adjacent = Query.const_score_query(_term("words", query.beginning), ADJACENT_SCORE)
    clauses.append((Occur.Should, adjacent))
    for rank, score in enumerate(RANK_SCORES):
        clauses.append((Occur.Should, Query.const_score_query(_raw("rank", str(rank)), score)))
    return Query.boolean_query([(Occur.Must, wanted), *clauses])


def between(name: str, start: int, end: int) -> Any:
    return Query.range_query(SCHEMA, name, FieldType.Unsigned, start, end, True, False)
