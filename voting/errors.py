"""Refusals of the pure selection modules."""

from app.core.refused import Refused


class VotingError(Refused):
    """A clean refusal of the selection's rules."""


class TallyError(VotingError):
    """The tally input does not match the contract; `field` names the ballot or the rule."""


class RuleError(VotingError):
    """A rule set that cannot be read at all (anything less is a `Problem`)."""


class LifecycleError(VotingError):
    """The act is not open in this state, or its reason or second person is missing."""


class AssignmentError(VotingError):
    """No free entry code is left, or too few people can go to a place."""
