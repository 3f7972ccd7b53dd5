"""What was sealed stays as it was, and every change outside the program is named."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.logs.tlog.lines import dump_lines
from tests.helpers.voting.intruder import APPEND_ONLY, drop_guards, edit
from voting.log import records as sealed
from voting.models import EntryCode, Juror, Nomination, RuleSet, ScoreSheet, SelectionRound
from voting.publication.queries import get_bundle, get_public_round
from voting.score_sheets import services as score_sheets
from voting.verification import verify_bundle
from voting.verification.bundle_check import find_faults
from voting.verification.cli import check_signature


def bundle_of(people):
    db.session.expire_all()
    return dump_lines(sealed.bundle(db.session.get_one(SelectionRound, people.round_id)))


def faults(data):
    return [fault.record for fault in find_faults(data, check_signature)]


def standalone(data, tmp_path, name="bundle.json"):
    """(exit status, first line) of verify_bundle.py on its own, without this project's packages."""
    path = tmp_path / name
    path.write_bytes(data)
    script = Path(verify_bundle.__file__).resolve()
    done = subprocess.run(
        [sys.executable, "-I", str(script), str(path)], capture_output=True, text=True, check=False
    )
    return done.returncode, (done.stdout + done.stderr).strip()


def test_append_only_tables_refuse_update_and_delete(factory):
    factory.published_round()
    told = {}
    for table in APPEND_ONLY:
        for verb in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
            with pytest.raises(DatabaseError) as refusal, db.engine.connect() as connection:
                connection.exec_driver_sql(verb)
            told[verb] = str(refusal.value.orig)
    assert set(told.values()) == {f"{table} is append-only" for table in APPEND_ONLY}


def test_published_bundle_is_verified_by_both_implementations(factory, tmp_path):
    people = factory.published_round(products=3)
    data = dump_lines(get_bundle("ky-binh-chon-thu"))
    status, line = standalone(data, tmp_path)
    assert faults(data) == []
    assert (status, line != "") == (0, True)
    assert len(json.loads(data)["ballots"]) == len(people.sheets)


def test_published_bundle_tells_no_names(factory):
    people = factory.published_round()
    data = dump_lines(get_bundle("ky-binh-chon-thu")).decode()
    private = [user.name for user in people.jurors] + [people.facility.name, people.products[0].name_vi]
    assert [name for name in private if name in data] == []


BALLOT_EDITS = {
    "scores": '{"market":"40","economy":"40","culture":"10","other":"10"}',
    "status": "void",
    "comment": "khác",
    "client_id": "00000000-0000-4000-8000-000000000000",
    "receipt": "AAAA-AAAA",
    "leaf_index": 999,
    "revision": 7,
    "saved_by": 1,
    "saved_at": "2020-01-01 00:00:00.000000",
    "sheet_id": 999,
    "source": "paper",
}


def test_each_column_of_a_ballot_edited_is_named(factory, tmp_path):
    people = factory.published_round()
    drop_guards()
    whole = bundle_of(people)
    leaf = json.loads(whole)["ballots"][0]["leaf"]
    row = db.session.execute(text("SELECT * FROM score_sheet_revision ORDER BY id")).mappings().first()
    named = {}
    for column, value in BALLOT_EDITS.items():
        edit(f"UPDATE score_sheet_revision SET {column} = :value WHERE id = :id", value=value, id=row["id"])
        data = bundle_of(people)
        named[column] = (faults(data)[0], standalone(data, tmp_path)[0])
        edit(
            f"UPDATE score_sheet_revision SET {column} = :value WHERE id = :id",
            value=row[column],
            id=row["id"],
        )
    assert set(row) - set(BALLOT_EDITS) == {"id"}
    assert named == dict.fromkeys(BALLOT_EDITS, (f"ballots/{leaf}", 1))
    assert bundle_of(people) == whole


