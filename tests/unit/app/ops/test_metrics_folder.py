"""The folder of the counters: empty at each start, and never that of somebody else."""

import os
from pathlib import Path

import pytest

from app.ops import metrics_server
from config import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_env({"DATA_DIR": str(tmp_path / "var"), "METRICS_PORT": "9"})


def test_folder_that_the_system_gives_is_used_and_emptied(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUNTIME_DIRECTORY", f"{tmp_path / 'run'}:/elsewhere")
    (tmp_path / "run" / "metrics-9").mkdir(parents=True)
    (tmp_path / "run" / "metrics-9" / "left.db").write_text("x")
    made = metrics_server._make_folder(settings)
    assert (made, list(made.iterdir())) == (tmp_path / "run" / "metrics-9", [])
    assert made.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("is_ours", [True, False])
def test_folder_that_a_killed_server_left_goes_if_it_is_ours(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_ours: bool
) -> None:
    monkeypatch.delenv("RUNTIME_DIRECTORY", raising=False)
    monkeypatch.setattr(metrics_server, "MEMORY", tmp_path)
    left = tmp_path / "tieubieu-9-left"
    left.mkdir()
    owner = os.getuid()
    monkeypatch.setattr(metrics_server.os, "getuid", lambda: owner if is_ours else owner + 1)
    metrics_server._make_folder(settings)
    assert left.exists() is not is_ours


def test_child_that_ends_leaves_the_folder_of_its_parent(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    metrics_server._remove(tmp_path / "kept", os.getpid() + 1)
    assert (tmp_path / "kept").exists()
    metrics_server._remove(tmp_path / "kept", os.getpid())
    assert not (tmp_path / "kept").exists()
