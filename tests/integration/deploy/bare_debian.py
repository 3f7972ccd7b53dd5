"""Runs the blocks of a document as root of a bare machine: folders of its own over those of this one.

Used as a program inside a mount namespace: `bare_debian.py ROOT SCRATCH SCRIPT`. What is written to /etc, /opt, /var,
/usr/local and /root goes to memory and is gone at the end. What a bare machine would fetch is stood in for: `apt-get`
does nothing, `git clone` copies the checkout, `make setup` links the libraries that are here. `systemctl` starts what a
unit says, as its user.
"""

import os
import subprocess
import sys
from pathlib import Path

OVER = ("/etc", "/opt", "/var", "/usr/local", "/root")
STAND_INS = {
    "apt-get": "#!/bin/sh\nexit 0\n",
    "git": """#!/bin/sh
case $1 in
clone)
    mkdir -p "$3" && cd "$CHECKOUT" &&
        tar -c --exclude=./.git --exclude=./.venv --exclude=./var --exclude=__pycache__ . | tar -x -C "$3" ;;
esac
""",
    "make": """#!/bin/sh
[ "$1" = setup ] || exit 1
[ -e .venv ] || { mkdir -p .venv/bin && cat > .venv/bin/tieubieu <<X
#!/bin/sh
cd /opt/tieubieu && PYTHONPATH=/opt/tieubieu exec $PYTHON -c 'from app.cli import main; main()' "\\$@"
X
chmod +x .venv/bin/tieubieu; }
""",
    "systemctl": """#!/bin/sh
exec $PYTHON $CHECKOUT/tests/integration/deploy/systemctl.py "$@"
""",
    "nginx": """#!/bin/sh
echo "nginx $*" >> /var/lib/asked
""",
}


def main(checkout: str, scratch: str, script: str) -> int:
    for place in OVER:
        name = place.strip("/").replace("/", "-")
        upper, work = Path(scratch, name, "upper"), Path(scratch, name, "work")
        upper.mkdir(parents=True)
        work.mkdir()
        options = f"lowerdir={place},upperdir={upper},workdir={work}"
        subprocess.run(["mount", "-t", "overlay", "overlay", "-o", options, place], check=True)
    Path("/root").chmod(0o755)  # Python itself may lie there
    bin_ = Path(scratch, "bin")
    bin_.mkdir()
    for name, text in STAND_INS.items():
        (bin_ / name).write_text(text)
        (bin_ / name).chmod(0o755)
    for folder in ("/etc/nginx/sites-available", "/etc/nginx/sites-enabled", "/etc/systemd/system"):
        Path(folder).mkdir(parents=True, exist_ok=True)
    env = {
        "PATH": f"{bin_}:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "CHECKOUT": checkout,
        "PYTHON": sys.executable,
        "LANG": "C.UTF-8",
        "HOME": "/root",
    }
    return subprocess.run(["sh", "-eu", script], env=env, cwd="/root", check=False).returncode


if __name__ == "__main__":
    os.umask(0o022)
    sys.exit(main(*sys.argv[1:]))
