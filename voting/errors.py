"""Refusals of the pure selection modules."""

from app.core.refused import Refused


class VotingError(Refused):
    """A clean refusal of the selection's rules."""


class TallyError(VotingError):
    """The tally input is not what the contract says; `field` names the ballot or the rule."""


class RuleError(VotingError):
    """A rule set cannot be read at all (what is merely unwise is a `Problem`)."""


class LifecycleError(VotingError):
    """The act is not open in this state, or lacks its reason or its second person."""


class AssignmentError(VotingError):
    """No free entry code is left."""
