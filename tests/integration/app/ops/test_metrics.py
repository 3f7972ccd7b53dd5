"""`/metrics` of the server as shipped: two processes and the runner add up; one id from request to job."""

import json
import re
import subprocess
import time
from urllib.request import Request, urlopen

import pytest

from tests.e2e.server import COMMAND, ROOT, Server, free_port

ID = "0123456789abcdef0123456789abcdef"
UNTIL = 120.0


def metrics_of(port: int) -> dict[str, float]:
    with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=30) as answer:
        lines = answer.read().decode().splitlines()
    return {
        name: float(value) for name, _, value in (line.rpartition(" ") for line in lines if line[:1] != "#")
    }


def waited_for(port: int, name: str, least: float) -> float:
    """The value once it is at least so much."""
    until = time.monotonic() + UNTIL
    while time.monotonic() < until:
        if (value := metrics_of(port).get(name, -1.0)) >= least:
            return value
        time.sleep(0.1)
    raise AssertionError(f"{name} stays below {least}: {metrics_of(port)}")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("metrics"))
    server.env |= {
        "WORKERS": "2",
        "METRICS_PORT": str(free_port()),
        "LOG_FORMAT": "json",
        "TRUSTED_PROXIES": "1",
    }
    server.tieubieu("migrate")
    server.start()
    yield server
    server.stop()


def test_requests_of_all_processes_add_up(site):
    port = int(site.env["METRICS_PORT"])
    name = 'tieubieu_http_requests_total{method="GET",route="/healthz",status="200"}'
    before = metrics_of(port).get(name, 0.0)
    for _ in range(40):
        urlopen(f"{site.url}/healthz", timeout=30).close()
    assert metrics_of(port)[name] - before == 40
    seconds = 'tieubieu_http_request_duration_seconds_count{route="/healthz"}'
    assert metrics_of(port)[seconds] == metrics_of(port)[name]


def test_route_is_the_template_and_kept_pages_have_it_too(site):
    port = int(site.env["METRICS_PORT"])
    name = 'tieubieu_http_requests_total{method="GET",route="/",status="200"}'
    before = metrics_of(port).get(name, 0.0)
    for _ in range(5):
        urlopen(f"{site.url}/", timeout=30).close()
    assert metrics_of(port)[name] - before == 5


def test_runner_tells_of_queue_feed_and_itself(site):
    port = int(site.env["METRICS_PORT"])
    assert waited_for(port, "tieubieu_last_look_timestamp_seconds", 1.0) > 1_700_000_000
    until = time.monotonic() + UNTIL  # a job of this second may be under way
    while (found := metrics_of(port))["tieubieu_job_queue_age_seconds"] and time.monotonic() < until:
        time.sleep(0.1)
    assert found["tieubieu_job_queue_age_seconds"] == 0.0
    assert found["tieubieu_feed_lag_changes"] >= 0.0
    assert found["tieubieu_disk_free_bytes"] > 0
    assert "tieubieu_backup_timestamp_seconds" not in found


def test_backup_is_told(site):
    port, target = int(site.env["METRICS_PORT"]), site.folder / "kept.tar.gz"
    made = site.tieubieu("backup", str(target))
    found = metrics_of(port)
    assert found["tieubieu_backup_size_bytes"] == made["bytes"] == target.stat().st_size
    assert abs(found["tieubieu_backup_timestamp_seconds"] - target.stat().st_mtime) < 600


def test_one_id_through_answer_log_and_job(site):
    body = b"email=nobody%40example.vn"
    asked = Request(
        f"{site.url}/dang-nhap", data=body, headers={"X-Request-Id": ID, "X-Forwarded-For": "192.0.2.9"}
    )
    try:
        answer = urlopen(asked, timeout=30)
    except OSError as refused:
        answer = refused
    assert answer.headers["X-Request-Id"] == ID
    until = time.monotonic() + UNTIL
    while ID not in site.log_text() and time.monotonic() < until:
        time.sleep(0.1)
    lines = [json.loads(line) for line in site.log_text().splitlines() if ID in line]
    assert [line["route"] for line in lines if line["logger"] == "app.request"] == ["/dang-nhap"]


def test_log_is_json_from_the_start(site):
    lines = [
        line
        for line in site.log_text().splitlines()
        if line and not line.startswith(("Tiêu Biểu:", "BASE_URL"))
    ]
    assert lines
    assert all(json.loads(line)["level"] for line in lines)


def test_taken_metrics_port_is_one_clear_line(site):
    env = {**site.env, "PORT": str(free_port()), "DATA_DIR": str(site.folder / "other")}
    done = subprocess.run([COMMAND, "serve"], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert re.fullmatch(
        rf"(?:Error: )?METRICS_PORT: cannot listen on 127\.0\.0\.1:{env['METRICS_PORT']}: .+\n", done.stderr
    )
    assert (site.folder / "other").is_dir()
