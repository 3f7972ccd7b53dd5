"""What a dossier must contain."""

from voting.dossiers import check_list as dossier

ENOUGH = {dossier.ENTRY_FORM: 1, dossier.REGISTRATION: 1, dossier.PHOTO: 3}
TEXT = "x" * dossier.MINIMUM_STATEMENT


def lacking(counts, statement=TEXT, **options):
    items = dossier.check_list(counts, statement, **options)
    return [item.code for item in items if not item.is_complete]


def test_dossier_is_complete_with_form_paper_text_and_three_photos():
    assert dossier.is_complete(dossier.check_list(ENOUGH, TEXT)) is True


def test_dossier_without_anything_lacks_everything():
    assert lacking({}, "") == ["entry-form", "registration", "statement", "photo"]


def test_dossier_with_two_photos_lacks_one():
    items = dossier.check_list(ENOUGH | {dossier.PHOTO: 2}, TEXT)
    assert [(i.code, i.have, i.need) for i in items if not i.is_complete] == [("photo", 2, 3)]
    assert dossier.is_complete(items) is False


def test_dossier_text_of_blanks_does_not_count():
    assert lacking(ENOUGH, " " * 80) == ["statement"]


def test_dossier_of_a_higher_level_needs_the_lower_decision_and_certificate():
    assert lacking(ENOUGH, needs_lower_level=True) == ["lower-decision", "lower-certificate"]
    more = ENOUGH | {dossier.PROVINCE_DECISION: 1, dossier.LOWER_CERTIFICATE: 1}
    assert lacking(more, needs_lower_level=True) == []


def test_dossier_on_paper_comes_in_two_sets():
    assert lacking(ENOUGH, sets=1) == ["sets"]
    assert lacking(ENOUGH, sets=2) == []
