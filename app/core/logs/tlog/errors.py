from app.core.refused import Refused


class ChainError(Refused):
    """A value cannot be sealed, or a proof or checkpoint is malformed."""
