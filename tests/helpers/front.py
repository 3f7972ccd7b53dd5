"""nginx before two web nodes, by the file that the containers use."""

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def nginx_program() -> str:
    """Skips the test where nginx is absent."""
    found = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if found is None:
        pytest.skip("nginx is not installed")
    return found


def front_site(folder: Path, port: int, nodes: tuple[int, int]) -> str:
    """deploy/container/front.conf with ports of this machine and its log in the folder."""
    site = (ROOT / "deploy" / "container" / "front.conf").read_text("utf-8")
    for there, here in (
        ("web1:8000", f"127.0.0.1:{nodes[0]}"),
        ("web2:8000", f"127.0.0.1:{nodes[1]}"),
        ("listen 80;", f"listen 127.0.0.1:{port};"),
        ("/dev/stdout", f"{folder}/access.log"),
    ):
        assert there in site, there
        site = site.replace(there, here)
    return site


def write_front(folder: Path, site: str, head: str = "") -> Path:
    """What nginx is started with; everything it writes stays in the folder. head: more for the whole of it."""
    (folder / "site.conf").write_text(site, "utf-8")
    kept = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in _TEMPORARY)
    main = f"daemon off; {head}pid {folder}/pid; error_log {folder}/error.log;"
    path = folder / "nginx.conf"
    path.write_text(f"{main} events {{}} http {{ {kept} include {folder}/site.conf; }}\n", "utf-8")
    return path
