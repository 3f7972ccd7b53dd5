"""Dates as Vietnamese official papers write them."""

from datetime import date

FEBRUARY = 2


def long_date(day: date) -> str:
    """ngày 05 tháng 02 năm 2026: a zero before days under 10, January and February (Decree 30/2020, Annex I)."""
    month = f"{day.month:02}" if day.month <= FEBRUARY else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"
