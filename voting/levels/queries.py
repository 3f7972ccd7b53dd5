"""The rules of a level as they are set here."""

from sqlalchemy import select

from app.core.database.base import db
from catalog.enums import Level
from catalog.units.communes import find_commune_by_key
from voting.levels.defaults import AREA, DEFAULTS, LevelRules
from voting.models import LevelSetting, SelectionRound


def get_level_rules(level: str) -> LevelRules:
    """What an office has set for a level, else what is usual."""
    row = db.session.scalar(select(LevelSetting).where(LevelSetting.level == level))
    if row is None:
        return DEFAULTS[Level(level)]
    return LevelRules(row.is_procedure, row.authority, row.signer_title, row.sign)


def authority_of(round_: SelectionRound) -> str:
    """Who recognises the products of a round: a proposal for the form of the decision, which may be changed there."""
    return " ".join(get_level_rules(round_.level).authority.replace(AREA, area_name(round_)).split())


def area_name(round_: SelectionRound) -> str:
    """As in "xã Bát Tràng" of a commune's round; the province's name of a province's, else nothing."""
    commune = find_commune_by_key(round_.commune)
    if commune is not None:
        return commune.title[:1].lower() + commune.title[1:]
    return round_.unit_name


def number_example(round_: SelectionRound) -> str:
    return f"44/QĐ-{get_level_rules(round_.level).sign}"
