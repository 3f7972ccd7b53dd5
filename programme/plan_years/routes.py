"""The years of the plan for the ministry: their days, and what may be asked for."""

from collections.abc import Callable

from flask import redirect, render_template
from werkzeug.wrappers import Response

from app.core.clock import today
from app.core.database.transaction import transaction
from app.core.errors import DomainError
from app.web.access import access, current_actor
from app.web.buttons import press
from app.web.forms import Form, held_formdata
from app.web.i18n import local_url, localized, translate
from app.web.notices import tell
from programme.activities.labels import kind_name
from programme.activities.queries import list_kinds
from programme.blueprint import bp
from programme.plan_years import queries, services
from programme.plan_years.forms import OfferForm, PaperForm, YearForm

Page = Response | str | tuple[str, int]


@localized(bp, "/can-bo/nam-ke-hoach", "/officer/plan-years", methods=("GET", "POST"))
@access("programme.plan")
def plan_years() -> Page:
    """Every year with its days; opens the next one."""
    form, rows = YearForm(), queries.list_years()
    if not form.is_submitted() and held_formdata() is None:
        form.propose(rows[0].year + 1 if rows else today().year + 1)
    if form.validate_on_submit() and (answer := _set(form, form.year.data)) is not None:
        return answer
    page = render_template(
        "programme/plan_years/years.html", form=form, years=queries.list_years(), today=today()
    )
    return page, 422 if form.is_submitted() else 200


@localized(bp, "/can-bo/nam-ke-hoach/<int:year>", "/officer/plan-years/<int:year>", methods=("GET", "POST"))
@access("programme.plan")
def plan_year(year: int) -> Page:
    """One year: its days, and what may be asked for."""
    form, row = YearForm(), queries.get_year(year)
    form.year.data = year
    if not form.is_submitted() and held_formdata() is None:
        form.show(row)
    if form.validate_on_submit() and (answer := _set(form, year)) is not None:
        return answer
    return _page(year, days=form), 422 if form.is_submitted() else 200


@localized(
    bp, "/can-bo/nam-ke-hoach/<int:year>/ho-tro", "/officer/plan-years/<int:year>/offers", methods=("POST",)
)
@access("programme.plan")
def plan_offer(year: int) -> Page:
    """Add what may be asked for."""
    row, form = queries.get_year(year), OfferForm()
    form.offer(list_kinds())
    if form.validate_on_submit():
        kind, about = int(form.kind.data), form.about.data or ""
        answer = _saved(
            form, year, lambda: services.add_offer(current_actor(), row.id, kind, about, form.most.whole)
        )
        if answer is not None:
            return answer
    return _page(year, offer=form), 422


@localized(
    bp,
    "/can-bo/nam-ke-hoach/ho-tro/<int:offer_id>/bo",
    "/officer/plan-years/offers/<int:offer_id>/remove",
    methods=("POST",),
)
@access("programme.plan")
def plan_offer_remove(offer_id: int) -> Page:
    """Take back what nobody has asked for."""
    year = queries.get_offer(offer_id).plan_year.year
    return _removed(year, lambda: services.remove_offer(current_actor(), offer_id))


@localized(
    bp, "/can-bo/nam-ke-hoach/<int:year>/giay-to", "/officer/plan-years/<int:year>/papers", methods=("POST",)
)
@access("programme.plan")
def plan_paper(year: int) -> Page:
    """Add a paper that the dossiers of the year hold."""
    row, form = queries.get_year(year), PaperForm()
    form.offer(list_kinds())
    if form.validate_on_submit():
        answer = _saved(form, year, lambda: services.add_paper(current_actor(), row.id, *form.paper()))
        if answer is not None:
            return answer
    return _page(year, paper=form), 422


@localized(
    bp,
    "/can-bo/nam-ke-hoach/giay-to/<int:paper_id>/bo",
    "/officer/plan-years/papers/<int:paper_id>/remove",
    methods=("POST",),
)
@access("programme.plan")
def plan_paper_remove(paper_id: int) -> Page:
    """Take back a paper that no dossier holds."""
    year = queries.get_paper(paper_id).plan_year.year
    return _removed(year, lambda: services.remove_paper(current_actor(), paper_id))


def _removed(year: int, act: Callable[[], object]) -> Page:
    return press(act, local_url("programme.plan_year", year=year), translate("Removed."))


def _set(form: YearForm, year: int) -> Page | None:
    return _saved(form, year, lambda: services.set_year(current_actor(), year, form.plan()))


def _saved(form: Form, year: int, act: Callable[[], object]) -> Page | None:
    """Do what a form of the page asks for; None where it is refused at its fields."""
    try:
        with transaction():
            act()
    except DomainError as error:
        form.refuse(error)
        return None
    tell("success", translate("Saved."))
    return redirect(local_url("programme.plan_year", year=year), 303)


def _page(
    year: int, *, days: YearForm | None = None, offer: OfferForm | None = None, paper: PaperForm | None = None
) -> str:
    """Of its forms the one that was sent, the others as for a page that is only read."""
    row, kinds = queries.get_year(year), list_kinds()
    if days is None:
        days = YearForm(formdata=None)
        days.show(row)
    offer, paper = offer or OfferForm(formdata=None), paper or PaperForm(formdata=None)
    offer.offer(kinds)
    paper.offer(kinds)
    return render_template(
        "programme/plan_years/year.html", year=row, form=days, offer=offer, paper=paper, kind_name=kind_name
    )
