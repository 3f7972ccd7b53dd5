"""Checks a published bundle and names every faulty record: the engine's counterpart of verify_bundle.py."""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from app.core.logs.tlog.canonical import canonical, record_hash
from app.core.logs.tlog.check import (
    UNSIGNED,
    Fault,
    Log,
    Signed,
    Trust,
    checkpoint_faults,
    leaf_faults,
    read_log,
    shape_faults,
    trust_faults,
)
from app.core.logs.tlog.checkpoint import CheckSignature
from app.core.logs.tlog.lines import file_faults, get_record_at
from app.core.refused import Refused
from app.core.strict_json import load_json
from voting.log.bundle import FORMAT, LISTS, OBJECTS, get_tally_inputs, iter_records
from voting.rules.document import rule_set_from_dict
from voting.rules.rule_set import to_tally_rules
from voting.tally.count import tally

STEADY = frozenset({"round", "rules", "roster", "entries"})
"""Sections that at every moment since the opening are as they were sealed last."""
Revisions = dict[tuple[Any, ...], tuple[int, str]]
"""By pass, juror and entry: the last revision and the hash of its leaf."""
BALLOT_FIELDS = {"pass": int, "juror": str, "entry": str, "revision": int, "status": str, "scores": dict}


def find_faults(data: bytes, check: CheckSignature, trust: Trust | None = None) -> list[Fault]:
    """All faults of a bundle file, empty when it is whole and counts as it says. Never raises."""
    try:
        bundle = load_json(data)
    except Refused as error:
        return [Fault(get_record_at(data, int(error.params["line"])), error.message)]
    faults = [*shape_faults(bundle, "bundle", FORMAT, objects=OBJECTS, lists=LISTS)]
    faults = faults or [*file_faults(bundle, data)]
    if faults:
        return faults
    log = read_log(bundle["log"])
    signed = Signed(log, str(bundle["round"].get("origin")), bundle["keys"], bundle["checkpoints"])
    return [
        *leaf_faults(bundle["log"], log),
        *_ballot_faults(bundle["ballots"], log),
        *_seal_faults(bundle, log.events),
        *checkpoint_faults(signed, check),
        *trust_faults(signed, check, trust or Trust()),
        *_guarded("results", lambda: _count_faults(bundle)),
        *_guarded("roster", lambda: _due_faults(bundle)),
        *_guarded("decisions", lambda: _vote_faults(bundle["decisions"], log.events)),
    ]


def find_live_faults(bundle: dict[str, Any], check: CheckSignature) -> list[Fault]:
    """Faults of a round in progress, with the sections from its current tables.

    Every leaf, sheet and signature is checked, and each record that must be as it was sealed last. Nothing is
    counted, and no fault reveals a score. Drafts since the last signature are not signed yet: the next act
    signs them.
    """
    log = read_log(bundle["log"])
    signed = Signed(log, str(bundle["round"].get("origin")), bundle["keys"], bundle["checkpoints"])
    tail = len(log.events)
    while tail and (log.events[tail - 1].get("kind"), log.events[tail - 1].get("status")) == (
        "ballot",
        "draft",
    ):
        tail -= 1
    unsigned = {f"log/{n}" for n in range(tail, len(log.events))}
    return [
        *leaf_faults(bundle["log"], log),
        *_ballot_faults(bundle["ballots"], log),
        *_seal_faults(bundle, log.events, STEADY),
        *(
            fault
            for fault in checkpoint_faults(signed, check)
            if not (fault.message == UNSIGNED and fault.record in unsigned)
        ),
    ]


def get_summary(data: bytes) -> dict[str, Any]:
    """The summary of an intact bundle, to compare with what was mailed and announced."""
    bundle = load_json(data)
    return {
        "valid": True,
        "round": bundle["round"],
        "entries": len(bundle["entries"]),
        "jurors": len(bundle["roster"]),
        "ballots": len(bundle["ballots"]),
        "results": len(bundle["results"]),
        "log": len(bundle["log"]),
        "checkpoints": len(bundle["checkpoints"]),
        "keys": bundle["keys"],
        "amended": _amended([entry["event"] for entry in bundle["log"]]),
        "last_checkpoint": bundle["checkpoints"][-1],
    }


def _ballot_faults(ballots: list[dict[str, Any]], log: Log) -> Iterator[Fault]:
    sealed = {n: event for n, event in enumerate(log.events) if event.get("kind") == "ballot"}
    if [(type(row.get("leaf")), row.get("leaf")) for row in ballots] != [(int, n) for n in sealed]:
        shown = {row.get("leaf") if isinstance(row.get("leaf"), int) else -1 for row in ballots}
        missing = sorted(sealed.keys() - shown)
        record = f"ballots/{missing[0]}" if missing else "ballots"
        yield Fault(record, "ballots shown are not those in the log, once each and in order")
        return
    last: Revisions = {}
    for row in ballots:
        n = row["leaf"]
        if fault := _ballot_fault(row, sealed[n], log.leaves[n].hex(), last):
            yield Fault(f"ballots/{n}", fault)
    yield from _hours_faults(log.events)


def _ballot_fault(row: dict[str, Any], sealed: dict[str, Any], leaf: str, last: Revisions) -> str:
    """What is wrong with a ballot, empty for nothing. last: the revisions before it, to which it is added."""
    event = {"kind": "ballot", **{key: value for key, value in row.items() if key != "leaf"}}
    if canonical(event) != canonical(sealed):
        return f"{_ballot_name(row)} differs from what was sealed"
    if any(type(row.get(key)) is not kind for key, kind in BALLOT_FIELDS.items()):
        return "a field is missing or of the wrong type"
    key = (row["pass"], row["juror"], row["entry"])
    revision, previous = last.get(key, (0, None))
    last[key] = (row["revision"], leaf)
    if (row["revision"], row.get("previous")) != (revision + 1, previous):
        return f"{_ballot_name(row)} does not follow the revision before it"
    return ""


