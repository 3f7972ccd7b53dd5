"""Installs locked dependencies into .venv: `python3 requirements/install.py run.txt`; `.` installs the program itself.

pip fetches uv, and uv the rest: pip spends a quarter of a minute on weighing each file that an index has ever listed.
uv is told what pip's own configuration says of indexes and certificates. Where uv cannot do it, pip does it all.
"""

import os
import shlex
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

HERE = Path(__file__).resolve().parent
VENV = HERE.parent / ".venv"
BIN = VENV / "bin"
PIP = ("-m", "pip", "--disable-pip-version-check", "--quiet")
LOCKED = ("--require-hashes", "--only-binary", ":all:", "--no-deps", "-r")
PROGRAM = ("--no-deps", "--no-build-isolation", "--editable", str(HERE.parent))
FOR_UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "no-index": "UV_NO_INDEX",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "proxy": "ALL_PROXY",
}
"""A setting of pip and the variable that uv takes the same from."""
PLACES = {"UV_INDEX": " ", "UV_FIND_LINKS": ","}
"""The variables that hold several places, and what stands between two."""


def main(names: list[str]) -> int:
    """Install each of the names in turn."""
    if not (BIN / "python").exists():
        has_pip = find_spec("pip") is not None
        subprocess.run(
            [sys.executable, "-m", "venv", *(["--without-pip"] if has_pip else []), VENV], check=True
        )
    wanted = [PROGRAM if name == "." else (*LOCKED, str(HERE / name)) for name in names]
    if _has_uv():
        environment = uv_environment(_pip_configuration(), dict(os.environ))
        uv = (BIN / "uv", "pip", "install", "--quiet", "--python", BIN / "python")
        if all(_runs(*uv, *what, environment=environment) for what in wanted):
            return 0
        print("uv could not install them; pip tries", file=sys.stderr)
    _runs(BIN / "python", "-m", "ensurepip", quiet=True)
    return 0 if all(_runs(BIN / "python", *PIP, "install", *what) for what in wanted) else 1


def uv_environment(configuration: str, environment: dict[str, str]) -> dict[str, str]:
    """The environment for uv. configuration: what `pip config list` prints; what the environment says of uv holds."""
    found: dict[str, list[str]] = {}
    for line in configuration.splitlines():
        name, _, value = line.partition("=")
        variable = FOR_UV.get(name.rpartition(".")[2])
        if variable and value:
            found.setdefault(variable, []).extend(shlex.split(value)[0].split())
    told = {
        "UV_INDEX_STRATEGY": "unsafe-best-match"
    }  # as pip looks: everywhere; the hashes say what is right
    for variable, values in found.items():
        if variable in PLACES:
            told[variable] = PLACES[variable].join(dict.fromkeys(filter(_is_there, values)))
        else:
            told[variable] = values[0]  # pip names its own variables first
    return {name: value for name, value in told.items() if value} | environment


def _is_there(place: str) -> bool:
    """Whether a place is worth asking: pip passes over folders that do not exist, uv stops."""
    parts = urlsplit(place)
    if parts.scheme == "file":
        return Path(url2pathname(parts.path)).is_dir()
    return bool(parts.scheme) or Path(place).is_dir()


def _has_uv() -> bool:
    if (BIN / "uv").exists():
        return True
    fetch = ("install", *LOCKED, str(HERE / "uv.txt"))
    if (VENV / "bin" / "pip").exists():
        return _runs(BIN / "python", *PIP, *fetch)
    return _runs(sys.executable, *PIP, "--python", BIN / "python", *fetch)


def _pip_configuration() -> str:
    pip = BIN / "python" if (BIN / "pip").exists() else sys.executable
    told = subprocess.run([pip, *PIP[:3], "config", "list"], capture_output=True, text=True, check=False)
    return told.stdout


def _runs(*command: str | Path, quiet: bool = False, environment: dict[str, str] | None = None) -> bool:
    to = subprocess.DEVNULL if quiet else None
    return subprocess.run(command, stdout=to, stderr=to, env=environment, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
