"""Four levels at a browser: plan a round of a commune, settings a level, officers of communes."""

import pytest

from app.accounts.models import Membership
from app.core.database.base import db
from app.core.database.transaction import transaction
from tests.helpers.voting.browser import Person
from voting.levels.queries import get_level_rules
from voting.models import LevelSetting, RuleSet, SelectionRound
from voting.rule_sets.services import sync_rule_sets

PHU_LAM = "2025-26158"


@pytest.fixture
def rules():
    with transaction():
        sync_rule_sets()
    return db.session.query(RuleSet.id).scalar()


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_officer_of_a_commune_plans_a_round(app, factory, login_as, rules, locale):
    person = Person(app, login_as(factory.user("officer-commune", commune=PHU_LAM)), locale)
    form = {"title_vi": "Bình chọn xã Phú Lâm", "level": "xa", "area": f"commune:{PHU_LAM}", "year": "2026"}
    where = person.send("voting.new_round", {**form, "rule_set_id": rules})
    row = db.session.query(SelectionRound).one()
    assert where == person.url("voting.work_round", slug=row.slug)
    assert (row.level, row.commune, row.unit.code) == ("xa", PHU_LAM, "75")
    person.open("voting.work_round", slug=row.slug)
    assert f'value="commune:{PHU_LAM}"' in person.open("voting.edit_round", slug=row.slug)


def test_level_and_area_that_do_not_fit_are_refused_at_the_area(app, factory, login_as, rules):
    person = Person(app, login_as(factory.user("officer-commune", commune=PHU_LAM)))
    form = {"title_vi": "Bình chọn", "level": "xa", "area": "nation", "year": "2026", "rule_set_id": rules}
    person.send("voting.new_round", form, expect=422)
    assert db.session.query(SelectionRound).count() == 0
    assert len(person.errors) == 1


def test_settings_of_a_level_by_the_ministry(app, factory, login_as):
    person = Person(app, login_as(factory.user("officer-national")))
    person.open("voting.levels")
    form = {"is_procedure": "y", "authority": "UBND {area}", "signer_title": "Phó Chủ tịch", "sign": "UBND"}
    person.send("voting.set_level", form, level="xa")
    assert get_level_rules("xa").is_procedure is True
    person.send("voting.set_level", {**form, "authority": ""}, level="xa", expect=422)
    assert (len(person.errors), db.session.query(LevelSetting).count()) == (1, 1)
    person.open("voting.set_level", level="huyen", expect=404)


def test_administrator_gives_the_role_by_province_and_name(app, factory, login_as):
    admin = Person(app, login_as(factory.user("admin")))
    colleague = factory.user("facility", facility_id=factory.facility().id)
    form = {"role": "officer-commune", "unit": str(factory.unit("75").id), "commune": "xã phú lâm"}
    admin.send("backoffice.give_role", form, on="backoffice.user", user_id=colleague.id)
    given = db.session.query(Membership).filter_by(user_id=colleague.id, role="officer-commune").one()
    assert given.commune == PHU_LAM
    assert "Xã Phú Lâm" in admin.open("backoffice.user", user_id=colleague.id)
    for wrong in ({"commune": "Xã Không Có"}, {"unit": ""}):
        admin.send(
            "backoffice.give_role", form | wrong, on="backoffice.user", user_id=colleague.id, expect=422
        )
        assert len(admin.errors) == 1
