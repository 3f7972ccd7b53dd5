"""The mail that a certificate ends soon: to every member of the facility, each in their language."""

from datetime import date

from app.accounts.models import User
from app.accounts.notifications.kinds import Kind
from app.accounts.notifications.services import notify
from app.web.addresses import absolute_url
from app.web.filters import date_in
from app.web.i18n import N_, translate
from catalog.enums import CertificateKind
from catalog.labels import CERTIFICATE_KINDS
from catalog.models import Award, Certificate, Trademark

SUBJECT = N_("%(product)s: the certificate ends on %(date)s")
PAPER_SUBJECT = N_("%(paper)s ends on %(date)s")
PAPER_ENDS = N_(
    "%(paper)s of %(facility)s ends on %(date)s, in %(days)s days. After that day pages say expired."
)
PAPER_RENEWAL = N_("Have it renewed and enter the new paper: %(papers)s")
MARK_RENEWAL = N_(
    "Ask the intellectual property office to renew the mark for ten years, at best in the last six months of its term, "
    "and enter the new date: %(papers)s"
)
LINES = (
    N_("The certificate %(number)s of %(product)s as a typical product ends on %(date)s, in %(days)s days."),
    N_("After that day its page says expired and the mark must not be printed on new packaging."),
    N_("To stay recognised, enter the product in a selection round: %(rounds)s"),
    N_("The certificate’s page: %(page)s"),
)


def write_expiry_letter(award: Award, day: date, members: list[User]) -> None:
    """Tell each member, inside a transaction."""
    for user in members:
        values = {
            "product": award.product_name,
            "number": award.number,
            "date": date_in(user.locale, award.valid_until),
            "days": (award.valid_until - day).days,
            "rounds": absolute_url("site.rounds", locale=user.locale),
            "page": absolute_url("site.certificate", locale=user.locale, number=award.number),
        }
        body = "\n\n".join(translate(line, user.locale) % values for line in LINES)
        notify(user, Kind.CERTIFICATES, translate(SUBJECT, user.locale) % values, body)


def write_paper_letter(paper: Certificate | Trademark, until: date, day: date, members: list[User]) -> None:
    """Tell each member that a paper or mark which the facility gave ends soon, inside a transaction."""
    for user in members:
        values = {
            "paper": _name_of(paper, user.locale),
            "facility": paper.facility.name,
            "date": date_in(user.locale, until),
            "days": (until - day).days,
            "papers": absolute_url("catalog.papers", locale=user.locale),
        }
        lines = [PAPER_ENDS, MARK_RENEWAL if isinstance(paper, Trademark) else PAPER_RENEWAL]
        body = "\n\n".join(translate(line, user.locale) % values for line in lines)
        notify(user, Kind.CERTIFICATES, translate(PAPER_SUBJECT, user.locale) % values, body)


def _name_of(paper: Certificate | Trademark, locale: str) -> str:
    if isinstance(paper, Trademark):
        return paper.name
    return (
        f"{paper.title or translate(CERTIFICATE_KINDS[CertificateKind(paper.kind)], locale)} {paper.number}"
    )
