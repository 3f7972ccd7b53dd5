import json
import random
from dataclasses import replace
from fractions import Fraction

import pytest

from app.core.logs.tlog.chain import Frontier, get_receipt
from app.core.logs.tlog.check import Trust
from app.core.logs.tlog.checkpoint import Checkpoint, VerifierKey, sign_checkpoint
from app.core.logs.tlog.errors import ChainError
from app.core.logs.tlog.lines import dump_lines, get_record_at
from tests.helpers.voting.sealed_rounds import KEY, ORIGIN, SECRET, Round, small_bundle, small_round
from voting.log.bundle import build_bundle, get_counted, get_seals, get_tally_inputs
from voting.rules.default import CIRCULAR_26_2014
from voting.rules.document import rule_set_to_dict
from voting.verification.bundle_check import find_faults, get_summary
from voting.verification.cli import check_signature

BUNDLE = small_bundle()


def faults(data, trust=None):
    return [str(fault) for fault in find_faults(data, check_signature, trust)]


def records(data, trust=None):
    return [fault.record for fault in find_faults(data, check_signature, trust)]


def edited(change):
    """The bundle with one thing changed, written as a bundle is written."""
    bundle = json.loads(BUNDLE)
    change(bundle)
    return dump_lines(bundle)


def test_published_round_is_whole():
    assert faults(BUNDLE) == []


def test_summary_says_what_to_compare():
    summary = get_summary(BUNDLE)
    assert (summary["entries"], summary["jurors"], summary["results"], summary["amended"]) == (4, 4, 3, [])
    assert summary["keys"] == [str(KEY)]
    assert summary["last_checkpoint"].startswith(f"{ORIGIN}\n{summary['log']}\n")


def test_only_the_last_revision_counts_and_only_when_cast():
    bundle = json.loads(BUNDLE)
    counted = {(row["juror"], row["entry"]): row["scores"].get("market") for row in bundle["ballots"]}
    assert len(counted) == 12
    kept = get_counted(bundle["ballots"])
    assert sorted((juror, entry) for _, juror, entry in kept if entry == "SP-03") == [
        ("G1", "SP-03"),
        ("G2", "SP-03"),
        ("G3", "SP-03"),
    ]
    row = next(row for row in bundle["results"] if row["entry"] == "SP-03")
    assert row["total"] == str(Fraction(50 + Fraction("50.5") + 52) / 3)


def test_groups_are_ranked_apart_and_entries_without_pass_are_left_out():
    bundle = json.loads(BUNDLE)
    assert [(row["entry"], row["place"], row["tie"]) for row in bundle["results"]] == [
        ("SP-01", 1, "T1"),
        ("SP-02", 1, "T1"),
        ("SP-03", 1, None),
    ]


def change(*path, to):
    def apply(bundle):
        place = bundle
        for step in path[:-1]:
            place = place[step]
        assert repr(place[path[-1]]) != repr(to)
        place[path[-1]] = to

    return apply


@pytest.mark.parametrize(
    ("apply", "record"),
    [
        (change("round", "name_vi", to="Kỳ khác"), "round"),
        (change("rules", "threshold", to="60"), "rules"),
        (change("tally", "program", to="9"), "tally"),
        (change("decision", "number", to="45/QĐ-UBND"), "decision"),
        (change("roster", 1, "alias", to="G9"), "roster/G9"),
        (change("entries", 0, "name", to="Bình sứ"), "entries/SP-01"),
        (change("results", 2, "verdict", to="pass"), "results/1/SP-03"),
        (change("decisions", 0, "recognised", to=False), "decisions/SP-01"),
        (change("ballots", 0, "scores", "market", to="40"), "ballots/1"),
        (change("ballots", 3, "juror", to="G4"), "ballots/4"),
        (change("ballots", 3, "at", to="2026-03-06T07:00:00Z"), "ballots/4"),
        (change("ballots", 3, "pass", to=True), "ballots/4"),
        (change("ballots", 2, "leaf", to=9), "ballots/3"),
        (change("ballots", 0, "leaf", to=True), "ballots"),
        (change("ballots", 2, "leaf", to="x"), "ballots/3"),
        (change("log", 4, "event", "scores", "market", to="40"), "log/4"),
        (change("log", 4, "salt", to="00" * 32), "log/4"),
        (change("log", 4, "salt", to="zz" * 32), "log/4"),
        (change("log", 4, "salt", to="AB" * 32), "log/4"),
        (change("log", 4, "hash", to="00" * 32), "log/4"),
        (change("log", 4, "event", to="x"), "log/4"),
        (lambda bundle: bundle["log"][4].pop("salt"), "log/4"),
        (lambda bundle: bundle["log"][4]["event"].pop("kind"), "log/4"),
        (lambda bundle: bundle["ballots"].pop(3), "ballots/4"),
        (lambda bundle: bundle["ballots"].reverse(), "ballots"),
        (lambda bundle: bundle["roster"].pop(), "roster/G4"),
        (lambda bundle: bundle["complaints"].append({"code": "K1"}), "complaints/K1"),
        (lambda bundle: bundle["entries"].append(bundle["entries"][0]), "entries/SP-01"),
        (lambda bundle: bundle["checkpoints"].pop(), "log/17"),
        (lambda bundle: bundle["checkpoints"].reverse(), "checkpoints"),
        (lambda bundle: bundle["keys"].clear(), "checkpoints/0"),
        (change("keys", 0, to="none"), "keys/0"),
        (change("checkpoints", 3, to="none"), "checkpoints/3"),
        (lambda bundle: bundle["checkpoints"].clear(), "checkpoints"),
        (change("format", to="tieubieu-bundle/0"), "format"),
        (change("log", to={}), "log"),
        (change("round", to=[]), "round"),
        (change("ballots", 0, to="x"), "ballots/0"),
        (change("keys", 0, to={}), "keys/0"),
        (lambda bundle: bundle.pop("sets"), "sets"),
        (lambda bundle: bundle.update(extra={}), "extra"),
    ],
)
def test_edit_names_the_record(apply, record):
    assert record in records(edited(apply))


