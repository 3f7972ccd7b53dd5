"""The refusal of a pure module: a stable code, a line of plain English, the facts behind it."""


class Refused(Exception):
    """A clean refusal. `code` is stable, `field` names the place, `params` fill a translated text."""

    def __init__(self, code: str, message: str, *, field: str = "", **params: str | int) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field
        self.params = params
