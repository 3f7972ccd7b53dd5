"""The files under `deploy/` agree with the program and each other: settings, ports, commands, metrics, run book."""

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from prometheus_client import REGISTRY

import app.core.telemetry.metrics  # noqa: F401  # fills the registry
from app.cli import COMMANDS
from app.ops.metrics_server import LAST_BACKUP, Machine
from config import Settings
from tests.e2e.server import free_port
from tests.helpers.front import front_site, nginx_program, write_front
from tests.integration.deploy.files import DEPLOY, FOREIGN, ROOT, assigned, settings, text, unit

UNITS = ("tieubieu.service", "tieubieu-runner.service", "tieubieu-backup.service")
WEB_METRICS, RUNNER_METRICS = "9464", "9465"
PROGRAM = "/opt/tieubieu/.venv/bin/tieubieu"


def compose():
    return yaml.safe_load(text("container/compose.yaml"))


def containerfile():
    """Its ENV as NAME: value."""
    joined = text("container/Containerfile").replace("\\\n", " ")
    pairs = [pair for line in re.findall(r"^ENV (.+)$", joined, re.MULTILINE) for pair in shlex.split(line)]
    return dict(pair.split("=", 1) for pair in pairs)


def test_every_name_set_anywhere_is_a_setting_of_the_program():
    named = set(assigned(text("tieubieu.env"))) | set(containerfile())
    for service in compose()["services"].values():
        named |= set(service.get("environment", {}))
    assert named - FOREIGN - settings() == set()


def test_every_setting_is_in_the_table_of_the_readme():
    table = (ROOT / "README.md").read_text("utf-8").partition("## Configuration")[2].partition("\n## ")[0]
    rows = "\n".join(line.split("|")[1] for line in table.splitlines() if line.startswith("| `"))
    assert set(re.findall(r"`([A-Z_]+)`", rows)) == settings()


def test_environment_file_starts_the_program(tmp_path):
    env = {
        name: value.strip("'")
        for name, value in re.findall(r"^([A-Z_]+)=(.*)$", text("tieubieu.env"), re.MULTILINE)
    }
    found = Settings.from_env({**env, "DATA_DIR": str(tmp_path)})
    assert (found.port, found.metrics_port, found.trusted_proxies, found.log_format) == (
        8000,
        9464,
        1,
        "json",
    )


def test_shell_and_systemd_read_the_same_from_the_environment_file(tmp_path):
    known = assigned(text("tieubieu.env"))
    for value in known.values():
        assert re.fullmatch(r"[A-Za-z0-9.:/@_-]+|'[^']+'", value), value
    lines = [f"{name}={value}" for name, value in known.items()]
    (documented,) = re.findall(
        r"`(DATABASE_URL=\S+&\S+)`", (ROOT / "docs" / "production.md").read_text("utf-8")
    )
    (tmp_path / "env").write_text("\n".join([*lines, documented]) + "\n", "utf-8")
    command = ["sh", "-c", f"set -a; . {tmp_path}/env; env -0"]
    told = subprocess.run(command, capture_output=True, check=True).stdout.decode().split("\0")
    found = dict(line.split("=", 1) for line in told if line)
    for name, value in (known | {"DATABASE_URL": documented.partition("=")[2]}).items():
        assert found[name] == value.strip("'")
    assert found["DATABASE_URL"].endswith("&target_session_attrs=read-write")


def test_commands_of_units_and_containers_are_the_programs():
    called = [word for name in UNITS for line in unit(name).get("ExecStart", []) + unit(name).get("ExecStartPre", [])
              for word in re.findall(rf"{PROGRAM} ([a-z-]+)", line)]  # fmt: skip
    called += re.findall(r'^CMD \["tieubieu", "([a-z-]+)"', text("container/Containerfile"), re.MULTILINE)
    called += [service["command"][1] for service in compose()["services"].values() if "command" in service]
    assert sorted(set(called)) == ["backup", "jobs", "migrate", "serve", "verify-logs"]
    assert set(called) <= set(COMMANDS)


def test_ports_agree():
    port = assigned(text("tieubieu.env"))["PORT"]
    assert re.findall(r"server ([\d.]+:\d+)", text("nginx/tieubieu.conf")) == [f"127.0.0.1:{port}"]
    assert assigned(text("tieubieu.env"))["METRICS_PORT"] == containerfile()["METRICS_PORT"] == WEB_METRICS
    assert f"METRICS_PORT={RUNNER_METRICS} " in unit("tieubieu-runner.service")["ExecStart"][0]
    scraped = yaml.safe_load(text("prometheus/prometheus.yml"))["scrape_configs"]
    assert {job["job_name"]: job["static_configs"][0]["targets"] for job in scraped} == {
        "tieubieu": [f"127.0.0.1:{WEB_METRICS}"],
        "tieubieu-runner": [f"127.0.0.1:{RUNNER_METRICS}"],
    }
    inside = containerfile()["PORT"]
    assert f"EXPOSE {inside} {WEB_METRICS}\n" in text("container/Containerfile")
    assert (
        re.findall(r"server (web\d):(\d+)", text("container/front.conf"))
        == [
            ("web1", inside),
            ("web2", inside),
        ]
        * 2
    )


