"""Numbers of papers: a row for each issuer, type and year."""

from voting.official_papers.series import Numbering, PaperKind, next_number, series_of, sign_of


def test_sign_names_the_type_and_who_issues_it():
    signs = {kind: sign_of(kind, council_sign="HĐBC", body_sign="UBND") for kind in PaperKind}
    assert signs == {"plan": "KH-UBND", "minutes": "BB-HĐBC", "submission": "TTr-HĐBC", "notice": "TB-HĐBC"}


def test_types_share_a_series_only_where_the_office_numbers_all_together():
    apart = {series_of(kind, "hoi dong", Numbering.BY_TYPE) for kind in PaperKind}
    together = {series_of(kind, "hoi dong", Numbering.ALL) for kind in PaperKind}
    assert (len(apart), len(together)) == (4, 1)


def test_a_number_left_out_is_not_given_later():
    assert (next_number([]), next_number([1, 2, 7])) == (1, 8)