def test_every_kind_of_damage_to_the_file_names_a_record():
    lines = BUNDLE.decode().split("\n")
    for n, line in enumerate(lines[:-1]):
        damaged = "\n".join([*lines[:n], line[:-1] + "?", *lines[n + 1 :]]).encode()
        (fault,) = find_faults(damaged, check_signature)
        assert fault.message.startswith("not JSON"), n


@pytest.mark.parametrize("seed", range(60))
def test_any_flipped_bit_is_found(seed):
    rng = random.Random(seed)
    data = bytearray(BUNDLE)
    data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    assert records(bytes(data)) != []


@pytest.mark.parametrize(
    ("data", "record"),
    [
        (b"", "bundle"),
        (b"[]", "format"),
        (b"[" * 100_000, "bundle"),
        (BUNDLE + b"\n", "bundle"),
        (BUNDLE.replace(b'{"at"', b'{ "at"', 1), "ballots/0"),
        (BUNDLE.replace(b'"alias":"G2"', b'"alias":"G2","alias":"G2"', 1), "bundle"),
        (BUNDLE.replace("Nón lá".encode(), "No\u0301n la\u0301".encode()), "entries/1"),
        (BUNDLE.replace("Nón lá".encode(), b"N\xf3n"), "entries/1"),
        (BUNDLE.replace(b'"revision":1', b'"revision":1.0', 1), "bundle"),
    ],
)
def test_file_that_is_not_written_as_a_bundle_is_refused(data, record):
    assert records(data)[0] == record


def test_record_of_a_line_is_named():
    assert [get_record_at(BUNDLE, line) for line in (0, 1, 2, 3, 4)] == [
        "bundle",
        "bundle",
        "ballots",
        "ballots/0",
        "ballots/1",
    ]


def resealed(change, *, sign=True):
    """A forger with the database but not the key: hashes made to fit again, and signatures too if `sign`."""
    one = small_round()
    one.publish()
    change(one)
    forged = Round(origin=one.origin, sections=one.sections, ballots=one.ballots)
    for row in one.log:
        forged.append(row["event"])
    if not sign:
        forged.checkpoints = one.checkpoints
    return dump_lines(forged.bundle())


def raise_score(one):
    one.log[4]["event"]["scores"]["market"] = "40"
    one.ballots[3]["scores"]["market"] = "40"


def test_rewritten_log_contradicts_the_first_checkpoint_after_the_change():
    assert (
        faults(resealed(raise_score, sign=False))[0]
        == "log/4: changed at or after this record, before checkpoints/4"
    )


def test_result_that_the_ballots_do_not_give_is_found_even_when_all_is_signed():
    assert "results/1/SP-02: is not what counting the ballots gives" in faults(resealed(raise_score))


def of_ballot(n, **fields):
    def apply(one):
        row = next(row for row in one.ballots if row["leaf"] == n)
        row.update(fields)
        one.log[n]["event"].update(fields)

    return apply


def close_after_the_first(one):
    one.log[2]["event"]["kind"] = "close_scoring"
    del one.ballots[1]


@pytest.mark.parametrize(
    ("apply", "record"),
    [
        (of_ballot(1, juror="G9"), "ballots/1"),
        (of_ballot(1, entry="SP-99"), "results/1/SP-01"),
        (of_ballot(1, revision=2), "ballots/1"),
        (of_ballot(8, previous=None), "ballots/8"),
        (of_ballot(1, revision="1"), "ballots/1"),
        (of_ballot(1, status="voted"), "ballots of pass 1, group craft"),
        (of_ballot(1, scores={"market": "9"}), "ballots of pass 1, group craft"),
        (lambda one: one.log[0]["event"].update({"pass": 2}), "ballots/1"),
        (close_after_the_first, "ballots/3"),
    ],
)
def test_sealed_ballots_that_break_the_rules_are_named(apply, record):
    assert record in records(resealed(apply))


def with_section(name, value):
    def apply(one):
        one.sections[name] = value
        one.log[-1]["event"]["seals"] |= get_seals(one.sections, name)

    return apply


