"""docs/production.md followed by the letter on a bare machine, up to "Upgrade", in folders of its own.

Only names, passwords and ports are put in, as the page asks; every other line runs as it stands there.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.server import free_port
from tests.integration.deploy.files import ROOT

PAGE = ROOT / "docs" / "production.md"
SECTIONS = ("Install", "Start", "nginx", "Backup", "Upgrade")
COPY = "install -m 0600 deploy/tieubieu.env /etc/tieubieu.env\n"
PROGRAM = Path(__file__).with_name("bare_debian.py")
WHAT_IT_LEFT = """
stat -c '%a %U' /etc/tieubieu.env /var/lib/tieubieu /var/backups/tieubieu /var/lib/tieubieu/secret_key
stat -c '%s %U %n' /var/backups/tieubieu/*.tar.gz
cat /var/lib/asked
tieubieu verify-logs
systemctl stop tieubieu
"""


def blocks(section: str) -> list[str]:
    text = re.split(rf"^## {section}\n", PAGE.read_text("utf-8"), maxsplit=1, flags=re.MULTILINE)[1]
    return re.findall(r"^```sh\n(.+?)^```", text.partition("\n## ")[0], re.MULTILINE | re.DOTALL)


def test_page_names_no_program_that_a_bare_debian_lacks():
    text = "\n".join(block for section in SECTIONS for block in blocks(section))
    assert "sudo" not in text
    installed = text.partition("apt-get install -y ")[2].partition("\n")[0].split()
    assert installed == ["python3", "python3-venv", "git", "make", "nginx"]


def test_every_block_is_a_sound_script(tmp_path):
    for number, block in enumerate(
        re.findall(r"^```sh\n(.+?)^```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    ):
        script = tmp_path / f"{number}.sh"
        script.write_text(block, "utf-8")
        done = subprocess.run(["sh", "-n", script], capture_output=True, text=True, check=False)
        assert done.returncode == 0, block + done.stderr


def test_page_names_files_that_there_are():
    named = set(re.findall(r"(?<![\w/])deploy/[\w./-]*\w", PAGE.read_text("utf-8")))
    assert named
    assert {name for name in named if not (ROOT / name).exists()} == set()


def script_of_the_page() -> str:
    """Its blocks in order, with a port that is free, no mail server and a password typed."""
    text = "\n".join(block for section in SECTIONS for block in blocks(section))
    edit = f"s/^PORT=.*/PORT={free_port()}/; s/^METRICS_PORT=.*/METRICS_PORT={free_port()}/; /^SMTP_URL/d"
    for there, here in (
        (COPY, f"{COPY}sed -i '{edit}' /etc/tieubieu.env\n"),
        (" --role admin ", " --role admin <<X\na long pass phrase for the test\nX\n: "),
    ):
        assert there in text, there
        text = text.replace(there, here)
    return text


def on_a_bare_machine(folder: Path, script: str) -> list[str]:
    """What the script prints; skipped where nobody may mount."""
    if os.geteuid() != 0 or None in {shutil.which("unshare"), shutil.which("runuser")}:
        pytest.skip("needs root, unshare and runuser")
    (folder / "page.sh").write_text(script, "utf-8")
    scratch = folder / "scratch"
    scratch.mkdir()
    mounts = f"mount -t proc proc /proc && mount -t tmpfs none {scratch}"
    apart = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c"]
    if subprocess.run([*apart, mounts], capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody mount")
    inside = f"{mounts} && exec {sys.executable} {PROGRAM} {ROOT} {scratch} {folder}/page.sh"
    done = subprocess.run([*apart, inside], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout.splitlines()


@pytest.mark.slow
def test_page_by_the_letter(tmp_path):
    lines = on_a_bare_machine(tmp_path, script_of_the_page() + WHAT_IT_LEFT)
    modes = [line for line in lines if re.fullmatch(r"\d+ \w+", line)]
    assert modes == ["600 root", "750 tieubieu", "750 tieubieu", "600 tieubieu"]
    kept = [re.fullmatch(r"(\d+) (\w+) (\S+\.tar\.gz)", line) for line in lines]
    sizes = [(int(found[1]) > 1000, found[2]) for found in kept if found]
    assert sizes == [(True, "tieubieu"), (True, "tieubieu")]
    assert "nginx -t" in lines
    assert not [line for line in lines if line.startswith("fail")]
