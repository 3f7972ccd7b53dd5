"""The independent recount: it must agree with the engine on every bundle, good or bad."""

import ast
import json
import random
import runpy
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.logs.tlog.checkpoint import VerifierKey, cosign
from app.core.logs.tlog.lines import dump_lines
from tests.helpers.voting.sealed_rounds import KEY, SECRET, Round, small_bundle, small_round
from voting.enums import AggregateOn, Method, RoundingMode
from voting.log.bundle import get_seals
from voting.rules.rule_set import Aggregate, Criterion, Part, RuleSet
from voting.tally.exact import Rounding
from voting.verification import verify_bundle
from voting.verification.bundle_check import find_faults, find_live_faults
from voting.verification.cli import check_signature

BUNDLE = small_bundle()
SOURCE = Path(verify_bundle.__file__)


def verdict(data, *keys):
    """What the standalone recount says: the fault, or "" when all is well."""
    verify_bundle.at[0] = "bundle"
    try:
        verify_bundle.verify(data, *keys)
    except SystemExit as ended:
        return str(ended)
    return ""


def test_recount_is_short_and_needs_only_the_standard_library():
    source = SOURCE.read_text("utf-8")
    assert len(source.splitlines()) < 330
    names = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(source))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert names <= set(sys.stdlib_module_names)


def test_whole_bundle_is_good():
    assert verdict(BUNDLE) == ""
    assert verify_bundle.verify(BUNDLE).startswith("18 records, 3 results\ntieubieu.example/round/2026\n18\n")


def test_recount_runs_by_itself(tmp_path):
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_bytes(BUNDLE)
    bad.write_bytes(BUNDLE.replace(b'"market":"30"', b'"market":"31"', 1))
    runs = [
        subprocess.run(
            [sys.executable, "-I", str(SOURCE), str(file)], capture_output=True, text=True, check=False
        )
        for file in (good, bad)
    ]
    assert [(run.returncode, run.stderr) for run in runs] == [
        (0, ""),
        (1, "ballots/1: is not the ballot that was sealed\n"),
    ]


def test_recount_prints_what_it_found(tmp_path, monkeypatch, capsys):
    file = tmp_path / "good.json"
    file.write_bytes(BUNDLE)
    monkeypatch.setattr(sys, "argv", ["verify_bundle.py", str(file), str(KEY)])
    runpy.run_path(str(SOURCE), run_name="__main__")
    assert capsys.readouterr().out.startswith("18 records, 3 results\n")


def test_key_known_from_elsewhere_must_be_the_bundles():
    assert verdict(BUNDLE, str(KEY)) == ""
    assert verdict(BUNDLE, str(VerifierKey("other", KEY.public))) == "keys/0: not a key of the organiser"


@pytest.mark.parametrize("seed", range(60))
def test_any_flipped_bit_is_found_by_both(seed):
    rng = random.Random(1000 + seed)
    data = bytearray(BUNDLE)
    data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    assert verdict(bytes(data)) != ""
    assert find_faults(bytes(data), check_signature) != []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (b'"format":"tieubieu-bundle/1"', b'"format":"tieubieu-bundle/2"', "bundle: not the sections"),
        (b'"sets":[\n\n],\n', b"", "bundle: not the sections"),
        (b'"revision":1', b'"revision":1.5', "ballots/0: 1.5"),
        (b'{"at"', b'{ "at"', "ballots/0: is not in canonical form"),
        (b'"alias":"G2"', b'"alias":"G\xff"', "roster/1: cannot be read"),
        (b'"name_vi":"K', b'"name_vi":"k', "round: is not the record that was sealed"),
        (b'"salt":"', b'"salt":"AB', "log/0: event, salt and hash"),
        (b"tieubieu-2026+", b"tieubieu-2027+", "keys/0: not a key"),
        (
            b"\xe2\x80\x94 tieubieu-2026 ",
            b"\xe2\x80\x94 tieubieu-2027 ",
            "checkpoints/0: signed with no key that is listed",
        ),
        (
            b"tieubieu.example/round/2026\\n1\\n",
            b"tieubieu.example/round/2026\\n2\\n",
            "checkpoints/0: the signature",
        ),
    ],
)
def test_each_kind_of_damage_is_named(old, new, fault):
    assert old in BUNDLE
    assert verdict(BUNDLE.replace(old, new, 1)).startswith(fault)


