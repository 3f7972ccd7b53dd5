"""What councils are for, who sits in them, what they find. Pure."""

from enum import StrEnum


class CouncilKind(StrEnum):
    APPRAISAL = "appraisal"
    ACCEPTANCE = "acceptance"


class Post(StrEnum):
    CHAIR = "chair"
    SECRETARY = "secretary"
    MEMBER = "member"


class Verdict(StrEnum):
    AGREE = "agree"
    REFUSE = "refuse"
