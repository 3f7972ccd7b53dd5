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
    kept, calls = Kept(2_500, len), []  # two values of 400 bytes, each with 606 for its key
    for key in ("a", "b", "a", "c", "a", "b"):
        kept.get(key, made(calls, key * 400))
    assert calls == ["a" * 400, "b" * 400, "c" * 400, "b" * 400]
    assert kept.size == 2_012


def test_a_value_too_large_is_given_and_not_kept():
    kept, calls = Kept(1_000, len), []
    assert kept.get("a", made(calls, "x" * 500)) == kept.get("a", made(calls, "x" * 500)) == "x" * 500
    assert (len(calls), kept.size) == (2, 0)


def test_a_value_too_large_leaves_the_others():
    kept, calls = Kept(2_500, len), []
    for key, value in (("a", "one"), ("b", "x" * 2_000), ("a", "one")):
        kept.get(key, made(calls, value))
    assert calls == ["one", "x" * 2_000]


def test_a_long_key_weighs_what_it_takes():
    kept, calls = Kept(2_500, len), []
    for key in (("a", "k" * 400), ("b", "k" * 400)):
        kept.get(key, made(calls, ""))
    assert kept.size == 1_418  # one of them: 600, and twice the 409 letters of the key
