"""Which engine is behind each port."""

from dataclasses import replace

import pytest

from app.adapters import open as opening
from config import BadSetting


def test_store_that_needs_an_extra_names_it(settings, monkeypatch):
    monkeypatch.setattr(opening, "find_spec", lambda _name: None)
    with pytest.raises(BadSetting, match="needs the extra `s3`"):
        opening.open_ports(replace(settings, storage_url="s3://key:secret@127.0.0.1:9000/bucket"))
