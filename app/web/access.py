"""Declared access: every view names its rule, a view without one is refused. This is the first of two checks;
`authorize` in the use case is the second and checks the object.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import Flask, abort, current_app, g, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from app.core.actor import OFFICER_ROLES, PUBLIC, Actor, Role
from app.core.database.standby import read_from_standby
from app.core.errors import NotAllowed

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC_RULE = "public"
"""Reads no session and sets no cookie: any cache may keep the answer."""
ANYONE = "anyone"
"""Open to all, but may use the session (log in, register, answer a form)."""
MEMBER = "member"
"""Any signed-in person."""

PERMISSIONS: dict[str, frozenset[Role]] = {
    "admin.manage": frozenset({Role.ADMIN}),
    "catalog.awards": OFFICER_ROLES | {Role.OFFICER_COMMUNE},
    "catalog.manage": frozenset({Role.FACILITY}),
    "catalog.review": OFFICER_ROLES,
    "catalog.settings": frozenset({Role.ADMIN, Role.OFFICER_NATIONAL}),
    "programme.appraise": frozenset({Role.APPRAISER, Role.OFFICER_PROVINCE, Role.OFFICER_NATIONAL}),
    "programme.places": OFFICER_ROLES,
    "programme.proposals": frozenset({Role.PROGRAMME_EDITOR, Role.OFFICER_PROVINCE, Role.OFFICER_NATIONAL}),
    "programme.manage": frozenset({Role.OFFICER_PROVINCE, Role.OFFICER_NATIONAL}),
    "programme.plan": frozenset({Role.OFFICER_NATIONAL}),
    "programme.run": frozenset({Role.PROGRAMME_EDITOR, Role.OFFICER_PROVINCE, Role.OFFICER_NATIONAL}),
    "programme.view": OFFICER_ROLES | {Role.SECRETARY, Role.CHAIR, Role.ADMIN},
    "trace.manage": frozenset({Role.FACILITY}),
    "trace.oversee": OFFICER_ROLES,
    "voting.council": frozenset({Role.SECRETARY, Role.CHAIR}),
    "voting.enter": frozenset({Role.FACILITY}),
    "voting.levels": frozenset({Role.ADMIN, Role.OFFICER_NATIONAL}),
    "voting.plan": OFFICER_ROLES | {Role.OFFICER_COMMUNE},
    "voting.run": OFFICER_ROLES | {Role.OFFICER_COMMUNE, Role.SECRETARY, Role.CHAIR},
    "voting.support": frozenset({Role.SECRETARY, Role.CHAIR, Role.SUPPORT}),
    "voting.score": frozenset({Role.JUROR}),
}


_OF_THE_PRIMARY = {"static", "site.healthz", "site.readyz"}


def access(rule: str) -> Callable[[View], View]:
    """Declare who may call a view: `public`, `anyone`, `member` or a name of PERMISSIONS."""
    if rule not in {PUBLIC_RULE, ANYONE, MEMBER} and rule not in PERMISSIONS:
        raise ValueError(f"unknown access rule {rule!r}")

    def declare(view: View) -> View:
        view.__access__ = rule  # type: ignore[attr-defined]  # functions carry attributes
        return view

    return declare


def rule_of(endpoint: str) -> str | None:
    """The access rule of an endpoint, or None when its view declares none."""
    view = current_app.view_functions.get(endpoint)
    if endpoint == "static" or endpoint.endswith(".static"):
        return PUBLIC_RULE
    return cast("str | None", getattr(view, "__access__", None))


def may_open(endpoint: str) -> bool:
    """Whether the roles of the person open this page; what it shows may still be closed to them. For links."""
    rule, actor = rule_of(endpoint) or "", current_actor()
    if rule == MEMBER:
        return not actor.is_anonymous
    return rule in {PUBLIC_RULE, ANYONE} or actor.has(*PERMISSIONS.get(rule, ()))


def current_actor() -> Actor:
    """Who is asking. On public pages always the public: they are the same for everyone."""
    if rule_of(request.endpoint or "") in {None, PUBLIC_RULE} and "actor" not in g:
        return PUBLIC
    if "actor" not in g:
        g.actor = current_app.extensions["load_actor"]()
    return cast("Actor", g.actor)


def install(app: Flask, *, load_actor: Callable[[], Actor], ask_login: Callable[[], BaseResponse]) -> None:
    """Put the gate before every view. load_actor: from session or token. ask_login: the answer to a stranger."""
    app.extensions["load_actor"] = load_actor
    app.jinja_env.globals["may_open"] = may_open

    @app.before_request
    def gate() -> BaseResponse | None:
        endpoint = request.endpoint
        if endpoint is None:
            return None  # no such address: the 404 page follows
        rule = rule_of(endpoint)
        if rule is None:
            app.logger.error("endpoint %s declares no access rule", endpoint)
            abort(500)
        if rule in {PUBLIC_RULE, ANYONE}:
            if rule == PUBLIC_RULE and request.method in {"GET", "HEAD"} and endpoint not in _OF_THE_PRIMARY:
                read_from_standby()
            return None
        actor = current_actor()
        if actor.is_anonymous:
            return ask_login()
        return _check(rule, actor)


def _check(rule: str, actor: Actor) -> BaseResponse | None:
    if rule != MEMBER and not actor.has(*PERMISSIONS[rule]):
        if not actor.roles and rule in _first_steps and request.method == "GET":
            return _to_first_step(rule)
        raise NotAllowed("not_allowed")
    return second_factor_detour(actor)


_first_steps: dict[str, str] = {}


def register_first_step(rule: str, endpoint: str) -> None:
    """Where a person without any role is redirected from a page with this rule: the form that gives them the
    role.
    """
    _first_steps[rule] = endpoint


def _to_first_step(rule: str) -> BaseResponse:
    from app.web.i18n import local_url, translate  # noqa: PLC0415  # as in second_factor_detour
    from app.web.notices import tell  # noqa: PLC0415  # as above

    tell("info", translate("Register your facility first; everything else follows from there."))
    return redirect(local_url(_first_steps[rule]), 303)


def second_factor_detour(actor: Actor) -> BaseResponse | None:
    """A redirect to the second-factor page while a sign-in is only half done; else None.

    Applies to every private page; otherwise a stolen password alone could change the account.
    """
    from app.web.errors import wants_problem  # noqa: PLC0415  # errors draws pages whose parts read rules from here
    from app.web.i18n import local_url  # noqa: PLC0415  # as above

    if actor.second_factor:
        return None
    if wants_problem():
        raise NotAllowed("second_factor_required")
    target = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(local_url("accounts.second_factor", next=target), 303)
