from traceability.digital_link.value_checks import codelists


def test_lists_are_as_long_as_they_were_published():
    assert len(codelists.COUNTRIES) == len(codelists.COUNTRIES_ALPHA2) == 249  # ISO 3166-1
    assert len(codelists.CURRENCIES) == 179
    assert len(codelists.PACKAGE_TYPES) == 431
    assert len(codelists.MEDIA_TYPES) == 30


def test_run_of_numbers_holds_both_its_ends_and_no_more():
    assert sorted(code for code in codelists.COUNTRIES if "028" <= code <= "040") == [
        "028", "031", "032", "036", "040",
    ]  # fmt: skip
    assert sorted(code for code in codelists.CURRENCIES if "930" <= code <= "938") == [
        "930", "933", "934", "936", "938",
    ]  # fmt: skip


def test_row_of_pairs_holds_each_pair():
    assert sorted(code for code in codelists.COUNTRIES_ALPHA2 if code.startswith("V")) == [
        "VA", "VC", "VE", "VG", "VI", "VN", "VU",
    ]  # fmt: skip
    assert sorted(code for code in codelists.PACKAGE_TYPES if code.startswith("4")) == [
        "43", "44", "4A", "4B", "4C", "4D", "4F", "4G", "4H",
    ]  # fmt: skip
