"""The officer's page of the public favourite: its time, anomalies, publishing the counts."""

from typing import Any

from flask import redirect, render_template, request
from werkzeug.wrappers import Response
from wtforms.validators import InputRequired

from app.core.clock import utc_now
from app.core.database.transaction import transaction
from app.core.errors import DomainError, NotFound
from app.core.policy import authorize
from app.core.text import nfc
from app.web.access import access, current_actor
from app.web.fields import FILL_IN, MomentField, local_moment, shown_moment
from app.web.forms import Form
from app.web.i18n import N_, local_url, localized, translate, translate_plural
from app.web.messages import message_for
from app.web.notices import tell
from voting.blueprint import bp
from voting.favourite import services as service
from voting.favourite.queries import (
    Phase,
    count_confirmed,
    find_favourite,
    list_anomalies,
    list_void,
    phase_of,
)
from voting.favourite.rules import Anomaly, Cluster
from voting.models import FavouriteVote, SelectionRound
from voting.policies import can_manage_round
from voting.publication.queries import get_public_round
from voting.rounds.queries import get_work_round

Page = Response | tuple[str, int]
PHASES = {
    Phase.WAITING: N_("Not open yet"),
    Phase.OPEN: N_("Voting now"),
    Phase.CLOSED: N_("Ended, counts not published"),
    Phase.PUBLISHED: N_("Counts published"),
}
ANOMALIES = {
    Anomaly.ORIGIN: N_("Many votes from one connection on one day"),
    Anomaly.DOMAIN: N_("Many votes from one small mail service"),
    Anomaly.BURST: N_("Many votes for one product within minutes"),
}


class FavouriteForm(Form):
    opens_at = MomentField(N_("Opens (Vietnam time)"), [InputRequired(FILL_IN)])
    closes_at = MomentField(N_("Closes (Vietnam time)"), [InputRequired(FILL_IN)])


@localized(
    bp, "/can-bo/ky-binh-chon/<slug>/yeu-thich", "/officer/rounds/<slug>/favourite", methods=("GET", "POST")
)
@access("voting.plan")
def favourite(slug: str) -> Page:
    """Set the vote, watch it, publish it. NotFound before the decision is published."""
    round_, _result = _published(slug)
    vote = find_favourite(round_.id)
    form = FavouriteForm(data=_typed(vote))
    if form.validate_on_submit():
        try:
            with transaction():
                service.set_favourite(
                    current_actor(),
                    round_.id,
                    local_moment(form.opens_at.data),
                    local_moment(form.closes_at.data),
                )
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("The favourite vote is set."))
            return redirect(local_url("voting.favourite", slug=slug), 303)
    return _page(slug, form), 422 if form.is_submitted() else 200


@localized(
    bp,
    "/can-bo/ky-binh-chon/<slug>/yeu-thich/huy-phieu",
    "/officer/rounds/<slug>/favourite/void",
    methods=("POST",),
)
@access("voting.plan")
def favourite_void(slug: str) -> Page:
    """Void a cluster of the report, with a reason."""
    round_, _result = _published(slug)
    cluster, reason = request.form.get("cluster", ""), nfc(request.form.get("reason", ""))
    try:
        with transaction():
            count = service.void_votes(current_actor(), round_.id, cluster, reason)
    except DomainError as error:
        vote = find_favourite(_published(slug)[0].id)
        refused = {"cluster": cluster, "reason": reason, "text": message_for(error)}
        return _page(slug, FavouriteForm(formdata=None, data=_typed(vote)), refused), 422
    tell("success", translate_plural("One vote is void.", "%(num)s votes are void.", count))
    return redirect(local_url("voting.favourite", slug=slug), 303)


@localized(
    bp,
    "/can-bo/ky-binh-chon/<slug>/yeu-thich/cong-bo",
    "/officer/rounds/<slug>/favourite/publish",
    methods=("POST",),
)
@access("voting.plan")
def favourite_publish(slug: str) -> Response:
    """Publish the counts after the end."""
    round_, _result = _published(slug)
    try:
        with transaction():
            service.publish_favourite(current_actor(), round_.id)
    except DomainError as error:
        tell("danger", message_for(error))
    else:
        tell("success", translate("The counts are published."))
    return redirect(local_url("voting.favourite", slug=slug), 303)


def _page(slug: str, form: FavouriteForm, refused: dict[str, str] | None = None) -> str:
    """refused: the cluster whose votes were not voided, the reason typed and why it was not enough."""
    round_, result = _published(slug)
    vote = find_favourite(round_.id)
    return render_template(
        "voting/favourite/favourite.html",
        round=round_,
        form=form,
        vote=vote,
        finalist_count=len(result["recognised"]),
        refused=refused or {},
        **(_report(vote) if vote else {}),
    )


def _published(slug: str) -> tuple[SelectionRound, dict[str, Any]]:
    round_ = get_work_round(current_actor(), slug)
    authorize(current_actor(), can_manage_round, round_)
    result = get_public_round(slug).result if round_.published_at is not None else None
    if result is None:
        raise NotFound("not_found")
    return round_, result


def _typed(vote: FavouriteVote | None) -> dict[str, Any]:
    if vote is None:
        return {}
    return {"opens_at": shown_moment(vote.opens_at), "closes_at": shown_moment(vote.closes_at)}


def _report(vote: FavouriteVote) -> dict[str, Any]:
    phase, void = phase_of(vote, utc_now()), list_void(vote)
    names = {finalist.id: finalist.product for finalist in vote.finalists}
    return {
        "phase": str(phase),
        "phase_text": translate(PHASES[phase]),
        "confirmed": count_confirmed(vote),
        "voided": len(void),
        "clusters": [_cluster(cluster, names, void) for cluster in list_anomalies(vote)],
    }


def _cluster(cluster: Cluster, names: dict[int, str], void: frozenset[int]) -> dict[str, Any]:
    title = translate(ANOMALIES[cluster.kind])
    return {
        "key": f"{cluster.kind}:{cluster.key}",
        "title": title,
        "count": len(cluster.votes),
        "open": sum(ballot not in void for ballot in cluster.votes),
        "first": cluster.first,
        "last": cluster.last,
        "finalists": [(names[finalist], count) for finalist, count in cluster.finalists.items()],
    }