@pytest.mark.parametrize(
    ("name", "value", "record"),
    [
        ("rules", {"code": "?"}, "rules"),
        ("entries", [{"code": "SP-01"}], "results"),
        ("results", [], "results/1/SP-01"),
        ("round", {"origin": "another.example/log"}, "checkpoints/0"),
    ],
)
def test_sealed_sections_that_cannot_be_counted_are_named(name, value, record):
    assert record in records(resealed(with_section(name, value)))


def test_record_taken_back_in_the_log_may_not_be_shown():
    def take_back(one):
        one.log[-1]["event"]["seals"]["roster/G4"] = None

    assert "roster/G4: was never sealed in the log" in faults(resealed(take_back))


def test_record_taken_back_and_left_out_is_whole():
    one = small_round()
    one.sections["complaints"] = [{"code": "K1"}]
    one.append({"kind": "complaint", "seals": get_seals(one.sections, "complaints")})
    one.sections["complaints"] = []
    one.append({"kind": "complaint_withdrawn", "seals": {"complaints/K1": None}})
    assert faults(dump_lines(one.publish())) == []


def test_entry_amended_after_opening_is_told():
    one = small_round()
    one.sections["entries"][3]["name"] = "Rút lui vì hết hàng"
    one.append({"kind": "amend", "reason": "rút lui", "seals": get_seals(one.sections, "entries")})
    summary = get_summary(dump_lines(one.publish()))
    assert summary["amended"] == ["entries/SP-01", "entries/SP-02", "entries/SP-03", "entries/SP-04"]


def test_two_passes_are_each_ranked():
    one = Round(rules=replace(CIRCULAR_26_2014, passes=2, minimum_ballots=1))
    entries = [{"code": "A", "group": "g", "passes": [1, 2]}, {"code": "B", "group": "g", "passes": [1]}]
    one.open(entries, ["G1"])
    one.vote("G1", "A", "30", "30", "9", "9")
    one.vote("G1", "B", "20", "30", "9", "9")
    one.close()
    one.append({"kind": "open_scoring", "pass": 2})
    one.vote("G1", "A", "35", "30", "9", "9", number=2)
    one.close(2)
    data = dump_lines(one.publish())
    assert faults(data) == []
    assert [(row["pass"], row["entry"], row["place"]) for row in json.loads(data)["results"]] == [
        (1, "A", 1),
        (1, "B", 2),
        (2, "A", 1),
    ]


def test_key_known_from_elsewhere_must_be_the_bundles():
    other = str(VerifierKey("other", KEY.public))
    assert faults(BUNDLE, Trust(keys=(str(KEY),))) == []
    assert faults(BUNDLE, Trust(keys=(other,))) == ["keys/0: is not the key you trust"]


def test_checkpoint_kept_by_a_juror_must_be_in_the_log():
    bundle = json.loads(BUNDLE)
    assert faults(BUNDLE, Trust(notes=(bundle["checkpoints"][5],))) == []
    leaves = Frontier.of([bytes.fromhex(row["hash"]) for row in bundle["log"]])
    leaves.append(bytes(32))
    later = sign_checkpoint(Checkpoint(ORIGIN, leaves.size, leaves.root()), KEY, SECRET.sign)
    assert faults(BUNDLE, Trust(keys=(str(KEY),), notes=(later, "none"))) == [
        (
            "your checkpoint 1: signed 19 records, this log has only 18:"
            " records were taken away, or an older state was put back"
        ),
        "your checkpoint 2: not a signed checkpoint",
    ]


def test_old_backup_is_shorter_than_what_was_signed():
    one = small_round()
    data = dump_lines(one.publish() | {"log": one.log[:-1]})
    assert "checkpoints/17: signed 18 records, the log has 17" in faults(data)


def test_receipt_must_be_in_the_log():
    mine = get_receipt(bytes.fromhex(json.loads(BUNDLE)["log"][1]["hash"]))
    assert faults(BUNDLE, Trust(receipts=(mine,))) == []
    assert faults(BUNDLE, Trust(receipts=("00000-00000",))) == [
        "your receipt 00000-00000: no record in the log has it"
    ]


def test_bundle_needs_exactly_its_sections():
    with pytest.raises(ChainError) as caught:
        build_bundle({"round": {}, "surprise": {}})
    assert caught.value.code == "bad_sections"


def test_seals_name_only_the_sections_asked_for():
    sections = {"rules": rule_set_to_dict(CIRCULAR_26_2014), "roster": [{"alias": "G1"}]}
    assert list(get_seals(sections, "roster")) == ["roster/G1"]
    assert list(get_seals(sections, "rules")) == ["rules"]


def test_ballots_for_entries_out_of_the_pass_are_kept_and_not_counted():
    ballots = [{"pass": 1, "juror": "G1", "entry": "X", "revision": 1, "status": "cast", "scores": {}}]
    entries = [{"code": "A", "group": "g", "passes": [1]}]
    assert get_tally_inputs({}, entries, ballots) == {
        (1, "g"): {"rule_set": {}, "entries": ["A"], "ballots": []}
    }
