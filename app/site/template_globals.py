"""What every template may call: addresses that the frame and the public parts need."""

import re
from pathlib import Path
from typing import Any

from app.site.bilingual import in_locale, place_name
from app.site.blueprint import bp
from app.web.addresses import base_url
from app.web.i18n import current_locale

DEMO_MARK = "demo-accounts.json"
_PHONE = re.compile(r"\+?[0-9][0-9 .()-]{5,}")


@bp.app_template_global("trace_path")
def trace_path(code: str) -> str:
    """The address of the page that a scanned code opens."""
    return ("/en/trace/" if current_locale() == "en" else "/truy-xuat/") + code


bp.add_app_template_global(base_url, "base_url")
bp.add_app_template_global(place_name)


@bp.app_template_global("round_title")
def round_title(row: Any) -> str:
    """The title of a round in the language of the page. row: a SelectionRound."""
    return in_locale(row.title_vi, row.title_en)


@bp.record_once
def describe_operator(state: Any) -> None:
    """Whose site this is, and whether it shows made-up data: both are known when the program starts."""
    settings = state.app.extensions["settings"]
    state.app.jinja_env.globals["contact"] = contact_of(settings.site_contact)
    state.app.jinja_env.globals["is_demonstration"] = (Path(settings.data_dir) / DEMO_MARK).is_file()


def contact_of(text: str) -> dict[str, str]:
    """`name; address; e-mail; telephone` in any order after the name, as the setting SITE_CONTACT has it."""
    found: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        if "@" in part:
            found.setdefault("email", part)
        elif _PHONE.fullmatch(part):
            found.setdefault("phone", part)
        else:
            found.setdefault("address" if "name" in found else "name", part)
    return found
