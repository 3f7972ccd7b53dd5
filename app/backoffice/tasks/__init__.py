"""Open tasks of a person: the parts of the account page's list, in their order. Of a council's work,
complaints come before the next step of a round: their answer has a legal deadline.
"""

from app.backoffice.tasks import catalog, paper_sheets, traceability, council_duties, voting, programme  # noqa: I001  # that order

__all__ = ["catalog", "council_duties", "paper_sheets", "programme", "traceability", "voting"]
