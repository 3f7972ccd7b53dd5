"""What every template may call: addresses that the frame and the public parts need."""

from typing import Any

from app.site.blueprint import bp
from app.web.addresses import base_url
from app.web.i18n import current_locale


@bp.app_template_global("trace_path")
def trace_path(code: str) -> str:
    """The address of the page that a scanned code opens."""
    return ("/en/trace/" if current_locale() == "en" else "/truy-xuat/") + code


bp.add_app_template_global(base_url, "base_url")


@bp.app_context_processor
def frame() -> dict[str, Any]:
    return {"suggest_url": "/en/suggest" if current_locale() == "en" else "/goi-y"}
