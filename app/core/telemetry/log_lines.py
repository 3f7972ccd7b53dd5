"""The two forms of a line of the log: text for people, JSON for machines. Both contain the request id."""

import json
import logging
from datetime import UTC, datetime
from typing import Any

from app.core.telemetry.request_id import current_id

TEXT, JSON = "text", "json"
OURS = ("app", "catalog", "programme", "traceability", "voting")
_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class TextLines(logging.Formatter):
    """Time, level, name, message, and behind it the request's id where there is one."""

    def __init__(self, fmt: str = "%(asctime)s %(levelname)s %(name)s %(message)s") -> None:
        super().__init__(fmt)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # its name in the library
        request_id = current_id()
        text = super().formatMessage(record)
        return f"{text} request={request_id}" if request_id else text


class JsonLines(logging.Formatter):
    """One JSON object a line. What a caller gives as `extra` becomes fields of it."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request_id := current_id():
            line["request_id"] = request_id
        line |= {name: value for name, value in vars(record).items() if name not in _OWN}
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def set_up_logs(form: str) -> None:
    """Lines of this form on standard error, unless logging is configured. Libraries log only warnings."""
    if logging.getLogger().handlers:
        return
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if form == JSON else TextLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)
