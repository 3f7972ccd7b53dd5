"""As much of systemctl as the documents use: starts what a unit says, as its user, with its environment file."""

import os
import pwd
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

UNITS, PIDS = Path("/etc/systemd/system"), Path("/var/lib/units")
FOREIGN = ("nginx", "postgresql")
UP = 180.0


def values(unit: str, key: str) -> list[str]:
    """Of the unit and its drop-ins, in their order; an empty value forgets those before."""
    found: list[str] = []
    for path in (UNITS / unit, *sorted((UNITS / f"{unit}.d").glob("*.conf"))):
        for line in path.read_text("utf-8").splitlines():
            name, sign, value = line.partition("=")
            if sign and name == key:
                found = [*found, value] if value else []
    return found


def environment(unit: str) -> dict[str, str]:
    found = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    for file in values(unit, "EnvironmentFile"):
        for line in Path(file).read_text("utf-8").splitlines():
            name, sign, value = line.partition("=")
            if sign and not line.startswith("#"):
                found[name] = value.strip("'")
    return found


def command(text: str) -> list[str]:
    return shlex.split(text.replace("$$", "$").replace("%%", "%"))


def start(unit: str) -> None:
    user = pwd.getpwnam(values(unit, "User")[0])
    how = {"env": environment(unit), "cwd": values(unit, "WorkingDirectory")[0]}
    how |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    for text in values(unit, "ExecStartPre"):
        subprocess.run(command(text), check=True, **how)
    if values(unit, "Type") == ["oneshot"]:
        for text in values(unit, "ExecStart"):
            subprocess.run(command(text), check=True, **how)
        return
    with Path(f"/var/lib/{unit}.log").open("ab") as log:
        [text] = values(unit, "ExecStart")
        running = subprocess.Popen(command(text), stdout=log, stderr=log, start_new_session=True, **how)
    PIDS.mkdir(exist_ok=True)
    (PIDS / unit).write_text(str(running.pid))
    until = time.monotonic() + UP
    while time.monotonic() < until and running.poll() is None:
        try:
            urlopen(f"http://127.0.0.1:{how['env']['PORT']}/readyz", timeout=10).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    sys.exit(f"{unit} did not come up:\n" + Path(f"/var/lib/{unit}.log").read_text("utf-8")[-3000:])


def is_running(pid: int) -> bool:
    """Whether a process is there and has not only not been taken note of by its parent."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def stop(unit: str) -> None:
    if not (PIDS / unit).exists():
        return
    pid = int((PIDS / unit).read_text())
    os.kill(pid, getattr(signal, (values(unit, "KillSignal") or ["SIGTERM"])[0]))
    until = time.monotonic() + UP
    while is_running(pid) and time.monotonic() < until:
        time.sleep(0.1)
    (PIDS / unit).unlink()


def main(verb: str, *names: str) -> None:
    for name in (name for name in names if not name.startswith("-") and not name.startswith(FOREIGN)):
        unit = name if name.endswith((".service", ".timer")) else f"{name}.service"
        if not (UNITS / unit).is_file():
            sys.exit(f"Unit {unit} not found.")
        if unit.endswith(".timer"):
            continue
        if verb in {"stop", "restart"}:
            stop(unit)
        if verb in {"start", "restart"} or (verb == "enable" and "--now" in names):
            start(unit)


if __name__ == "__main__":
    main(*sys.argv[1:])
