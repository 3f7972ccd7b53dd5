"""The tables of this domain; other modules import them from here."""

from programme.models.targets import Measure, Programme, Target, TargetVersion

__all__ = ["Measure", "Programme", "Target", "TargetVersion"]