def changed(change):
    bundle = json.loads(BUNDLE)
    change(bundle)
    return dump_lines(bundle)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda bundle: bundle["checkpoints"].clear(), "keys/0: not signed to its end"),
        (lambda bundle: bundle["checkpoints"].pop(), "log/16: not signed to its end"),
        (lambda bundle: bundle["checkpoints"].reverse(), "checkpoints/1: is not a checkpoint of this log"),
        (lambda bundle: bundle["ballots"].pop(), "ballots/15: is not the ballot that was sealed"),
        (lambda bundle: bundle["ballots"].append({}), "ballots/17: more ballots than the log holds"),
        (lambda bundle: bundle["complaints"].append({"code": "K"}), "complaints/K: is not the record"),
        (lambda bundle: bundle["roster"].pop(), "roster/G4: was sealed and is missing"),
        (lambda bundle: bundle["keys"].clear(), "checkpoints/0: signed with no key that is listed"),
        (lambda bundle: bundle["log"][3].pop("salt"), "log/3: cannot be read"),
    ],
)
def test_each_missing_or_added_record_is_named(change, fault):
    assert verdict(changed(change)).startswith(fault)


def test_signature_of_a_witness_is_ignored_by_both(tmp_path):
    witness, file = VerifierKey("witness.example", KEY.public), tmp_path / "bundle.json"
    signed = cosign(json.loads(BUNDLE)["checkpoints"][0], witness, SECRET.sign)
    file.write_bytes(changed(lambda bundle: bundle["checkpoints"].__setitem__(0, signed)))
    program = Path(sys.executable).with_name("tieubieu")
    for words in ([program, "verify"], [sys.executable, "-I", SOURCE]):
        subprocess.run([*words, file], capture_output=True, check=True)


def test_signature_by_another_key_of_the_same_name_is_refused():
    data = changed(
        lambda bundle: bundle["keys"].__setitem__(0, str(VerifierKey(KEY.name, SECRET.sign(b"")[:32])))
    )
    assert verdict(data) == "checkpoints/0: signed with no key that is listed"


def test_key_that_is_no_point_of_the_curve_is_refused():
    with pytest.raises(SystemExit):
        verify_bundle.multiples((2).to_bytes(32, "little"), 1)


@pytest.mark.parametrize("message", [b"", b"x", bytes(200)])
def test_signatures_agree_with_the_library(message):
    signature = SECRET.sign(message)
    assert verify_bundle.is_signed(KEY.public, signature, message)
    assert not verify_bundle.is_signed(KEY.public, signature, message + b"!")
    s = int.from_bytes(signature[32:], "little") + verify_bundle.ORDER
    malleable = signature[:32] + s.to_bytes(32, "little")
    assert not verify_bundle.is_signed(KEY.public, malleable, message)
    assert not check_signature(KEY.public, malleable, message)


def forged(change):
    """A round whose organiser signs whatever he likes: only the recount can tell."""
    one = small_round()
    one.publish()
    change(one)
    again = Round(origin=one.origin, sections=one.sections, ballots=one.ballots)
    for row in one.log:
        again.append(row["event"])
    return dump_lines(again.bundle())


def sealed_result(index, **fields):
    def apply(one):
        one.sections["results"][index] = one.sections["results"][index] | fields
        one.log[-1]["event"]["seals"] |= get_seals(one.sections, "results")

    return apply


def without_result(one):
    row = one.sections["results"].pop()
    one.log[-1]["event"]["seals"][f"results/1/{row['entry']}"] = None


