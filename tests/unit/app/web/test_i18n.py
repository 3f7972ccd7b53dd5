"""Numbers in texts: marks between thousands by the reader's language, none in years."""

import pytest

from app.core.errors import RuleBroken
from app.web.i18n import filled, translate, translate_plural
from app.web.messages import message_for


@pytest.mark.parametrize(("locale", "shown"), [("vi", "1.234"), ("en", "1,234")])
def test_a_text_is_filled_with_them(locale, shown):
    assert shown in translate("Changes accepted: %(count)s.", locale, count=1234)
    assert shown in translate_plural("%(num)s facility", "%(num)s facilities", 1234, locale)
    assert shown in message_for(RuleBroken("too_long", limit=1234), locale)


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_years_texts_and_parts_stay_as_they_are(locale):
    kept = {"year": 2026, "latest": 2026, "number": "1234", "share": 1234.5, "whole": True}
    assert filled(kept, locale) == kept
    assert "2026" in translate("founded in %(year)s", locale, year=2026)
