import pytest

from app.core.errors import NotFound, RuleBroken, at_field


def test_rule_broken_at_a_field_keeps_the_rest() -> None:
    broken = RuleBroken("too_large_bytes", megabytes=15)
    with pytest.raises(RuleBroken) as refusal, at_field("scan"):
        raise broken
    assert (refusal.value is broken, str(broken)) == (True, "too_large_bytes at scan {'megabytes': 15}")


def test_other_refusals_concern_no_field() -> None:
    with pytest.raises(NotFound) as refusal, at_field("scan"):
        raise NotFound("not_found")
    assert refusal.value.field is None
