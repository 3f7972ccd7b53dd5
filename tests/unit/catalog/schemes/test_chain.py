"""Which papers stand, and what came before them."""

from types import SimpleNamespace

from catalog.enums import CheckState
from catalog.schemes.chain import chains


def paper(key, replaces=None, state=CheckState.CHECKED):
    return SimpleNamespace(id=key, replaces_id=replaces, check_state=state)


def shown(papers, **how):
    return [(row.id, [each.id for each in earlier]) for row, earlier in chains(papers, **how)]


def test_the_newest_checked_paper_stands_with_all_before_it():
    assert shown([paper(1), paper(2, 1), paper(3, 2), paper(4)]) == [(3, [2, 1]), (4, [])]


def test_a_paper_stands_until_its_renewal_is_checked():
    papers = [paper(1), paper(2, 1, CheckState.UNCHECKED)]
    assert shown(papers) == [(1, []), (2, [])]
    assert shown(papers, pending=True) == [(2, [1])]


def test_a_refused_renewal_takes_no_place():
    papers = [paper(1), paper(2, 1, CheckState.REFUSED)]
    assert shown(papers) == shown(papers, pending=True) == [(1, []), (2, [])]


def test_a_paper_whose_predecessor_is_not_there_stands_alone():
    assert shown([paper(2, 1)]) == [(2, [])]
