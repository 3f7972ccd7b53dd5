"""A small finished round, sealed and signed, for the tests of the bundle."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.core.logs.tlog.chain import Frontier, hash_leaf
from app.core.logs.tlog.checkpoint import Checkpoint, VerifierKey, sign_checkpoint
from app.core.logs.tlog.lines import dump_lines
from voting.log.bundle import build_bundle, get_seals, get_tally_inputs
from voting.rules.default import CIRCULAR_26_2014
from voting.rules.document import rule_set_to_dict
from voting.rules.rule_set import to_tally_rules
from voting.tally.count import tally

ORIGIN = "tieubieu.example/round/2026"
SECRET = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = VerifierKey("tieubieu-2026", SECRET.public_key().public_bytes_raw())


@dataclass
class Round:
    """Appends events the way the program does; each is followed by a checkpoint."""

    rules: Any = CIRCULAR_26_2014
    origin: str = ORIGIN
    log: list[dict[str, Any]] = field(default_factory=list)
    ballots: list[dict[str, Any]] = field(default_factory=list)
    checkpoints: list[str] = field(default_factory=list)
    frontier: Frontier = field(default_factory=Frontier)
    sections: dict[str, Any] = field(default_factory=dict)

    def append(self, event: dict[str, Any]) -> str:
        salt = hashlib.sha256(b"salt %d" % len(self.log)).digest()
        leaf = hash_leaf(salt, event)
        self.log.append({"event": event, "salt": salt.hex(), "hash": leaf.hex()})
        self.frontier.append(leaf)
        checkpoint = Checkpoint(self.origin, self.frontier.size, self.frontier.root())
        self.checkpoints.append(sign_checkpoint(checkpoint, KEY, SECRET.sign))
        return leaf.hex()

    def open(self, entries: list[dict[str, Any]], jurors: list[str], number: int = 1) -> None:
        self.sections |= {
            "round": {"origin": self.origin, "name_vi": "Kỳ bình chọn thử", "year": 2026},
            "rules": rule_set_to_dict(self.rules),
            "roster": [{"alias": alias} for alias in jurors],
            "entries": entries,
        }
        seals = get_seals(self.sections, "round", "rules", "roster", "entries")
        self.append({"kind": "open_scoring", "pass": number, "seals": seals})

    def vote(self, juror: str, entry: str, *scores: str, status: str = "cast", number: int = 1) -> None:
        codes = [one["code"] for one in to_tally_rules(self.rules)["criteria"]]
        earlier = [
            row for row in self.ballots if (row["pass"], row["juror"], row["entry"]) == (number, juror, entry)
        ]
        event = {
            "kind": "ballot",
            "pass": number,
            "juror": juror,
            "entry": entry,
            "revision": len(earlier) + 1,
            "status": status,
            "scores": dict(zip(codes, scores, strict=False)),
            "comment_hash": hashlib.sha256(b"").hexdigest(),
            "client_id": f"{juror}-{entry}-{len(earlier)}",
            "previous": self.log[earlier[-1]["leaf"]]["hash"] if earlier else None,
            "at": "2026-03-05T07:00:00Z",
        }
        row = {"leaf": len(self.log), **{key: value for key, value in event.items() if key != "kind"}}
        self.append(event)
        self.ballots.append(row)

    def close(self, number: int = 1) -> None:
        self.append({"kind": "close_scoring", "pass": number, "by": ["chair", "secretary"]})

    def publish(self) -> dict[str, Any]:
        rules = to_tally_rules(self.rules)
        inputs = get_tally_inputs(rules, self.sections["entries"], self.ballots)
        results = [
            {**row, "pass": number} for (number, _), one in inputs.items() for row in tally(one)["results"]
        ]
        self.sections |= {
            "results": results,
            "tally": {"program": "0.1.0"},
            "decision": {"number": "44/QĐ-UBND", "date": "2026-04-01"},
            "decisions": [
                {"entry": entry, "recognised": verdict == "pass"}
                for entry, verdict in {row["entry"]: row["verdict"] for row in results}.items()
            ],
        }
        self.append(
            {
                "kind": "publish",
                "seals": get_seals(self.sections, "results", "tally", "decision", "decisions"),
            }
        )
        return self.bundle()

    def bundle(self) -> dict[str, Any]:
        own = {"keys": [str(KEY)], "log": self.log, "ballots": self.ballots, "checkpoints": self.checkpoints}
        return build_bundle({**self.sections, **own})


def small_round() -> Round:
    """Two groups, three jurors, a draft, a second revision, a recusal, an absence."""
    one = Round()
    entries = [
        {"code": "SP-01", "group": "craft", "name": "Bình gốm", "passes": [1]},
        {"code": "SP-02", "group": "craft", "name": "Nón lá", "passes": [1]},
        {"code": "SP-03", "group": "food", "name": "Nước mắm", "passes": [1]},
        {"code": "SP-04", "group": "food", "name": "Rút lui", "passes": []},
    ]
    one.open(entries, ["G1", "G2", "G3", "G4"])
    for juror, market in (("G1", "30"), ("G2", "35.5"), ("G3", "28.5")):
        one.vote(juror, "SP-01", market, "30", "8", "7")
        one.vote(juror, "SP-02", market, "30", "8", "7")
    one.vote("G1", "SP-03", "10", "10", "1", "1", status="draft")
    one.vote("G1", "SP-03", "20", "20", "5", "5")
    one.vote("G2", "SP-03", "20.5", "20", "5", "5")
    one.vote("G3", "SP-03", "21", "22", "5", "5")
    one.vote("G3", "SP-03", "21", "21", "5", "5")
    one.vote("G4", "SP-01", status="recused")
    one.vote("G4", "SP-02", status="absent")
    one.vote("G4", "SP-03", "0", "0", "0", "0")
    one.vote("G4", "SP-03", status="void")
    one.close()
    return one


def small_bundle() -> bytes:
    one = small_round()
    return dump_lines(one.publish())