def ballot_with(n, **fields):
    def apply(one):
        next(row for row in one.ballots if row["leaf"] == n).update(fields)
        one.log[n]["event"].update(fields)

    return apply


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (sealed_result(0, total="99"), "results/1/SP-01: is not what counting"),
        (sealed_result(0, place=2), "results/1/SP-01: is not what counting"),
        (sealed_result(0, tie=None), "results/1/SP-01: is not what counting"),
        (sealed_result(2, verdict="pass"), "results/1/SP-03: is not what counting"),
        (sealed_result(2, ballots=4), "results/1/SP-03: is not what counting"),
        (without_result, "results/1/SP-02: nothing published for (1, 'SP-03')"),
        (
            ballot_with(1, scores={"market": "41", "economy": "0", "culture": "0", "other": "0"}),
            "ballot of G1 for",
        ),
        (
            ballot_with(1, scores={"market": "1e1", "economy": "0", "culture": "0", "other": "0"}),
            "ballot of G1 for",
        ),
        (ballot_with(1, scores={"market": "1"}), "ballot of G1 for SP-01: cannot be read"),
        (ballot_with(1, juror="G9"), "ballots/1: out of order, while scoring was closed, or from no juror"),
        (ballot_with(1, revision=2), "ballots/1: out of order"),
    ],
)
def test_organiser_who_signs_a_wrong_result_is_found_by_both(change, fault):
    data = forged(change)
    assert verdict(data).startswith(fault)
    assert find_faults(data, check_signature) != []


def shared_round(more):
    """A round whose roster says who scores what: G1 all four, of which SP-04 has left. more: to the roster."""
    one = small_round()
    one.sections["roster"][0]["shares"] = [[1, f"SP-0{number}"] for number in (1, 2, 3, 4)]
    one.sections["roster"] += more
    one.append({"kind": "share_out", "seals": get_seals(one.sections, "roster")})
    return dump_lines(one.publish())


def test_ballot_that_was_due_in_a_divided_jury_is_missed_by_both():
    good = shared_round([])
    bad = shared_round([{"alias": "G5", "shares": [[1, "SP-02"]]}])
    fault = "roster/G5: was to score SP-02 and has no ballot for it"
    assert [verdict(data) for data in (good, bad)] == ["", fault]
    found = [[str(one) for one in find_faults(data, check_signature)] for data in (good, bad)]
    assert found == [[], [fault]]


def voted_round(session, **decision):
    """A round whose council met in these seats, or in none that were noted, and voted on SP-01 so."""

    def apply(one):
        if session is not None:
            one.log.insert(-1, {"event": {"kind": "council_session", **session}})
        one.sections["decisions"][0] |= decision
        one.log[-1]["event"]["seals"] |= get_seals(one.sections, "decisions")

    return forged(apply)


ALL, VOTES = {"members": ["H1", "H2", "H3"]}, {"H1": "for", "H2": "against", "H3": "for"}


@pytest.mark.parametrize(
    ("session", "votes_for", "votes_against", "votes", "is_whole"),
    [
        (ALL, 2, 1, VOTES, True),
        ({}, 2, 1, VOTES, True),
        (ALL, 2, 0, VOTES, False),
        (ALL, 2, 1, VOTES | {"H1": "perhaps"}, False),
        ({"members": ["H1", "H2"]}, 2, 1, VOTES, False),
        (None, 2, 1, VOTES, False),
    ],
)
def test_votes_that_contradict_their_numbers_or_the_session_are_found_by_both(
    session, votes_for, votes_against, votes, is_whole
):
    data = voted_round(session, votes_for=votes_for, votes_against=votes_against, votes=votes)
    wrong = [str(fault).startswith("decisions/SP-01: ") for fault in find_faults(data, check_signature)]
    assert [verdict(data).startswith("decisions/SP-01: "), *wrong] == ([False] if is_whole else [True, True])


def test_log_of_another_round_is_refused():
    one = small_round()
    one.sections["round"] |= {"origin": "another"}
    assert (
        verdict(dump_lines(one.publish()))
        == "checkpoints/0: is not a checkpoint of this log, out of order, or signed with a key that was replaced"
    )


