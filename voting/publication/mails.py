"""Each facility learns its own result: verdict, points by criterion, reasons, and what comes next."""

from collections import defaultdict
from collections.abc import Mapping

from app.accounts.models import User
from app.accounts.queries import list_members_of
from app.web.addresses import absolute_url
from app.web.i18n import translate as _
from voting.models import MergedSet, Nomination, SelectionRound
from voting.product_sets.queries import sets_by_member
from voting.results.queries import EntryResult, list_entry_results
from voting.rounds.mails import send_all
from voting.rules.document import rule_set_from_dict
from voting.rules.rule_set import scored


def results(round_: SelectionRound) -> None:
    """Tell every entrant the result of its own entries."""
    own: defaultdict[int, list[tuple[Nomination, EntryResult]]] = defaultdict(list)
    results_of, parts = list_entry_results(round_), sets_by_member(round_.id)
    for nomination in round_.nominations:
        if nomination.id in results_of:
            own[nomination.facility_id].append((nomination, results_of[nomination.id]))
    send_all(
        [
            (
                user,
                _("Result of %(round)s", user.locale, round=round_.title_vi),
                _letter(user, round_, own[facility_id], parts),
            )
            for facility_id, members in sorted(list_members_of(own.keys()).items())
            for user in members
        ]
    )


def _letter(
    user: User,
    round_: SelectionRound,
    entries: list[tuple[Nomination, EntryResult]],
    parts_of: Mapping[int, MergedSet],
) -> str:
    parts = [_("The decision on %(round)s is public.", user.locale, round=round_.title_vi)]
    parts += [
        "\n".join(_entry_lines(user, nomination, result, parts_of.get(nomination.id)))
        for nomination, result in entries
    ]
    link = absolute_url("voting.result_letter", locale=user.locale, nomination_id=entries[0][0].id)
    parts.append(_("Your letter with all of this, to read and to print: %(link)s", user.locale, link=link))
    if round_.complaints_until:
        until = round_.complaints_until.strftime("%d/%m/%Y")
        parts.append(
            _(
                "You may complain until the end of %(until)s on the page of the dossier.",
                user.locale,
                until=until,
            )
        )
    return "\n\n".join(parts)


def _entry_lines(
    user: User, nomination: Nomination, result: EntryResult, merged: MergedSet | None
) -> list[str]:
    verdict = _("Recognised", user.locale) if result.recognised else _("Not recognised", user.locale)
    lines = [f"{nomination.product.name_vi}: {verdict}"]
    if merged is not None:
        lines.append(_("Part of set %(code)s", user.locale, code=f"“{merged.name_vi}”"))
    if result.total is not None:
        lines.append(f"{_('Mean total', user.locale)}: {_shown(result.total, user.locale)}")
    name = "name_vi" if user.locale == "vi" else "name_en"
    rules = rule_set_from_dict(nomination.round.rule_set.body)
    lines += [
        f"- {getattr(row, name)}: {_shown(points, user.locale)}"
        for criterion in rules.criteria
        for row in scored(criterion)
        if (points := result.points.get(row.code)) is not None
    ]
    if result.reason:
        lines.append(f"{_('Reason', user.locale)}: {result.reason}")
    return lines


def _shown(text: str, locale: str) -> str:
    return text.replace(".", ",") if locale == "vi" else text
