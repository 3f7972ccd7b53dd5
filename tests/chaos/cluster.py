"""The cluster on one machine: `python -m tests.chaos.cluster up | down | status`.

PostgreSQL primary and streaming standby, Redis or Valkey, an S3 server, two web nodes, two runners, nginx in front; all
on the loopback, their state in CLUSTER_DIR (a folder in /tmp). The roles are those of deploy/postgresql/roles.sql, and
nginx reads deploy/container/front.conf.
"""

import json
import os
import secrets
import shutil
import signal
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.chaos.parts import ROOT, Part, answers, missing, program, run, tieubieu
from tests.helpers.front import front_site, write_front
from tests.helpers.postgres import as_postgres, postgres_programs
from tests.helpers.s3 import KEY, SECRET, SECRET_IN_URL, rclone_program

FRONT, WEB, METRICS, PRIMARY, STANDBY, CACHE, FILES = 18500, 18501, 18511, 18521, 18522, 18531, 18541
NODES = ("web1", "web2", "runner1", "runner2")
CUT_OFF, CUT_ADDRESS = "web1", "127.0.0.2"
"""The node that reaches the database by an address of its own, so that it alone can be cut off."""
LEAVE = 1.5
PASSWORDS = ("owner", "web", "replica", "secret_key")


class Cluster:
    """parts: by name, in the order in which they start."""

    def __init__(self, folder: Path | None = None) -> None:
        given = os.environ.get("CLUSTER_DIR") or f"/tmp/tieubieu-cluster-{os.getuid()}"
        self.folder = folder or Path(given)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o755)  # PostgreSQL's user passes through
        self.secrets = self._secrets()
        self.url = f"http://127.0.0.1:{FRONT}"
        self.parts = {
            part.name: part for part in (*self._databases(), *self._stores(), *self._nodes(), self._nginx())
        }

    def up(self) -> None:
        """Make what is not there yet and start what does not run."""
        if not (self.folder / "primary" / "PG_VERSION").exists():
            self._make_primary()
        for name in ("primary", "cache", "files"):
            self._start(name)
        if not (self.folder / "made").exists():
            self._make_state()
        if not (self.folder / "standby" / "PG_VERSION").exists():
            self.make_standby()
            self._start("standby")  # what is acknowledged is on both disks from now on
            self.psql("-c", "ALTER SYSTEM SET synchronous_standby_names = 'standby'")
            self.psql("-c", "SELECT pg_reload_conf()")
        for name in self.parts:
            self._start(name, wait=False)
        for part in self.parts.values():
            part.wait_until_up()

    def down(self) -> None:
        for name, part in reversed(self.parts.items()):
            part.stop(signal.SIGINT if name in {"primary", "standby", "web1", "web2"} else signal.SIGTERM)

    def _start(self, name: str, *, wait: bool = True) -> None:
        part = self.parts[name]
        if part.pid() is None:
            part.start(wait=wait)

    def database_url(self, role: str, address: str = "127.0.0.1") -> str:
        """Of whichever server takes writes: after a failover the standby does."""
        hosts = "&".join(f"host={address}:{port}" for port in (PRIMARY, STANDBY))
        return f"postgresql://tieubieu_{role}:{self.secrets[role]}@/tieubieu?{hosts}&target_session_attrs=read-write"

    def env(self, name: str) -> dict[str, str]:
        """Settings of a node, or of a command on its folder."""
        number, address = NODES.index(name), CUT_ADDRESS if name == CUT_OFF else "127.0.0.1"
        return {
            "DATA_DIR": str(self.folder / name),
            "SECRET_KEY": self.secrets["secret_key"],
            "DATABASE_URL": self.database_url("web", address),
            "DATABASE_REPLICA_URL": f"postgresql://tieubieu_web:{self.secrets['web']}@{address}:{STANDBY}/tieubieu",
            "STORAGE_URL": f"s3://{KEY}:{SECRET_IN_URL}@127.0.0.1:{FILES}/tieubieu",
            "REDIS_URL": f"redis://127.0.0.1:{CACHE}/0",
            "BASE_URL": self.url,
            "PORT": str(WEB + number),
            "WORKERS": "1",
            "EMBEDDED_RUNNER": "off",
            "TRUSTED_PROXIES": "1",
            "LOG_FORMAT": "json",
            "METRICS_PORT": str(METRICS + number),
            "PASSWORD_COST": os.environ.get("PASSWORD_COST", "interactive"),
        }

    def _secrets(self) -> dict[str, str]:
        path = self.folder / "secrets.json"
        if not path.exists():
            path.write_text(json.dumps({name: secrets.token_hex(24) for name in PASSWORDS}))
            path.chmod(0o600)
        return dict(json.loads(path.read_text()))

    def _databases(self) -> list[Part]:
        programs = postgres_programs() or Path("/usr/lib/postgresql")
        return [self._database(programs, "primary", PRIMARY), self._database(programs, "standby", STANDBY)]

    def _database(self, programs: Path, name: str, port: int) -> Part:
        options = [
            f"-p{port}",
            f"-k{self.folder / 'sockets'}",
            f"-clisten_addresses=127.0.0.1,{CUT_ADDRESS}",
            "-cmax_connections=200",
        ]
        ready = [str(programs / "pg_isready"), "-qh127.0.0.1", f"-p{port}"]

        def is_up() -> bool:
            try:
                run(ready)
            except RuntimeError:
                return False
            return True

        command = as_postgres(programs / "postgres", "-D", self.folder / name, *options)

        def leave() -> None:
            """Its children go by themselves; a dead parent that nobody has taken note of still bars the way."""
            time.sleep(LEAVE)
            (self.folder / name / "postmaster.pid").unlink(missing_ok=True)

        return Part(name, command, is_up, self.folder, after_kill=leave)

    def _make_primary(self) -> None:
        programs = postgres_programs()
        assert programs is not None
        for name in ("primary", "sockets"):
            (self.folder / name).mkdir(mode=0o700, exist_ok=True)
            (self.folder / name).chmod(0o700)
            if os.geteuid() == 0:
                shutil.chown(self.folder / name, "postgres", "postgres")
        made = [
            "-U",
            "postgres",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--auth-local=trust",
            "--auth-host=scram-sha-256",
        ]
        run(as_postgres(programs / "initdb", "-D", self.folder / "primary", *made))
        with (self.folder / "primary" / "pg_hba.conf").open("a") as rules:
            rules.write("host replication tieubieu_replica 127.0.0.1/32 scram-sha-256\n")

    def psql(self, *arguments: str, port: int = PRIMARY, database: str = "postgres") -> str:
        programs = postgres_programs()
        assert programs is not None
        where = ["-h", self.folder / "sockets", "-p", port, "-U", "postgres", "-d", database]
        return run(as_postgres(programs / "psql", *where, "-v", "ON_ERROR_STOP=1", "-qAt", *arguments))

    def _make_state(self) -> None:
        """Roles, tables, keys."""
        roles = self.folder / "sockets" / "roles.sql"
        shutil.copy(ROOT / "deploy" / "postgresql" / "roles.sql", roles)
        roles.chmod(0o644)
        given = [f"{name}_password={self.secrets[name]}" for name in ("owner", "replica")]
        self.psql(*(word for value in given for word in ("-v", value)), "-f", str(roles))
        self.psql("-c", f"ALTER ROLE tieubieu_web PASSWORD '{self.secrets['web']}'")
        self.psql("-c", "SELECT pg_create_physical_replication_slot('standby')")
        owner = self.env("web1") | {"DATABASE_URL": self.database_url("owner"), "DATABASE_REPLICA_URL": ""}
        (self.folder / "s3" / "tieubieu").mkdir(parents=True, exist_ok=True)
        (self.folder / "keys").mkdir(exist_ok=True)
        for name in (*NODES, "load"):  # one set of keys: what one node makes later the others find
            (self.folder / name).mkdir(exist_ok=True)
            (self.folder / name / "keys").symlink_to(self.folder / "keys")
        tieubieu("migrate", "--grant-to", "tieubieu_web", **owner)
        (self.folder / "made").touch()

    def make_standby(self, name: str = "standby", of: int = PRIMARY) -> None:
        programs = postgres_programs()
        assert programs is not None
        target = self.folder / name
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(mode=0o700, exist_ok=True)  # a disk of its own stays there
        target.chmod(0o700)
        if os.geteuid() == 0:
            shutil.chown(target, "postgres", "postgres")
        source = f"host=127.0.0.1 port={of} user=tieubieu_replica password={self.secrets['replica']}"
        source += f" application_name={name}"
        run(
            as_postgres(
                programs / "pg_basebackup",
                "-D",
                target,
                *["-c", "fast", "-R", "-X", "stream", "-S", "standby", "-d"],
                source,
            )
        )

    def promote(self) -> None:
        programs = postgres_programs()
        assert programs is not None
        run(as_postgres(programs / "pg_ctl", "-D", self.folder / "standby", "-w", "promote"))

    def _stores(self) -> list[Part]:
        cache = program("valkey-server", "redis-server") or "redis-server"
        command = [
            cache,
            "--port",
            str(CACHE),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--dir",
            str(self.folder),
        ]
        asked = [program("valkey-cli", "redis-cli") or "redis-cli", "-p", str(CACHE), "ping"]

        def is_up() -> bool:
            try:
                return "PONG" in run(asked)
            except RuntimeError:
                return False

        files = self.folder / "s3"
        files.mkdir(exist_ok=True)
        serve = [
            str(rclone_program()),
            "serve",
            "s3",
            "--addr",
            f"127.0.0.1:{FILES}",
            "--auth-key",
            f"{KEY},{SECRET}",
        ]
        serve += ["--config", os.devnull, "--vfs-cache-mode", "off", str(files)]
        return [
            Part("cache", command, is_up, self.folder),
            Part("files", serve, _listens(FILES), self.folder),
        ]

    def _nodes(self) -> list[Part]:
        script = str(Path(sys.executable).with_name("tieubieu"))
        found = []
        for name in NODES:
            env = self.env(name)
            is_web = name.startswith("web")
            port, path = (env["PORT"], "readyz") if is_web else (env["METRICS_PORT"], "metrics")
            command = [script, "serve"] if is_web else [script, "jobs", "run"]
            found.append(Part(name, command, answers(f"http://127.0.0.1:{port}/{path}"), self.folder, env))
        return found

    def _nginx(self) -> Part:
        folder = self.folder / "nginx"
        folder.mkdir(exist_ok=True)
        site = front_site(folder, FRONT, (WEB, WEB + 1))
        path = write_front(folder, site, "user root; " if os.geteuid() == 0 else "")
        command = [
            program("nginx", "/usr/sbin/nginx") or "nginx",
            "-p",
            str(folder),
            "-c",
            str(path),
        ]
        return Part("nginx", command, answers(f"{self.url}/healthz"), self.folder)


def _listens(port: int) -> Callable[[], bool]:
    def ask() -> bool:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            return False
        return True

    return ask


def main(verb: str = "status") -> int:
    if absent := missing():
        sys.stdout.write(
            f"not installed: {' '.join(absent)} (on Debian: apt-get install {' '.join(absent)})\n"
        )
        return 1
    cluster = Cluster()
    if verb == "up":
        cluster.up()
        sys.stdout.write(
            f"{cluster.url} (state, logs and secrets in {cluster.folder}; end it with `make cluster-down`)\n"
        )
    elif verb == "down":
        cluster.down()
    for name, part in cluster.parts.items():
        sys.stdout.write(f"{name:<8} {'runs' if part.pid() else 'is off'}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
