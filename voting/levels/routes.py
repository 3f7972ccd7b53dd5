"""Settings a level: who recognises, who signs, whether a round is an administrative procedure."""

from dataclasses import asdict

from flask import redirect, render_template
from werkzeug.wrappers import Response

from app.core.database.transaction import transaction
from app.core.errors import DomainError, NotFound
from app.web.access import access, current_actor
from app.web.i18n import local_url, localized, translate
from app.web.notices import tell
from catalog.enums import Level
from voting.blueprint import bp
from voting.levels import services
from voting.levels.forms import LevelForm
from voting.levels.queries import get_level_rules
from voting.rounds.labels import ROUND_LEVELS

Page = Response | str | tuple[str, int]


@localized(bp, "/can-bo/cap-binh-chon", "/officer/levels")
@access("voting.levels")
def levels() -> Page:
    """The four levels with what is set for each."""
    rows = [(level, ROUND_LEVELS[level], get_level_rules(level)) for level in Level]
    return render_template("voting/levels/levels.html", rows=rows)


@localized(bp, "/can-bo/cap-binh-chon/<level>", "/officer/levels/<level>", methods=("GET", "POST"))
@access("voting.levels")
def set_level(level: str) -> Page:
    """Change what is set for one level."""
    if level not in set(Level):
        raise NotFound("not_found")
    form = LevelForm(data=asdict(get_level_rules(level)))
    if form.validate_on_submit():
        try:
            with transaction():
                services.set_level(current_actor(), level, form.rules())
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("The settings of the level are saved."))
            return redirect(local_url("voting.levels"), 303)
    page = render_template("voting/levels/level.html", form=form, name=ROUND_LEVELS[Level(level)])
    return page, 422 if form.is_submitted() else 200
