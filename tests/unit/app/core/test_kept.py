import sys

from app.core.kept import Kept


def made(calls, value):
    def make():
        calls.append(value)
        return value

    return make


def test_a_value_is_made_once_for_a_key():
    kept, calls = Kept(10_000, len), []
    assert [kept.get(("a", 1), made(calls, "one")) for _ in range(3)] == ["one", "one", "one"]
    assert kept.get(("a", 2), made(calls, "two")) == "two"
    assert calls == ["one", "two"]


def test_what_nobody_asked_for_the_longest_goes_first():
    kept, calls = Kept(2_000, len), []  # two values of 400 bytes, each with 550 for its key and place
    for key in ("a", "b", "a", "c", "a", "b"):
        kept.get(key, made(calls, key * 400))
    assert calls == ["a" * 400, "b" * 400, "c" * 400, "b" * 400]
    assert kept.size == 1_900


def test_a_value_too_large_is_given_and_not_kept():
    kept, calls = Kept(1_000, len), []
    assert kept.get("a", made(calls, "x" * 500)) == kept.get("a", made(calls, "x" * 500)) == "x" * 500
    assert (len(calls), kept.size) == (2, 0)


def test_a_value_too_large_leaves_the_others():
    kept, calls = Kept(2_500, len), []
    for key, value in (("a", "one"), ("b", "x" * 2_000), ("a", "one")):
        kept.get(key, made(calls, value))
    assert calls == ["one", "x" * 2_000]


def test_a_key_weighs_what_it_takes_with_all_that_it_is_made_of():
    kept = Kept(9_000, len)
    parts = ["k" * 400, "ế" * 400, ("m", 7)]
    kept.get((*parts[:2], parts[2]), str)
    inner = sys.getsizeof(parts[2]) + sys.getsizeof("m") + sys.getsizeof(7)
    assert kept.size == 500 + sys.getsizeof((1, 2, 3)) + 449 + 874 + inner


def test_what_is_made_once_alone_is_not_kept_where_it_has_to_come_again():
    kept, calls = Kept(9_000, len, again=2), []
    for key in ("a", "b", "a", "a", "b", "c", "d", "e", "c"):
        kept.get(key, made(calls, key))
    # a and b are kept the second time; c is forgotten by then, for d and e came in between
    assert calls == ["a", "b", "a", "b", "c", "d", "e", "c"]
    assert [kept.get(key, made(calls, key)) for key in "ab"] == ["a", "b"]
    assert len(calls) == 8
