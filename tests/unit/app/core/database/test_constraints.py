"""The name of a broken constraint, as each kind of database tells it."""

import sqlite3
from types import SimpleNamespace

import pytest
from sqlalchemy.exc import IntegrityError

from app.core.database.constraints import violated_constraint


class OfPostgres(Exception):
    diag = SimpleNamespace(constraint_name="uq_facility_slug")


class OfPostgresUnnamed(Exception):
    diag = SimpleNamespace(constraint_name=None)


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (
            sqlite3.IntegrityError("UNIQUE constraint failed: award.number, award.year"),
            "uq_award_number_year",
        ),
        (sqlite3.IntegrityError("CHECK constraint failed: ck_score_range"), "ck_score_range"),
        (sqlite3.IntegrityError("FOREIGN KEY constraint failed"), "foreign_key"),
        (sqlite3.IntegrityError("NOT NULL constraint failed: award.number"), ""),
        (OfPostgres(), "uq_facility_slug"),
        (OfPostgresUnnamed(), ""),
    ],
)
def test_broken_constraint_is_named(error: Exception, name: str) -> None:
    assert violated_constraint(IntegrityError("INSERT", {}, error)) == name