def _ballot_name(row: dict[str, Any]) -> str:
    return f"ballot of juror {row.get('juror')} for entry {row.get('entry')} (revision {row.get('revision')})"


def _hours_faults(events: list[dict[str, Any]]) -> Iterator[Fault]:
    """A ballot is received between the opening and the closing of its pass, or not at all."""
    opened: list[object] = []
    for n, event in enumerate(events):
        match event.get("kind"):
            case "open_scoring":
                opened.append(event.get("pass"))
            case "close_scoring":
                opened = [number for number in opened if number != event.get("pass")]
            case "ballot" if event.get("pass") not in opened:
                yield Fault(f"ballots/{n}", f"{_ballot_name(event)} was logged while scoring was closed")


def _seal_faults(
    bundle: dict[str, Any], events: list[dict[str, Any]], sections: Collection[str] | None = None
) -> Iterator[Fault]:
    """sections: those looked at; when None all of them, and nothing else may be sealed."""
    seals: dict[str, object] = {}
    for event in events:
        if isinstance(event.get("seals"), dict):
            seals |= event["seals"]
    records = list(iter_records(bundle))
    if sections is not None:
        seals = {path: seal for path, seal in seals.items() if path.partition("/")[0] in sections}
        records = [(path, record) for path, record in records if path.partition("/")[0] in sections]
    yield from _record_faults(records, seals)


def _record_faults(records: list[tuple[str, Any]], seals: dict[str, object]) -> Iterator[Fault]:
    shown: set[str] = set()
    for path, record in records:
        if path in shown:
            yield Fault(path, "stands twice")
        elif seals.get(path) is None:
            yield Fault(path, "was never sealed in the log")
        elif seals[path] != record_hash(record):
            yield Fault(path, "differs from what was sealed")
        shown.add(path)
    for path, seal in seals.items():
        if seal is not None and path not in shown:
            yield Fault(path, "was sealed in the log and is missing here")


def _amended(events: list[dict[str, Any]]) -> list[str]:
    """Records of roster, entries, rules or round that were sealed again after scoring first opened."""
    watched = {"round", "rules", "roster", "entries"}
    amended: set[str] = set()
    is_open = False
    for event in events:
        if is_open and event["kind"] not in {"declare", "note_commune", "share_out"}:
            amended |= {path for path in event.get("seals") or {} if path.split("/")[0] in watched}
        is_open = is_open or event["kind"] == "open_scoring"
    return sorted(amended)


def _due_faults(bundle: dict[str, Any]) -> Iterator[Fault]:
    """In a divided jury each ranked entry of a juror's share has a ballot of that juror."""
    ranked = {(number, row["code"]) for row in bundle["entries"] for number in row["passes"]}
    there = {(row["pass"], row["entry"], row["juror"]) for row in bundle["ballots"]}
    for row in bundle["roster"]:
        for number, code in row.get("shares", []):
            if (number, code) in ranked and (number, code, row["alias"]) not in there:
                yield Fault(f"roster/{row['alias']}", f"was to score {code} and has no ballot for it")


def _vote_faults(decisions: list[dict[str, Any]], events: list[dict[str, Any]]) -> Iterator[Fault]:
    """After an open vote the numbers are those of the named votes, each of a member who was at the last session."""
    sessions = [event.get("members") for event in events if event.get("kind") == "council_session"]
    there = sessions[-1] if sessions else [""]
    for row in decisions:
        votes = row.get("votes") or {}
        counted = [list(votes.values()).count(vote) for vote in ("for", "against")]
        path = f"decisions/{row['entry']}"
        if votes and (counted != [row["votes_for"], row["votes_against"]] or sum(counted) != len(votes)):
            yield Fault(path, "the numbers of votes are not those of the members' votes")
        if absent := sorted(set(votes) - set(there or votes)):
            yield Fault(path, f"{', '.join(absent)} voted and was not at the session")


def _count_faults(bundle: dict[str, Any]) -> Iterator[Fault]:
    """Count again and compare row by row."""
    rules = to_tally_rules(rule_set_from_dict(bundle["rules"]))
    jurors = {row["alias"] for row in bundle["roster"]}
    for row in bundle["ballots"]:
        if row["juror"] not in jurors:
            yield Fault(f"ballots/{row['leaf']}", f"juror {row['juror']} is not in the roster")
    counted: dict[str, dict[str, Any]] = {}
    for (number, group), document in get_tally_inputs(rules, bundle["entries"], bundle["ballots"]).items():
        try:
            rows = tally(document)["results"]
        except Refused as error:
            yield Fault(f"ballots of pass {number}, group {group}", error.message)
            return
        counted |= {f"results/{number}/{row['entry']}": {**row, "pass": number} for row in rows}
    shown = {f"results/{row['pass']}/{row['entry']}": row for row in bundle["results"]}
    for path in [*counted, *(path for path in shown if path not in counted)]:
        if canonical(counted.get(path)) != canonical(shown.get(path)):
            yield Fault(path, "is not what counting the ballots gives")


def _guarded(record: str, faults: Callable[[], Iterator[Fault]]) -> Sequence[Fault]:
    """Run a check over records whose fields may be missing; an unreadable record is a fault, too."""
    try:
        return list(faults())
    except Refused as error:
        return [Fault("rules", error.message)]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return [Fault(record, f"cannot be counted again: {type(error).__name__} {error}")]
