"""The one error of this package."""


class DigitalLinkError(ValueError):
    """A URI or element string that GS1 refuses.

    `code` is stable, for translation and for machines; `message` is plain English; `ai` names the Application
    Identifier at fault, or is None where the fault lies in the URI as a whole.
    """

    def __init__(self, code: str, message: str, ai: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.ai = ai