def test_rewritten_log_contradicts_the_checkpoint():
    one, other = small_round(), small_round()
    other.log[4]["event"]["scores"]["market"] = "40"
    again = Round(origin=one.origin)
    for row in other.log:
        again.append(row["event"])
    data = dump_lines(one.publish() | {"log": again.log, "checkpoints": one.checkpoints[: len(again.log)]})
    assert verdict(data) == "log/4: the log from this record on is not the one signed in checkpoints/4"


STEPS = st.none() | st.builds(
    Rounding,
    st.sampled_from([Fraction(1, 100), Fraction(1, 10), Fraction(3, 10)]),
    st.sampled_from(list(RoundingMode)),
)
TIES = ["criterion:a", "criterion:b", "criterion:a1", "median", "lowest", "highest", "ballots"]


@st.composite
def rounds(draw):
    parts = draw(
        st.sampled_from([(), (Part("a1", "a1", "a1", Fraction(4)), Part("a2", "a2", "a2", Fraction(6)))])
    )
    ties = [tie for tie in draw(st.permutations(TIES))[:3] if parts or tie != "criterion:a1"]
    rules = RuleSet(
        code="x",
        version=1,
        name_vi="x",
        name_en="x",
        criteria=(
            Criterion("a", "a", "a", Fraction(10), Fraction(draw(st.sampled_from([1, 3])), 2), parts),
            Criterion("b", "b", "b", Fraction(10)),
        ),
        aggregate=Aggregate(
            draw(st.sampled_from(list(AggregateOn))),
            draw(st.sampled_from(list(Method))),
            draw(st.integers(0, 1)),
            draw(st.integers(0, 1)),
            draw(STEPS),
        ),
        total_rounding=draw(STEPS),
        threshold=draw(st.none() | st.just(Fraction(9))),
        minimum_ballots=draw(st.integers(1, 3)),
        ties=(*ties, "council_vote"),
    )
    one = Round(rules=rules)
    one.open([{"code": code, "group": "g", "passes": [1]} for code in "XYZ"], ["G1", "G2", "G3"])
    for code in "XYZ":
        for juror in draw(st.sampled_from([["G1", "G2", "G3"], ["G1", "G3"], []])):
            scores = draw(st.lists(st.sampled_from(["0", "1.5", "2", "4"]), min_size=3, max_size=3))
            one.vote(juror, code, *(scores if parts else scores[1:]))
    one.close()
    return one


@given(rounds())
@settings(max_examples=60, deadline=None)
def test_both_recounts_agree_on_rounds_of_any_rules(one):
    data = dump_lines(one.publish())
    assert find_faults(data, check_signature) == []
    assert verdict(data) == ""


def test_rules_with_every_rounding_mode_agree():
    for mode in RoundingMode:
        rules = replace(
            small_round().rules,
            aggregate=Aggregate(rounding=Rounding(Fraction(1, 2), mode)),
            minimum_ballots=1,
        )
        one = Round(rules=rules)
        one.open([{"code": code, "group": "g", "passes": [1]} for code in "WXYZ"], ["G1", "G2"])
        for code, score in zip("WXYZ", ("20", "20.25", "20.5", "20.75"), strict=True):
            one.vote("G1", code, score, "0", "0", "0")
        one.close()
        assert verdict(dump_lines(one.publish())) == ""


def test_round_under_way_is_checked_without_its_count():
    one = Round(sections={"tally": {}, "decision": {}})
    one.open([{"code": "SP-01", "group": "craft", "passes": [1]}], ["G1", "G2"])
    one.vote("G1", "SP-01", "30", "30", "8", "7")
    bundle = one.bundle()
    assert find_live_faults(bundle, check_signature) == []
    one.vote("G1", "SP-01", "1", "1", "1", "1", status="draft")
    unsigned = {**one.bundle(), "checkpoints": one.checkpoints[:-1]}
    assert find_live_faults(unsigned, check_signature) == []
    changed = {**bundle, "roster": [{"alias": "G9"}, *bundle["roster"][1:]]}
    assert [str(fault) for fault in find_live_faults(changed, check_signature)] == [
        "roster/G9: was never sealed in the log",
        "roster/G1: was sealed in the log and is missing here",
    ]
