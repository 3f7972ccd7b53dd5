"""Recount a selection round from its published bundle: python3 verify_bundle.py BUNDLE.json [KEY…]

The file must be whole, each record the one sealed in the log, the log the one signed step by step; the ballots, counted
again, must give the published result. The first record that does not hold is named, exit 1. KEY: the organiser's public
keys, known from elsewhere; else those in the bundle are believed. Written apart from the program, on purpose.
"""

import json
import re
import sys
import unicodedata
from base64 import b64decode, b64encode
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from fractions import Fraction
from functools import cache, reduce
from hashlib import sha256, sha512
from itertools import accumulate
from pathlib import Path
from typing import Any, NoReturn

Point = tuple[int, ...]
Keys = dict[tuple[str, bytes], tuple[bytes, str]]
SEALED = {"round": "", "rules": "", "tally": "", "decision": "", "roster": "alias", "entries": "code",
          "results": "pass entry", "decisions": "entry", "sets": "code", "complaints": "code"}  # fmt: skip
LISTS = {"keys", "log", "ballots", "checkpoints", *(name for name, key in SEALED.items() if key)}
P, ORDER, ZERO = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493, Fraction(0)
D, BASE = -121665 * pow(121666, -1, P) % P, b"\x58" + b"\x66" * 31
number, at, SESSION = cache(Fraction), ["bundle"], "council_session"  # at: the record looked at, for messages


def fail(message: str) -> NoReturn:
    sys.exit(f"{at[0]}: {message}")


