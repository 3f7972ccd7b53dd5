"""Refusals of the pure selection modules: a stable code, a plain English line, the facts behind it."""


class VotingError(Exception):
    """A clean refusal. `code` is stable, `field` names the place, `params` fill a translated text."""

    def __init__(self, code: str, message: str, *, field: str = "", **params: str | int) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field
        self.params = params


class TallyError(VotingError):
    """The tally input is not what the contract says; `field` names the ballot or the rule."""


class RuleError(VotingError):
    """A rule set cannot be read at all (what is merely unwise is a `Problem`)."""


class LifecycleError(VotingError):
    """The act is not open in this state, or lacks its reason or its second person."""


class ChainError(VotingError):
    """A value cannot be sealed, or a proof or checkpoint is malformed."""


class AssignmentError(VotingError):
    """No assignment meets the hard constraints; the message says which one gives way first."""


class CalendarError(VotingError):
    """The holiday data does not reach the day asked for."""
