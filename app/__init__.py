"""Composition and shared kernel. Importing `app.core` must not import everything, so the factory is imported
late.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask


def create_app(*args: Any, **kwargs: Any) -> "Flask":
    """Build the application; see `app.factory.create_app`."""
    from app.factory import create_app as build  # noqa: PLC0415  # the point of this function

    return build(*args, **kwargs)
