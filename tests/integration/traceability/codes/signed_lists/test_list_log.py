"""Lists countersigned by the site's log: the day of a list does not rest on its signer."""

import json
from copy import deepcopy

import pytest
from click.testing import CliRunner

from app.core.actor import SYSTEM
from app.core.clock import use_clock
from app.core.database.base import db
from app.core.database.transaction import transaction
from tests.helpers.voting.acts import later
from traceability.codes.signed_lists.cli import label_list
from traceability.codes.signed_lists.countersignature import countersigned_at
from traceability.codes.signed_lists.keys import label_signing_key, revoke_label_key
from traceability.codes.signed_lists.list_log import list_list_keys
from traceability.codes.signed_lists.signed_list import SignatureError, sign_code_list
from traceability.models import LabelRun, ListLogLeaf


def list_of(run):
    return db.session.get_one(LabelRun, run.id).signed_list


@pytest.fixture
def check(client, tmp_path):
    """The command, with a copy of the key list of this moment."""

    def run(signed, *more):
        files = tmp_path / "list.json", tmp_path / "keys.json"
        files[0].write_text(json.dumps(signed))
        files[1].write_bytes(client.get("/.well-known/label-keys.json").data)
        return CliRunner().invoke(label_list, [str(files[0]), "--keys", str(files[1]), *more])

    return run


def test_each_list_is_a_record_of_the_log_and_leads_to_its_signed_root(factory, lot):
    found = [list_of(factory.labels(lot, drawn=True)) for _ in range(7)]
    assert [signed["countersigned"]["position"] for signed in found] == [0, 1, 2, 3, 4, 5, 6]
    assert [len(signed["countersigned"]["proof"]) for signed in found] == [0, 1, 1, 2, 1, 2, 2]
    assert all(countersigned_at(signed, list_list_keys()) for signed in found)
    assert db.session.query(ListLogLeaf).count() == 7


def test_list_from_before_the_revocation_stands_and_a_later_one_does_not(factory, lot, check):
    signed = list_of(factory.labels(lot, drawn=True))
    stolen = label_signing_key()
    with use_clock(later(hours=1)), transaction():
        revoke_label_key(SYSTEM, signed["key"], "Khóa bị lộ")
    assert check(signed).exit_code == 0
    known = json.loads(check(signed).stdout)["known_since"]
    assert known[:16] == signed["countersigned"]["event"]["at"][:16]
    forged = sign_code_list(stolen, batch="run-1", codes=["S" + "0" * 19], signed_at=later(days=-9).now())
    refused = check(forged)
    assert (refused.exit_code, "key_revoked" in refused.stderr) == (1, True)
    borrowed = forged | {"countersigned": signed["countersigned"]}
    assert "countersignature_wrong" in check(borrowed).stderr


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("event", "at"), "2020-01-01T00:00:00.000000+00:00"),
        (("event", "list"), "0" * 64),
        (("salt",), "00" * 32),
        (("salt",), "no hex"),
        (("position",), 0),
        (("proof",), []),
        (("note",), "nothing"),
    ],
)
def test_changed_countersignature_is_refused(factory, lot, path, value):
    factory.labels(lot, drawn=True)
    signed = deepcopy(list_of(factory.labels(lot, drawn=True)))
    holder = signed["countersigned"]
    for name in path[:-1]:
        holder = holder[name]
    holder[path[-1]] = value
    with pytest.raises(SignatureError, match="does not confirm"):
        countersigned_at(signed, list_list_keys())


def test_list_without_countersignature_rests_on_its_key_alone(factory, lot, check):
    signed = dict(list_of(factory.labels(lot, drawn=True)))
    del signed["countersigned"]
    answer = check(signed)
    assert (answer.exit_code, "known_since" in answer.stdout) == (0, False)
