"""What uv gets from pip's configuration before it installs the locked packages."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def uv_environment():
    spec = importlib.util.spec_from_file_location("install", ROOT / "requirements" / "install.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.uv_environment


def test_index_and_certificate_of_pip_are_handed_on(uv_environment):
    told = "global.index-url='https://mirror.example/simple'\nglobal.cert='/etc/ssl/own.pem'\n"
    assert uv_environment(told, {}) == {
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_DEFAULT_INDEX": "https://mirror.example/simple",
        "SSL_CERT_FILE": "/etc/ssl/own.pem",
    }


def test_places_of_files_and_environment_are_joined_and_absent_ones_left_out(uv_environment, tmp_path):
    told = f":env:.find-links='{tmp_path}'\nglobal.find-links='/absent/wheels https://wheels.example/a'\n"
    assert uv_environment(told, {})["UV_FIND_LINKS"] == f"{tmp_path},https://wheels.example/a"
    assert "UV_INDEX" not in uv_environment(f"global.extra-index-url='file://{tmp_path}/absent'\n", {})


def test_variable_of_pip_goes_before_its_files(uv_environment):
    told = ":env:.index-url='https://near.example'\nglobal.index-url='https://far.example'\n"
    assert uv_environment(told, {})["UV_DEFAULT_INDEX"] == "https://near.example"


def test_what_the_environment_tells_uv_holds(uv_environment):
    told = "global.index-url='https://mirror.example/simple'\nglobal.timeout='60'\n"
    own = {"UV_DEFAULT_INDEX": "https://own.example", "HOME": "/root"}
    assert uv_environment(told, own) == {"UV_INDEX_STRATEGY": "unsafe-best-match", **own}
