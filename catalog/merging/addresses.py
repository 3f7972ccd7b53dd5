"""Addresses of what was merged: they lead to what stays, in either language and in the API."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from app.core.errors import NotFound
from app.web.cache import public
from catalog.merging.queries import find_moved_slug

View = Callable[..., Any]
Otherwise = Callable[[str], BaseResponse | None]
MOVED_FOR_GOOD = 301


def follows_merges(kind: str, otherwise: Otherwise | None = None) -> Callable[[View], View]:
    """For a public view of one thing by its slug: where there is none, look whether it was merged. otherwise: what
    else may be said of it.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def followed(slug: str, **values: Any) -> Any:
            try:
                return view(slug, **values)
            except NotFound:
                moved = find_moved_slug(kind, slug)
                if moved is not None:
                    target = url_for(request.endpoint or "", slug=moved, **values)
                    return public(redirect(target, MOVED_FOR_GOOD))  # type: ignore[arg-type]  # one of Flask's
                answer = otherwise(slug) if otherwise is not None else None
                if answer is None:
                    raise
                return answer

        return followed

    return wrap
