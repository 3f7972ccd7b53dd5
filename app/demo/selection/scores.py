"""What the demonstration's jurors give: a base for each product and a habit for each juror, exact decimals."""

from decimal import Decimal

Line = tuple[str, str, str, str]
CRITERIA = (("market", 40), ("economy", 40), ("culture", 10), ("other", 10))
HABITS = ("0", "-1.5", "0.5", "-0.5", "1")

PUBLISHED: dict[str, Line] = {
    "ca-phe": ("34.5", "34", "8.5", "8"),
    "hat-dieu": ("33", "32.5", "7.5", "7.5"),
    "binh-gom": ("31", "32", "9", "8"),
    "bo-am-tra": ("30", "30.5", "8.5", "7.5"),
    "may-tach-vo": ("35", "33.5", "7", "8"),
    "may-xoi": ("26", "25", "6", "6"),
}
SCORING: dict[str, Line] = {
    "ca-phe": ("34", "33.5", "8", "8"),
    "keo-dua": ("32", "31.5", "8.5", "7.5"),
    "binh-gom": ("32", "31", "9", "8"),
    "may-tach-vo": ("33.5", "34", "6.5", "8"),
    "tra-sen": ("30.5", "32", "8", "7"),
    "xa-phong": ("29", "30", "7.5", "8"),
}


def scores_of(line: Line, juror: int) -> dict[str, str]:
    """A juror's scores of a product, within each criterion's maximum."""
    habit = Decimal(HABITS[juror])
    return {
        code: format(min(Decimal(base) + (habit if maximum > 10 else habit / 2), Decimal(maximum)), "f")  # noqa: PLR2004  # small criteria move half as far
        for (code, maximum), base in zip(CRITERIA, line, strict=True)
    }
