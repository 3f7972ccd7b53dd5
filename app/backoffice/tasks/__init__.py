"""What waits for a person: the parts of the account page's list, in the order in which they stand there.

Of a council's work, complaints stand before the next step of a round: their answer has a legal term.
"""

from app.backoffice.tasks import catalog, paper_sheets, traceability, council_duties, voting  # noqa: I001  # that order

__all__ = ["catalog", "council_duties", "paper_sheets", "traceability", "voting"]
