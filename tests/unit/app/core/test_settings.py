from pathlib import Path

import pytest

from config import BadSetting, Settings


def settings(folder: Path, **env: str) -> Settings:
    return Settings.from_env({"DATA_DIR": str(folder), **env})


def test_settings_start_with_nothing_set(tmp_path: Path) -> None:
    found = settings(tmp_path)
    assert found.database_url == f"sqlite:///{tmp_path / 'tieubieu.db'}"
    assert (found.port, found.base_url) == (8000, "http://127.0.0.1:8000")


def test_secret_is_made_once_and_private(tmp_path: Path) -> None:
    assert settings(tmp_path).secret_key == settings(tmp_path).secret_key
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "0"),
        ("PORT", "٨٠"),
        ("BASE_URL", "example.vn"),
        ("BASE_URL", "https://example.vn/path"),
        ("DATABASE_URL", "mysql://x"),
        ("SECRET_KEY", "short"),
        ("SEARCH_ENGINE", "lucene"),
        ("TRUSTED_PROXIES", "-1"),
    ],
)
def test_bad_setting_is_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=name):
        settings(tmp_path, **{name: value})


def test_empty_secret_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("")
    with pytest.raises(BadSetting, match="SECRET_KEY"):
        settings(tmp_path)


def test_data_dir_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadSetting, match="DATA_DIR"):
        settings(tmp_path / "file")


def test_postgres_address_gets_its_driver(tmp_path: Path) -> None:
    found = settings(tmp_path, DATABASE_URL="postgres://u:p@h/db")
    assert found.database_url == "postgresql+psycopg://u:p@h/db"


def test_metrics_need_a_port_beside_that_of_the_site(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="METRICS_PORT: 9000 is the PORT of the site"):
        settings(tmp_path, PORT="9000", METRICS_PORT="9000")
    assert settings(tmp_path, PORT="9000", METRICS_PORT="9001").metrics_port == 9001


def test_standby_gets_the_driver_of_its_primary(tmp_path: Path) -> None:
    both = {
        "DATABASE_URL": "postgresql+psycopg://u:p@h/db",
        "DATABASE_REPLICA_URL": "postgres://u:p@standby/db",
    }
    assert settings(tmp_path, **both).replica_url == "postgresql+psycopg://u:p@standby/db"


@pytest.mark.parametrize(
    ("main", "standby"), [("", "postgresql://h/db"), ("postgresql://h/db", "sqlite:////srv/copy.db")]
)
def test_standby_of_another_kind_than_its_primary_is_refused(tmp_path: Path, main: str, standby: str) -> None:
    with pytest.raises(BadSetting, match="DATABASE_REPLICA_URL: give a postgresql:// address"):
        settings(tmp_path, DATABASE_URL=main, DATABASE_REPLICA_URL=standby)


def test_port_of_no_machine_in_the_address_is_refused(tmp_path: Path) -> None:
    for port in ("0", "70000"):
        with pytest.raises(BadSetting, match="BASE_URL: give an origin"):
            settings(tmp_path, BASE_URL=f"https://example.vn:{port}")


def test_settings_do_not_print_secrets(tmp_path: Path) -> None:
    assert "x" * 40 not in repr(settings(tmp_path, SECRET_KEY="x" * 40, SMTP_URL="smtp://u:geheim@h"))
    assert "geheim" not in repr(settings(tmp_path, SMTP_URL="smtp://u:geheim@h"))