def test_units_write_only_where_the_settings_say():
    folder = assigned(text("tieubieu.env"))["DATA_DIR"]
    for name in UNITS:
        found = unit(name)
        assert found["ReadWritePaths"][0].split()[0] == folder
        assert found["EnvironmentFile"] == ["/etc/tieubieu.env"]
        assert found["User"] == ["tieubieu"]
        assert found["ProtectSystem"] == ["strict"]
    assert unit("tieubieu.service.d/postgresql.conf")["ExecStartPre"] == [""]


def test_every_service_that_stays_has_a_health_check():
    """In the compose file: podman builds images in a format that keeps none, and `front` waits for its web nodes."""
    services = compose()["services"]
    assert all("healthcheck" in service for service in services.values())
    command = services["web1"]["healthcheck"]["test"]
    assert f"CMD {json.dumps(command[1:])}\n" in text("container/Containerfile")


def names_of_metrics(folder: Path) -> set[str]:
    """Every name that a scrape may show, with the endings of counters and histograms."""
    (folder / LAST_BACKUP).write_text(json.dumps({"at": 1, "bytes": 2}), "utf-8")
    families = [*REGISTRY.collect(), *Machine(folder).collect()]
    endings = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count"), "gauge": ("",)}
    return {family.name + ending for family in families for ending in endings.get(family.type, ())}


def used_in(expressions: list[str]) -> set[str]:
    return {name for expression in expressions for name in re.findall(r"\btieubieu_[a-z_]+", expression)}


def alerts():
    return yaml.safe_load(text("prometheus/tieubieu-alerts.yml"))["groups"][0]["rules"]


def test_alerts_and_board_ask_for_metrics_that_there_are(tmp_path):
    known = names_of_metrics(tmp_path)
    board = json.loads(text("grafana/tieubieu.json"))
    shown = used_in([target["expr"] for panel in board["panels"] for target in panel["targets"]])
    asked = used_in([alert["expr"] for alert in alerts()])
    assert shown - known == set()
    assert asked - known == set()
    ours = {name for name in known if name.startswith("tieubieu_")}
    plain = {name for name in ours if not name.endswith(("_sum", "_count"))}
    assert plain - shown - asked == {"tieubieu_backup_size_bytes"}


def test_alerts_name_a_section_of_the_run_book_and_every_section_is_one():
    book = (ROOT / "docs" / "runbook.md").read_text("utf-8")
    sections = {title.lower().replace(" ", "-") for title in re.findall(r"^## (.+)$", book, re.MULTILINE)}
    named = {alert["annotations"]["runbook_url"].rpartition("#")[2] for alert in alerts()}
    assert named - sections == set()
    assert sections - named == {"database-away", "files-away"}  # other sections lead there
    linked = set(re.findall(r"\]\(#([a-z-]+)\)", book))
    assert linked - sections == set()
    assert {"database-away", "files-away"} <= linked


def test_shell_scripts_are_sound():
    for script in DEPLOY.glob("bin/*"):
        subprocess.run(["sh", "-n", script], check=True)


def test_nginx_takes_the_site(tmp_path):
    nginx = nginx_program()
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    request = shlex.split("openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=t")
    subprocess.run([*request, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    site = text("nginx/tieubieu.conf")
    for there, here in (
        ("/etc/letsencrypt/live/tieubieu.example.vn/fullchain.pem", certificate),
        ("/etc/letsencrypt/live/tieubieu.example.vn/privkey.pem", key),
        ("/var/log/nginx/", f"{tmp_path}/"),
    ):
        assert there in site
        site = site.replace(there, str(here))
    (tmp_path / "site.conf").write_text(site, "utf-8")
    main = f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ include {tmp_path}/site.conf; }}"
    (tmp_path / "nginx.conf").write_text(main, "utf-8")
    command = [nginx, "-t", "-p", tmp_path, "-c", tmp_path / "nginx.conf"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "[warn]" not in done.stderr


def test_nginx_of_the_containers_takes_its_file_with_a_tls_end_named(tmp_path):
    nginx = nginx_program()
    there, here = "#set_real_ip_from ", "set_real_ip_from "
    site = front_site(tmp_path, free_port(), (8000, 8001))
    assert there in site
    write_front(tmp_path, site.replace(there, here))
    command = [nginx, "-t", "-p", tmp_path, "-c", tmp_path / "nginx.conf"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_systemd_takes_the_units(tmp_path):
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd is not installed")
    names = [path.name for path in (DEPLOY / "systemd").glob("tieubieu*.[st]*") if path.is_file()]
    for name in names:  # it wants to find the programs and files that a unit names
        unit_text = (
            text(f"systemd/{name}")
            .replace(PROGRAM, "/bin/true")
            .replace("file:///opt/tieubieu", str(ROOT.as_uri()))
        )
        (tmp_path / name).write_text(unit_text, "utf-8")
    command = [analyze, "verify", "--man=no", *(tmp_path / name for name in sorted(names))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, [line for line in done.stderr.splitlines() if "tieubieu" in line]) == (0, [])


def test_prometheus_takes_the_rules():
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("promtool is not installed")
    rules = DEPLOY / "prometheus" / "tieubieu-alerts.yml"
    done = subprocess.run([promtool, "check", "rules", rules], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"SUCCESS: {len(alerts())} rules found" in done.stdout