def test_each_column_of_roster_entries_and_rules_edited_is_named(factory):
    people = factory.published_round()
    whole = bundle_of(people)
    alias = db.session.get_one(Juror, people.seats[0].id).alias
    coded = db.session.query(EntryCode).filter_by(nomination_id=people.nominations[0].id).one()
    code, panel = coded.code, people.seats[0].panel_id
    rules = json.loads(json.dumps(db.session.query(RuleSet).one().body))
    rules["threshold"] = "60"
    edits = [
        ("juror", people.seats[0].id, "name", "Người khác", f"roster/{alias}"),
        ("juror", people.seats[0].id, "title", "Giám đốc", f"roster/{alias}"),
        ("juror", people.seats[0].id, "user_id", people.chair.id, f"roster/{alias}"),
        ("juror", people.seats[0].id, "order_seed", "0", f"roster/{alias}"),
        ("juror", people.seats[0].id, "commune", "Tân Phú", f"roster/{alias}"),
        ("juror", people.seats[0].id, "declared_at", "2026-01-01 00:00:00.000000", f"roster/{alias}"),
        ("juror", people.seats[0].id, "removed_reason", "Khác", f"roster/{alias}"),
        ("juror", people.seats[0].id, "removed_at", "2026-01-01 00:00:00.000000", f"roster/{alias}"),
        ("juror", people.seats[0].id, "alias", "G99", f"roster/{alias}"),
        ("juror", people.seats[0].id, "panel_id", 999, f"roster/{alias}"),
        ("jury_panel", panel, "group", "khac", f"roster/{alias}"),
        ("jury_panel", panel, "round_id", 999, f"roster/{alias}"),
        ("entry_code", coded.id, "round_id", 999, f"entries/{code}"),
        ("entry_code", coded.id, "nomination_id", 999, f"entries/{code}"),
        ("entry_code", coded.id, "scoring_pass", 9, f"entries/{code}"),
        ("entry_code", coded.id, "code", "SP-0000", f"entries/{code}"),
        ("entry_code", coded.id, "salt", "00", f"entries/{code}"),
        ("nomination", people.nominations[0].id, "product_id", 999, f"entries/{code}"),
        ("nomination", people.nominations[0].id, "facility_id", 999, f"entries/{code}"),
        ("nomination", people.nominations[0].id, "group", "khac", f"entries/{code}"),
        ("nomination", people.nominations[0].id, "state", "withdrawn", f"entries/{code}"),
        ("nomination", people.nominations[0].id, "statement", "Khác", f"entries/{code}"),
        ("nomination", people.nominations[0].id, "entry", "{}", f"entries/{code}"),
        ("nomination", people.nominations[0].id, "is_set", 1, f"entries/{code}"),
        ("nomination", people.nominations[0].id, "set_case", "a", f"entries/{code}"),
        ("rule_set", 1, "body", json.dumps(rules), "rules"),
        ("rule_set", 1, "version", 9, "round"),
        ("selection_round", people.round_id, "title_vi", "Tên khác", "round"),
        ("selection_round", people.round_id, "year", 2025, "round"),
    ]
    missed = []
    for table, key, column, value, record in edits:
        before = db.session.execute(
            text(f'SELECT "{column}" FROM {table} WHERE id = :id'), {"id": key}
        ).scalar()
        edit(f'UPDATE {table} SET "{column}" = :value WHERE id = :id', value=value, id=key)
        if record not in faults(bundle_of(people)):
            missed.append((table, column))
        edit(f'UPDATE {table} SET "{column}" = :value WHERE id = :id', value=before, id=key)
    assert missed == []
    assert bundle_of(people) == whole


SHEET_EDITS = {"status": "draft", "revision": 9, "key": "khac", "scoring_pass": 2}


def test_each_column_of_a_sheet_edited_is_named(factory):
    people = factory.published_round()
    whole = bundle_of(people)
    row = db.session.execute(text("SELECT * FROM score_sheet ORDER BY id")).mappings().first()
    leaf = next(b["leaf"] for b in json.loads(whole)["ballots"] if b["leaf"] >= 0)
    named = {}
    for column, value in SHEET_EDITS.items():
        edit(f"UPDATE score_sheet SET {column} = :value WHERE id = :id", value=value, id=row["id"])
        named[column] = faults(bundle_of(people))[0]
        edit(f"UPDATE score_sheet SET {column} = :value WHERE id = :id", value=row[column], id=row["id"])
    assert set(row) - set(SHEET_EDITS) == {"id", "juror_id", "nomination_id"}  # whose it is: tested below
    assert named == dict.fromkeys(SHEET_EDITS, f"ballots/{leaf}")
    assert bundle_of(people) == whole


def leaves_of(key):
    sheet = db.session.query(ScoreSheet).filter_by(key=key).one()
    return {f"ballots/{revision.leaf_index}" for revision in sheet.revisions}


def give(key, column, holder):
    edit(f"UPDATE score_sheet SET {column} = :holder WHERE key = :key", holder=holder, key=key)


def test_sheet_given_to_another_is_named(factory):
    people = factory.published_round()
    whole = bundle_of(people)
    one = people.sheets[0, 0]
    for column, other in (("juror_id", people.sheets[1, 0]), ("nomination_id", people.sheets[0, 1])):
        holder = {sheet.key: getattr(sheet, column) for sheet in db.session.query(ScoreSheet)}
        give(one, column, -1)
        assert faults(bundle_of(people))[0] in leaves_of(one)
        give(other, column, holder[one])
        give(one, column, holder[other])
        assert set(faults(bundle_of(people))[:2]) == leaves_of(one) | leaves_of(other)
        give(one, column, -1)
        give(other, column, holder[other])
        give(one, column, holder[one])
    assert bundle_of(people) == whole


