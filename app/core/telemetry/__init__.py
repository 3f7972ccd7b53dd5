"""Telemetry: metrics, lines of the log, slow statements."""
