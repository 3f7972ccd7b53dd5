"""Makers of test data, one file a package; each function writes through a transaction and returns the row."""

from importlib import import_module
from importlib.util import find_spec
from types import SimpleNamespace

PACKAGES = ("accounts", "catalog", "voting", "traceability", "programme")


def everything() -> SimpleNamespace:
    """All public makers in one namespace."""
    found: dict[str, object] = {}
    for package in PACKAGES:
        name = f"tests.factories.{package}"
        if find_spec(name) is not None:
            module = import_module(name)
            found |= {
                key: value
                for key, value in vars(module).items()
                if callable(value) and not key.startswith("_")
            }
    return SimpleNamespace(**found)