LEAF_EDITS = {
    "kind": "khac",
    "at": "2026-01-01 00:00:00.000000",
    "event": '{"at":"2026-01-01T00:00:00.000000+00:00","kind":"open_scoring"}',
    "salt": "00" * 32,
    "leaf_hash": "00" * 32,
    "position": 999,
    "round_id": 999,
}
CHECKPOINT_EDITS = {"size": 1, "root": "00" * 32, "note": "a\n1\nAA==\n\n— b AA==\n"}


def test_each_column_of_the_log_edited_is_named(factory):
    """`reason` and `at` of a checkpoint are shown to the council alone and are not signed."""
    people = factory.published_round()
    drop_guards()
    whole = bundle_of(people)
    free, missed = {}, []
    for table, order, edits, record in (
        ("round_leaf", "position", LEAF_EDITS, "log/2"),
        ("round_checkpoint", "id", CHECKPOINT_EDITS, "checkpoints/2"),
    ):
        row = db.session.execute(text(f"SELECT * FROM {table} ORDER BY {order}")).mappings().all()[2]
        free[table] = set(row) - set(edits)
        for column, value in edits.items():
            edit(f"UPDATE {table} SET {column} = :value WHERE id = :id", value=value, id=row["id"])
            if record not in faults(bundle_of(people)):
                missed.append((table, column))
            edit(f"UPDATE {table} SET {column} = :value WHERE id = :id", value=row[column], id=row["id"])
    assert missed == []
    assert free == {"round_leaf": {"id"}, "round_checkpoint": {"id", "round_id", "reason", "at"}}
    assert bundle_of(people) == whole


def test_ballot_taken_away_or_slipped_in_is_named(factory):
    people = factory.published_round()
    drop_guards()
    whole = bundle_of(people)
    last = json.loads(whole)["ballots"][-1]["leaf"]
    edit("DELETE FROM score_sheet_revision WHERE leaf_index = :leaf", leaf=last)
    assert faults(bundle_of(people))[0] == f"ballots/{last}"


def test_any_byte_changed_is_refused_by_both(factory, tmp_path):
    factory.published_round()
    data = dump_lines(get_bundle("ky-binh-chon-thu"))
    step = max(1, len(data) // 5)
    for position in range(0, len(data), step):
        changed = data[:position] + bytes([data[position] ^ 1]) + data[position + 1 :]
        assert (bool(faults(changed)), standalone(changed, tmp_path)[0]) == (True, 1), position


def test_result_page_stays_as_published(factory):
    people = factory.published_round()
    before = json.dumps(get_public_round("ky-binh-chon-thu").result, sort_keys=True)
    edit("UPDATE product SET name_vi = 'Tên mới' WHERE id = :id", id=people.products[0].id)
    edit("UPDATE facility SET name = 'Cơ sở mới' WHERE id = :id", id=people.facility.id)
    edit("UPDATE council_verdict SET recognised = 0")
    edit("DELETE FROM juror WHERE id = :id", id=people.seats[0].id)
    edit("UPDATE rule_set SET body = json_set(body, '$.threshold', '99')")
    db.session.expire_all()
    assert json.dumps(get_public_round("ky-binh-chon-thu").result, sort_keys=True) == before


def test_reopened_sheet_keeps_the_first_cast_in_the_log(factory):
    people = factory.round_in_scoring()
    key = people.sheets[0, 0]
    factory.submit_sheet(people.jurors[0], key)
    with transaction():
        score_sheets.reopen_sheet(factory.actor(people.chair), key, "Nhầm dòng")
    factory.submit_sheet(people.jurors[0], key)
    ballots = sealed.ballot_records(db.session.get_one(SelectionRound, people.round_id))
    assert [(b["revision"], b["status"], b["by"]) for b in ballots] == [
        (1, "cast", "juror"), (2, "draft", "council"), (3, "cast", "juror"),
    ]  # fmt: skip


def test_entry_snapshot_does_not_change_with_the_product(factory):
    people = factory.round_in_scoring()
    entry = dict(people.nominations[0].entry)
    edit("UPDATE product SET description_vi = 'Mô tả mới' WHERE id = :id", id=people.products[0].id)
    assert db.session.get_one(Nomination, people.nominations[0].id).entry == entry
