"""The priority of a proposal by recognitions that hold on the last day of registration."""

from datetime import date

from programme.proposals.priority import Recognition, judge, judged_before, kept

DAY = date(2024, 6, 20)


def recognition(level="khu-vuc", state="valid", number="KV-1"):
    return Recognition(7, number, "Trà sen", level, date(2024, 12, 31), state)


def test_a_province_gives_none_and_neither_does_what_holds_no_more():
    rows = [recognition("tinh"), recognition(state="expired"), recognition(state="revoked")]
    assert not judge(rows, DAY)
    found = judge([recognition("quoc-gia", "expiring", "QG-1"), *rows], DAY)
    assert [reason.number for reason in found.reasons] == ["QG-1"]


def test_what_is_kept_is_read_back_with_a_later_revocation_beside_it():
    words = kept(judge([recognition()], DAY))
    assert words == {
        "day": "2024-06-20",
        "reasons": [
            {"award": 7, "number": "KV-1", "product": "Trà sen", "level": "khu-vuc", "until": "2024-12-31"}
        ],
    }
    again = judged_before(words, {7: date(2024, 8, 1)})
    assert again.is_final
    assert bool(again)
    assert again.reasons[0].revoked_on == date(2024, 8, 1)
