from programme.support.rules import may_tell_title


def test_title_is_told_once_every_other_facility_agrees():
    assert may_tell_title([]) is True
    assert may_tell_title([True, True]) is True
    assert may_tell_title([True, False]) is False
