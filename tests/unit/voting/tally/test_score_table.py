from voting.tally.score_table import juror_totals, list_jurors

CRITERIA = [{"code": "a", "max": "40", "weight": "1"}, {"code": "b", "max": "10", "weight": "1/3"}]


def document(*ballots):
    return {"rule_set": {"criteria": CRITERIA}, "entries": ["E"], "ballots": list(ballots)}


def ballot(juror, status="cast", **scores):
    return {"juror": juror, "entry": "E", "status": status, "scores": scores}


def test_juror_totals_weigh_exactly_and_keep_statuses_apart_from_zero():
    found = juror_totals(
        document(
            ballot("G1", a="30.5", b="10"),
            ballot("G2", a="0", b="0"),
            ballot("G3", "recused"),
            ballot("G4", "absent"),
        )
    )
    assert found == {("G1", "E"): "203/6", ("G2", "E"): "0", ("G3", "E"): "recused", ("G4", "E"): "absent"}


def test_jurors_stand_in_the_order_of_their_numbers():
    assert list_jurors(document(*(ballot(name) for name in ("G10", "G2", "G1", "Chair")))) == [
        "Chair",
        "G1",
        "G2",
        "G10",
    ]


def test_alias_without_a_number_comes_before_nought():
    assert list_jurors(document(*(ballot(name) for name in ("G1", "G0", "G")))) == ["G", "G0", "G1"]