def canon(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return unicodedata.normalize("NFC", text).encode(errors="replace")


def read(data: bytes) -> dict[str, Any]:
    """The bundle, if the file is exactly how one is written: a record a line, keys sorted, NFC, no floats."""
    found, name, written = defaultdict[str, list[Any]](list), "bundle", []
    for line in data.split(b"\n")[1:-2]:
        head = re.match(b'"([a-z]+)":', line)
        name, text = (head[1].decode(), line[head.end() :]) if head else (name, line)
        at[0] = name if head else f"{name}/{len(found[name])}"
        if text not in {b"", b"[", b"]", b"],"}:
            found[name].append(json.loads(text.removesuffix(b","), parse_float=fail))
            if canon(found[name][-1]) != text.removesuffix(b","):
                fail("is not in canonical form")
    at[0] = "bundle"
    bundle = {name: found[name] if name in LISTS else found[name][0] for name in {"format", *SEALED, *LISTS}}
    for name, rows in sorted(bundle.items()):
        body = b"[\n%b\n]" % b",\n".join(map(canon, rows)) if name in LISTS else canon(rows)
        written.append(b'"%b":%b' % (name.encode(), body))
    if b"{\n%b\n}\n" % b",\n".join(written) != data or bundle["format"] != "tieubieu-bundle/1":
        fail("not the sections of a bundle, each record on its line")
    return bundle


def plus(a: Point, b: Point) -> Point:
    """Ed25519 (RFC 8032): the sum of two points in extended coordinates."""
    low, high = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    t, z = 2 * a[3] * b[3] % P * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = high - low, z - t, z + t, high + low
    return e * f % P, g * h % P, f * g % P, e * h % P


@cache
def multiples(packed: bytes, sign: int) -> list[list[Point]]:
    """Row i, column b: b * 256**i * sign times the point. One key signs everything, so a table pays."""
    y = int.from_bytes(packed, "little") % 2**255
    u, v = y * y - 1, D * y * y + 1
    x = u * v**3 * pow(u * v**7, (P - 5) // 8, P) % P
    x = x if (v * x * x - u) % P == 0 else x * pow(2, (P - 1) // 4, P) % P
    x = (x if x & 1 == packed[31] >> 7 else -x) * sign % P
    step, table = Point((x, y, 1, x * y % P)), list[list[Any]]()
    for _ in range(32 if (v * x * x - u) % P == 0 else fail("not an Ed25519 key")):
        *row, step = (0, 1, 1, 0), *accumulate([step] * 256, plus)
        table.append(row)
    return table


def is_signed(public: bytes, signature: bytes, message: bytes) -> bool:
    s = int.from_bytes(signature[32:], "little")
    h = int.from_bytes(sha512(signature[:32] + public + message).digest(), "little") % ORDER
    terms = ((s % ORDER, multiples(BASE, 1)), (h, multiples(public, -1)))  # is s * base - h * public R?
    points = [row[b] for n, rows in terms for row, b in zip(rows, n.to_bytes(32, "little"), strict=True)]
    x, y, z, _ = reduce(plus, points)
    x, y = x * pow(z, -1, P) % P, y * pow(z, -1, P) % P
    return s < ORDER and (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]


def check_log(bundle: dict[str, Any], trusted: tuple[str, ...]) -> None:
    """Leaves and tree, then keys and signed checkpoints."""
    check_checkpoints(bundle, *check_leaves(bundle), check_keys(bundle, trusted))


def check_leaves(bundle: dict[str, Any]) -> tuple[list[bytes], list[Any]]:
    """The tree's head and the key that signs, after each leaf (RFC 6962)."""
    heads, edge, holders = [sha256().digest()], list[bytes](), [None]
    for n, row in enumerate(bundle["log"]):
        at[0] = f"log/{n}"
        node = sha256(b"\0" + bytes.fromhex(row["salt"]) + canon(row["event"])).digest()
        if (len(row), len(row["salt"]), row["salt"].lower(), node.hex()) != (3, 64, row["salt"], row["hash"]):
            fail("event, salt and hash do not belong together")
        holders.append(row["event"]["key"] if row["event"]["kind"] == "rotate_key" else holders[-1])
        for _ in range((n ^ (n + 1)).bit_length() - 1):
            node = sha256(b"\1" + edge.pop() + node).digest()
        edge.append(node)
        heads.append(reduce(lambda right, left: sha256(b"\1" + left + right).digest(), reversed(edge)))
    return heads, holders


def check_keys(bundle: dict[str, Any], trusted: tuple[str, ...]) -> Keys:
    """The organiser's keys by name and id."""
    keys: Keys = {}
    for n, text in enumerate(bundle["keys"]):
        at[0] = f"keys/{n}"
        name, key = text.split("+")[0], b64decode(text.split("+", 2)[2])
        key_id = sha256(name.encode() + b"\n" + key).digest()[:4]
        keys[name, key_id] = key[1:], text
        if text != f"{name}+{key_id.hex()}+{b64encode(key).decode()}" or (trusted and text not in trusted):
            fail("not a key of the organiser")
    return keys


def check_checkpoints(bundle: dict[str, Any], heads: list[bytes], holders: list[Any], keys: Keys) -> None:
    """Signed notes (C2SP), each of this log, in order, the last at its end."""
    reached = 0
    for n, note in enumerate(bundle["checkpoints"]):
        at[0] = f"checkpoints/{n}"
        body, _, signatures = note.rpartition("\n\n")
        text = check_signatures(body, signatures, keys)
        origin, size, head = body.split("\n")[:3]
        fits = reached <= int(size) < len(heads) and holders[int(size)] in {None, text}
        if origin != bundle["round"]["origin"] or not (text and fits):
            fail(
                "signed with no key that is listed"
                if not text
                else "is not a checkpoint of this log, out of order, or signed with a key that was replaced"
            )
        at[0] = f"log/{reached}"
        if head != b64encode(heads[int(size)]).decode():
            fail(f"the log from this record on is not the one signed in checkpoints/{n}")
        reached = int(size)
    if reached + 1 < len(heads) or not bundle["checkpoints"]:
        fail("not signed to its end")


def check_signatures(body: str, signatures: str, keys: Keys) -> str:
    """The last listed key that signed a note; other keys are witnesses' and not ours to judge. Empty for none."""
    text = ""
    for line in signatures.split("\n")[:-1]:
        name, data = line[2:].partition(" ")[0], b64decode(line.rpartition(" ")[2])
        public, known = keys.get((name, data[:4]), (b"", ""))
        right = not known or is_signed(public, data[4:], f"{body}\n".encode())
        if not right or line != f"— {name} {b64encode(data).decode()}":
            fail("the signature is wrong")
        text = known or text
    return text


def check_seals(bundle: dict[str, Any]) -> None:
    seals = {path: seal for row in bundle["log"] for path, seal in row["event"].get("seals", {}).items()}
    for name, key in SEALED.items():
        for record in bundle[name] if key else [bundle[name]]:
            at[0] = "/".join([name, *(str(record[part]) for part in key.split())])
            if seals.pop(at[0], None) != sha256(canon(record)).hexdigest():
                fail("is not the record that was sealed")
    for at[0] in [path for path, seal in seals.items() if seal]:
        fail("was sealed and is missing")
    check_votes(bundle)


def check_votes(bundle: dict[str, Any]) -> None:
    there = [[""], *(row["event"].get("members") for row in bundle["log"] if row["event"]["kind"] == SESSION)]
    for row in bundle["decisions"]:
        at[0], votes = f"decisions/{row['entry']}", row.get("votes", {})
        counted = [[*votes.values()].count(vote) for vote in ("for", "against")]
        is_so = [*counted, sum(counted)] == [row.get("votes_for"), row.get("votes_against"), len(votes)]
        if votes and (not is_so or set(votes) - set(there[-1] or votes)):
            fail("the numbers are not those of the members' votes, or one of them was not at the session")


def get_last(bundle: dict[str, Any]) -> dict[tuple[int, str, str], Any]:
    """The last ballot of each (pass, entry, juror), when all stand as sealed, in order and in time."""
    jurors, rows = {row["alias"] for row in bundle["roster"]}, iter(bundle["ballots"])
    scoring, last = set[int](), dict[tuple[int, str, str], Any]()
    for n, event in enumerate(leaf["event"] for leaf in bundle["log"]):
        at[0] = f"ballots/{n}"
        if event["kind"] == "ballot":
            key = event["pass"], event["entry"], event["juror"]
            before = last.get(key, {"revision": 0, "hash": None})
            if canon({"kind": "ballot", **next(rows, {})}) != canon({"leaf": n, **event}):
                fail("is not the ballot that was sealed")
            in_order = (event["revision"], event["previous"]) == (before["revision"] + 1, before["hash"])
            if not in_order or key[0] not in scoring or key[2] not in jurors:
                fail("out of order, while scoring was closed, or from no juror of the roster")
            last[key] = {**event, "hash": bundle["log"][n]["hash"]}
        elif event["kind"] in {"open_scoring", "close_scoring"}:
            (scoring.add if event["kind"] == "open_scoring" else scoring.discard)(event["pass"])
    if next(rows, None) is not None:
        fail("more ballots than the log holds")
    check_shares(bundle, last)
    return last


def check_shares(bundle: dict[str, Any], last: dict[tuple[int, str, str], Any]) -> None:
    """Where a jury is divided, each juror has a ballot for every ranked entry of the share."""
    ranked = {(nth, row["code"]) for row in bundle["entries"] for nth in row["passes"]}
    for row in bundle["roster"]:
        at[0] = f"roster/{row['alias']}"
        for nth, code in row.get("shares", []):
            if (nth, code) in ranked and (nth, code, row["alias"]) not in last:
                fail(f"was to score {code} and has no ballot for it")


def to_step(value: Fraction, rule: Any) -> Fraction:
    if rule is None:
        return value
    mode, (whole, part) = rule["mode"], divmod(value / Fraction(rule["step"]), 1)
    at_half = mode == "half_up" or (mode == "half_even" and whole % 2 == 1)
    nearest = 2 * part > 1 or (2 * part == 1 and at_half)
    up = nearest if mode.startswith("half") else part > 0 and mode in {"up", "ceiling"}
    return (whole + up) * Fraction(rule["step"])


def joined(values: list[Fraction], rule: Any) -> Fraction | None:
    values = sorted(values)
    if rule["method"] == "trimmed_mean":
        values = values[rule["drop_low"] : max(0, len(values) - rule["drop_high"])]
    if values and rule["method"] == "median":
        values = [values[(len(values) - 1) // 2], values[len(values) // 2]]
    return to_step(sum(values) / Fraction(len(values)), rule["round"]) if values else None


def count(rules: Any, weights: dict[str, Fraction], sheets: list[dict[str, Fraction]]) -> tuple[Any, ...]:
    """The keys an entry is placed by (none: undecided), total, by criterion, ballots, verdict."""
    by = {code: joined([sheet[code] for sheet in sheets], rules["aggregate"]) for code in weights}
    sums = sorted(sum((weights[code] * sheet[code] for code in weights), ZERO) for sheet in sheets)
    total, keys = get_total(rules, weights, by, sums), list[Fraction]()
    if total is not None and len(sums) >= rules["minimum_ballots"]:
        keys = [total, *tie_keys(rules, by, sums)]
    below = rules["threshold"] and keys and keys[0] < Fraction(rules["threshold"])
    return keys, total, by, len(sums), "undecided" if not keys else "below" if below else "pass"


def get_total(rules: Any, weights: dict[str, Fraction], by: Any, sums: list[Fraction]) -> Fraction | None:
    total = joined(sums, rules["aggregate"])
    if total is None:
        return None
    by_criterion = rules["aggregate"]["on"] == "criterion"
    parts = [(by[code] or ZERO) * weights[code] for code in by] if by_criterion else [total]
    return sum((to_step(part, rules["total_round"]) for part in parts), ZERO)


def tie_keys(rules: Any, by: Any, sums: list[Fraction]) -> list[Fraction]:
    """By what equal totals are told apart. sums: of each sheet, in order."""
    middle = (sums[(len(sums) - 1) // 2] + sums[len(sums) // 2]) / 2
    found = {"lowest": sums[0], "highest": sums[-1], "median": middle, "ballots": Fraction(len(sums))}
    found |= {f"criterion:{code}": value or ZERO for code, value in by.items()}
    for row in rules["criteria"]:
        parts = [by[part["code"]] or ZERO for part in row["parts"] or [row]]
        found[f"criterion:{row['code']}"] = sum(parts, ZERO)
    return [found[tie] for tie in rules["ties"] if tie != "council_vote"]


def get_sheets(bundle: dict[str, Any], scored: list[Any]) -> dict[Any, list[dict[str, Fraction]]]:
    """The scores of each cast ballot by (pass, entry). scored: what a juror fills in."""
    sheets = defaultdict[Any, list[dict[str, Fraction]]](list)
    for (nth, entry, juror), ballot in get_last(bundle).items():
        at[0], texts = f"ballot of {juror} for {entry}", ballot["scores"]
        if ballot["status"] == "cast":
            decimal = all(re.fullmatch(r"[0-9]+(\.[0-9]+)?", text) for text in texts.values())
            if not decimal or any(number(texts[part["code"]]) > number(part["max"]) for part in scored):
                fail("a score is no decimal from 0 to the maximum")
            sheets[nth, entry].append({code: number(text) for code, text in texts.items()})
    return sheets


def recount(bundle: dict[str, Any]) -> None:
    pairs = [(part, row) for row in bundle["rules"]["criteria"] for part in row["parts"] or [row]]
    weights = {part["code"]: Fraction(row["weight"]) for part, row in pairs}
    sheets, order = get_sheets(bundle, [part for part, _ in pairs]), defaultdict[Any, list[Any]](list)
    counted = {}
    for nth, row in [(n, entry) for entry in bundle["entries"] for n in entry["passes"]]:
        at[0], ranked = f"results/{nth}/{row['code']}", order[nth, row["group"]]
        keys, *found = count(bundle["rules"], weights, sheets[nth, row["code"]])
        counted[nth, row["code"]] = keys, found, ranked
        insort(ranked, keys)
    for row in bundle["results"]:
        at[0] = f"results/{row['pass']}/{row['entry']}"
        compare(row, *counted.pop((row["pass"], row["entry"])))
    if counted:
        fail(f"nothing published for {next(iter(counted))}")


def compare(row: Any, keys: list[Fraction], found: list[Any], ranked: list[Any]) -> None:
    """A published row with what was counted. ranked: the keys of its group and pass, in order."""
    place = len(ranked) - bisect_right(ranked, keys) + 1 if keys else None
    tied = keys and bisect_right(ranked, keys) - bisect_left(ranked, keys) > 1
    by = {code: text and Fraction(text) for code, text in row["by_criterion"].items()}
    given = [row["total"] and Fraction(row["total"]), by, row["ballots"], row["verdict"]]
    if [*found, place, f"T{place}" if tied else None] != [*given, row["place"], row["tie"]]:
        fail("is not what counting the ballots gives")


def verify(data: bytes, *trusted: str) -> str:
    """A line of what was found; ends the program at the first record that does not hold."""
    try:
        bundle = read(data)
        check_log(bundle, trusted)
        check_seals(bundle)
        recount(bundle)
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
        fail("cannot be read: this is not the file of a round as its page offers it")
    return f"{len(bundle['log'])} records, {len(bundle['results'])} results\n{bundle['checkpoints'][-1]}"


if __name__ == "__main__":
    print(verify(Path(sys.argv[1]).read_bytes(), *sys.argv[2:]))  # noqa: T201
