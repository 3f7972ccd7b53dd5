"""The register of certificates: a signed log of every act, checked by `tieubieu verify`, with replaced keys."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.core.actor import SYSTEM
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import NotAllowed, Unavailable
from app.core.logs.keys import kept_signing_key
from app.core.logs.log_keys import list_log_keys, published_keys
from app.core.logs.tlog.check import Trust
from app.core.logs.tlog.checkpoint import parse_key
from app.core.logs.tlog.lines import dump_lines
from app.core.work.jobs import run_pending
from catalog.awards.corrections.services import Corrected, correct_award
from catalog.awards.services import restore_award, revoke_award, suspend_award
from catalog.models import Award
from catalog.register import writer as register
from catalog.register.check import find_register_faults
from catalog.register.keys import rotate_register_key
from tests.helpers.voting.acts import assert_bundle_holds
from tests.helpers.voting.intruder import edit
from voting.log import writer as log
from voting.log.keys import rotate_round_keys
from voting.verification.cli import check_signature, verify_command

AGAIN = "records were taken away, or an older state was put back"
REWRITTEN = "the log was rewritten, or an older state was put back and continued"
ADDRESS = "/giay-chung-nhan/so-cap.json"


def file():
    db.session.rollback()
    return dump_lines(register.document())


def faults(data=None, **trust):
    return [str(fault) for fault in find_register_faults(data or file(), check_signature, Trust(**trust))]


def kinds():
    return [row["event"]["kind"] for row in json.loads(file())["log"]]


@pytest.fixture
def numbers(factory):
    people = factory.published_round(products=3)
    return [row.number for row in db.session.query(Award).filter_by(round_id=people.round_id)]


@pytest.fixture
def officer(factory):
    return factory.officer_actor()


def act(verb, *args, **facts):
    with transaction():
        return verb(*args, **facts)


def award(number):
    return db.session.query(Award).filter_by(number=number).one().id


def test_every_act_is_a_record_and_the_register_holds(numbers, officer):
    first, second, third = numbers
    act(suspend_award, officer, award(first), "Kiểm tra")
    act(restore_award, officer, award(first), "Đạt")
    act(revoke_award, officer, award(second), "Vi phạm")
    act(correct_award, officer, award(third), Corrected(product_name="Tên đúng", producer_name="Cơ sở đúng",
        producer_address=""), "Sai tên")  # fmt: skip
    run_pending()
    assert kinds() == ["issue"] * 3 + ["suspend", "lift", "revoke", "correct"] + ["paper"] * 4
    assert faults() == []


def test_public_file_is_verified_by_the_command(numbers, client, tmp_path):
    answer = client.get(ADDRESS)
    path = tmp_path / "register.json"
    path.write_bytes(answer.data)
    done = CliRunner().invoke(verify_command, [str(path)])
    told = json.loads(done.stdout)
    assert (answer.status_code, done.exit_code, told["certificates"], told["log"]) == (200, 0, 3, 3)
    path.write_bytes(answer.data.replace(numbers[0].encode(), b"CNNT-00-0000-0000"))
    assert CliRunner().invoke(verify_command, [str(path)]).exit_code == 1


EDITS = {
    "product_name": "Khác", "producer_name": "Khác", "producer_address": "Khác", "level": "quoc-gia", "year": 2001,
    "title_vi": "Khác", "unit_name": "Khác", "issuer": "Khác", "signer": "Khác", "decision_number": "9/QĐ",
    "decision_date": "2001-01-01", "issued_on": "2001-01-01", "valid_until": "2099-12-31", "source": "khac",
    "source_text": "Khác", "is_demo": 1, "suspended_on": "2026-01-01", "revoked_on": "2026-01-01",
    "revoked_reason": "Khác",
}  # fmt: skip


def test_each_column_of_a_certificate_edited_is_named(numbers):
    key = award(numbers[1])
    named = {}
    for column, value in EDITS.items():
        before = db.session.execute(db.text(f"SELECT {column} FROM award WHERE id = {key}")).scalar()
        edit(f"UPDATE award SET {column} = :value WHERE id = :id", value=value, id=key)
        named[column] = faults()
        edit(f"UPDATE award SET {column} = :value WHERE id = :id", value=before, id=key)
    assert named == {
        column: [f"certificates/{numbers[1]}: is not what its records say: {column}"] for column in EDITS
    }
    assert faults() == []


def test_certificate_slipped_in_or_taken_out_is_named(numbers):
    edit("UPDATE award SET number = 'CNNT-99-2026-0001' WHERE id = :id", id=award(numbers[0]))
    assert faults() == [
        "certificates/CNNT-99-2026-0001: was never issued in the register",
        f"certificates/{numbers[0]}: was issued and is missing here",
    ]


def test_record_changed_in_the_log_is_named(numbers):
    document = json.loads(file())
    document["log"][1]["event"]["certificate"]["product_name"] = "Khác"
    assert faults(dump_lines(document))[0] == "log/1: the hash is not that of this event and salt"


def test_older_state_put_back_is_told_by_a_checkpoint_kept_elsewhere(numbers, officer):
    old = json.loads(file())
    act(suspend_award, officer, award(numbers[0]), "Kiểm tra")
    kept = json.loads(file())["checkpoints"][-1]
    assert faults(dump_lines(old), notes=(kept,)) == [
        "your checkpoint 1: signed 4 records, this log has only 3: " + AGAIN
    ]


def test_older_state_put_back_and_continued_is_told_too(numbers, officer, app, tmp_path):
    database = db.engine.url.database
    db.session.remove()
    db.engine.dispose()
    shutil.copy(database, tmp_path / "backup.db")
    act(suspend_award, officer, award(numbers[0]), "Kiểm tra")
    kept = json.loads(file())["checkpoints"][-1]
    db.session.remove()
    db.engine.dispose()
    shutil.copy(tmp_path / "backup.db", database)
    for end in ("-wal", "-shm"):
        Path(database + end).unlink(missing_ok=True)
    act(revoke_award, officer, award(numbers[0]), "Khác")
    assert faults() == []
    assert faults(notes=(kept,)) == [
        "your checkpoint 1: the first 4 records of this log are not those it signed: " + REWRITTEN
    ]


def test_key_hands_on_and_both_are_needed(numbers, officer):
    before = register.find_last_checkpoint().note
    told = act(rotate_register_key, SYSTEM)
    act(suspend_award, officer, award(numbers[0]), "Kiểm tra")
    assert json.loads(file())["keys"] == [told["old"], told["new"]]
    assert (faults(), faults(keys=(told["old"],), notes=(before,))) == ([], [])
    assert faults(keys=(told["new"],))[0] == "keys/0: is not the key you trust"
    with pytest.raises(Unavailable):
        kept_signing_key(register.PURPOSE, parse_key(told["old"]).public)


def test_replaced_key_signs_nothing_any_more(numbers, officer):
    old = list_log_keys(register.PURPOSE)[0]
    stolen = kept_signing_key(register.PURPOSE, parse_key(old.key).public)
    act(rotate_register_key, SYSTEM)
    from app.core.logs.tlog.chain import Frontier
    from app.core.logs.tlog.checkpoint import Checkpoint, sign_checkpoint

    document = json.loads(file())
    frontier = Frontier.of([bytes.fromhex(row["hash"]) for row in document["log"]])
    forged = Checkpoint(register.ORIGIN, frontier.size, frontier.root())
    document["checkpoints"].append(sign_checkpoint(forged, parse_key(old.key), stolen.sign))
    assert faults(dump_lines(document)) == [
        f"checkpoints/{len(document['checkpoints']) - 1}: is not signed with the key that the log had handed on to"
    ]


def test_open_round_hands_on_to_a_new_key_and_both_verifiers_hold(factory, client):
    people = factory.published_round()
    old = log.verifier_key()
    told = act(rotate_round_keys, SYSTEM)
    bundle = assert_bundle_holds(people)
    assert (bundle["keys"], told["logs"]) == ([old, told["new"]], 1)
    published = client.get("/.well-known/tieubieu-keys.json").json
    assert published == published_keys()
    assert [(row["key"], row["until"] is None) for row in published if row["purpose"] == "round-log"] == [
        (old, False), (told["new"], True),
    ]  # fmt: skip


def test_nobody_rotates_keys_from_a_page(factory, officer):
    factory.published_round()
    for rotate in (rotate_register_key, rotate_round_keys):
        with pytest.raises(NotAllowed), transaction():
            rotate(officer)
