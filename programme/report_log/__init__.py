"""Signed reports of periods in a tamper-evident log, as rounds have one."""
