"""The name that a browser gives a file."""

from werkzeug.http import quote_header_value


def disposition(name: str, *, inline: bool = False) -> str:
    """Content-Disposition (RFC 6266) with a name from data: a lot code of GS1 may hold a quotation mark."""
    return f"{'inline' if inline else 'attachment'}; filename={quote_header_value(name, allow_token=False)}"
