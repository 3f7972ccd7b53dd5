"""The published bundle of a round: one JSON file with which anyone recounts it and checks that nothing moved.

Sections (all required; lists may be empty):

- `format`: "tieubieu-bundle/1"; `keys`: verifier keys; `checkpoints`: signed notes, oldest first.
- `log`: `{"event", "salt", "hash"}` in order, salt and leaf hash in hex. Each event has a `kind`:
  `open_scoring` and `close_scoring` with a `pass`; `ballot`, whose fields stand again under `ballots`;
  any other act. Each may carry `seals`, a map from record path to the record's hash (null takes it back).
- `ballots`: every revision as sealed, with `leaf`, its place in the log:
  `{"leaf", "pass", "juror", "entry", "revision", "status", "scores", "previous", …}`. Revisions count from 1,
  `previous` is the leaf hash of the one before, or null. The last revision of a pass counts, and only when
  cast; draft and void ones do not.
- `round` (with `origin`, the log's name), `rules` (see rules_data), `tally`, `decision`: objects.
- `roster` (by `alias`; of a divided jury with `shares`, the [pass, entry] pairs that the juror has to score: each
  that is ranked has a ballot of that juror, be it absent or recused), `entries` (by `code`, with
  `group` and `passes`, those the entry is ranked in),
  `results` (rows of the tally with their `pass`), `decisions` (by `entry`; after an open vote with `votes`, `for` or
  `against` by the member's seat: H1 is the first of the council), `sets`, `complaints` (by `code`).

Record paths read `rules`, `roster/G1`, `entries/SP-01`, `results/1/SP-01`, `ballots/17`, `log/17`. Objects
and keyed lists must match the seals in the log exactly; that is what ties every byte to the signatures.
In the file each record has its own line, in canonical JSON, so a damaged line can be named as well.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.core.logs.tlog.canonical import record_hash
from app.core.logs.tlog.errors import ChainError
from voting.enums import BallotStatus

FORMAT = "tieubieu-bundle/1"
OBJECTS = ("round", "rules", "tally", "decision")
KEYED = {
    "roster": ("alias",),
    "entries": ("code",),
    "results": ("pass", "entry"),
    "decisions": ("entry",),
    "sets": ("code",),
    "complaints": ("code",),
}
LISTS = ("keys", "log", "ballots", "checkpoints", *KEYED)
SECTIONS = ("format", *OBJECTS, *LISTS)


def build_bundle(sections: Mapping[str, Any]) -> dict[str, Any]:
    """Put the bundle together from its sections (all but `format`); lists left out are empty.

    Raises ChainError for an unknown or missing section.
    """
    bundle = {"format": FORMAT, **{name: [] for name in LISTS}, **sections}
    if bundle.keys() != set(SECTIONS):
        odd = ", ".join(sorted(bundle.keys() ^ set(SECTIONS)))
        raise ChainError("bad_sections", f"sections missing or unknown: {odd}")
    return bundle


def iter_records(bundle: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every record that the log must seal, as (path, record)."""
    for name in OBJECTS:
        yield name, bundle[name]
    for name, keys in KEYED.items():
        for record in bundle[name]:
            yield "/".join((name, *(str(record.get(key)) for key in keys))), record


def get_seals(bundle: Mapping[str, Any], *sections: str) -> dict[str, str]:
    """Hashes of the records of these sections, to be put into an event as its `seals`."""
    records = {name: bundle.get(name, {} if name in OBJECTS else []) for name in (*OBJECTS, *KEYED)}
    return {
        path: record_hash(record) for path, record in iter_records(records) if path.split("/")[0] in sections
    }


def get_counted(ballots: Sequence[Mapping[str, Any]]) -> dict[tuple[int, str, str], Mapping[str, Any]]:
    """The last revision of each (pass, juror, entry), where it counts as cast, recused or absent."""
    last = {(row["pass"], row["juror"], row["entry"]): row for row in sorted(ballots, key=_revision)}
    left_out = (BallotStatus.DRAFT, BallotStatus.VOID)
    return {key: row for key, row in last.items() if row["status"] not in left_out}


def get_tally_inputs(
    rules: Mapping[str, Any], entries: Sequence[Mapping[str, Any]], ballots: Sequence[Mapping[str, Any]]
) -> dict[tuple[int, str], dict[str, Any]]:
    """One tally input a (pass, group), in order: groups are ranked apart, entries stand in the order given.

    `rules` is a `rule_set` as contract.md has it; rows are those of the bundle.
    """
    inputs: dict[tuple[int, str], dict[str, Any]] = {}
    home: dict[tuple[int, str], tuple[int, str]] = {}
    ranked = [(number, entry) for entry in entries for number in entry["passes"]]
    for number, entry in sorted(ranked, key=lambda pair: (pair[0], pair[1]["group"])):
        group = home[number, entry["code"]] = (number, entry["group"])
        inputs.setdefault(group, {"rule_set": rules, "entries": [], "ballots": []})
        inputs[group]["entries"].append(entry["code"])
    for (number, juror, code), row in get_counted(ballots).items():
        if (number, code) in home:
            ballot = {"juror": juror, "entry": code, "status": row["status"], "scores": row["scores"]}
            inputs[home[number, code]]["ballots"].append(ballot)
    return inputs


def _revision(row: Mapping[str, Any]) -> int:
    return int(row["revision"])
