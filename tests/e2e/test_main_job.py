"""From an empty database to a scanned code, in both languages, at a desk and on a phone of 360 px."""

from pathlib import Path
from typing import Any

import pytest

from tests.e2e.server import Server
from tests.e2e.walk import Walk


@pytest.mark.parametrize(("locale", "phone"), [("vi", False), ("en", True)])
def test_main_job_from_registration_to_scanned_code(
    chromium: Any, empty_site: Server, tmp_path: Path, locale: str, phone: bool
) -> None:
    walk = Walk(chromium, empty_site, tmp_path, locale, phone=phone)
    walk.register()
    walk.list_product()
    walk.search()
    walk.open_round()
    walk.enter()
    walk.score()
    walk.decide()
    walk.certificate()
    walk.scan(walk.print_labels())
    walk.close()
    assert walk.wrong() == []
    assert empty_site.stop() == 0
