import pytest
from prometheus_client import REGISTRY

from app.core.telemetry import metrics


def test_routes_beyond_those_kept_are_counted_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "MOST_SERIES", 1)
    monkeypatch.setattr(metrics, "_known", {})
    for route in ("/a", "/b", "/b", "/b"):
        metrics.count_request(route, "GET", 200, 0.01)
    counted = [
        REGISTRY.get_sample_value(
            "tieubieu_http_requests_total", {"route": route, "method": "GET", "status": "200"}
        )
        for route in ("/a", "/b")
    ]
    assert (counted, list(metrics._known)) == ([1.0, 3.0], [("/a", "GET", 200)])
