"""What the files under `deploy/` say, as the tests of them compare it."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
DEPLOY = ROOT / "deploy"
FOREIGN = {"PATH", "POSTGRES_DB", "POSTGRES_PASSWORD", "STATE_DIR"}
"""Variables of other programs in our files."""


def text(name: str) -> str:
    return (DEPLOY / name).read_text("utf-8")


def settings() -> set[str]:
    """The names that config.py reads."""
    read = re.findall(r'env(?:\.get\(|, )"([A-Z][A-Z_]+)"', (ROOT / "config.py").read_text("utf-8"))
    return set(read)


def assigned(lines: str) -> dict[str, str]:
    """NAME=value of an environment file, those that are commented out too."""
    return dict(re.findall(r"^#?([A-Z][A-Z_]+)=(.*)$", lines, re.MULTILINE))


def unit(name: str) -> dict[str, list[str]]:
    """The section [Service] of a unit."""
    found: dict[str, list[str]] = {}
    for line in text(f"systemd/{name}").splitlines():
        key, sign, value = line.partition("=")
        if sign and not line.startswith("#"):
            found.setdefault(key, []).append(value)
    return found
