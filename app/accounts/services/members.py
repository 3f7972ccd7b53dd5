"""What an administrator does with people: invite, give and take roles, disable, end sessions."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, update

from app.accounts.addresses import checked_email
from app.accounts.labels import ROLES
from app.accounts.models import ApiToken, Membership, User
from app.accounts.policies import can_manage_users
from app.accounts.queries import get_user_by_email
from app.accounts.services.mails import mail_invitation, mail_new_role, mail_second_factor_changed
from app.accounts.services.second_factor import forget
from app.accounts.sessions.store import end_sessions_of
from app.core.actor import Actor, Duty, Role
from app.core.audit import record
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.errors import Conflict, NotFound, RuleBroken
from app.core.policy import authorize
from app.web.i18n import translate


@dataclass(frozen=True, slots=True)
class Scope:
    """A role and what it is for. unit_id: of the present list of provinces; facility_id; region, commune: keys."""

    role: Role
    unit_id: int | None = None
    facility_id: int | None = None
    region: str = ""
    commune: str = ""

    def checked(self) -> "Scope":
        """The scope with nothing that its role has no use for. Raises RuleBroken("role_scope")."""
        wanted = {
            Role.OFFICER_COMMUNE: "commune",
            Role.OFFICER_PROVINCE: "unit_id",
            Role.PROGRAMME_EDITOR: "unit_id",
            Role.FACILITY: "facility_id",
            Role.OFFICER_REGION: "region",
        }
        needed = wanted.get(self.role)
        if needed is not None and not getattr(self, needed):
            raise RuleBroken("role_scope", needed)
        kept = {needed: getattr(self, needed)} if needed else {}
        return Scope(self.role, **kept)


def invite(actor: Actor, email: str, scope: Scope, *, locale: str = "vi") -> User:
    """Give a role to an address: a new person gets an invitation, a known one the news. In a transaction."""
    authorize(actor, can_manage_users)
    address, scope = checked_email(email), scope.checked()
    user = get_user_by_email(address)
    if user is None:
        user = User(email=address, locale=locale, created_at=utc_now())
        db.session.add(user)
    add_membership(actor, user, scope)
    role_text = translate(ROLES[scope.role], user.locale)
    if user.password_hash:
        mail_new_role(user, role_text)
    else:
        mail_invitation(user, role_text)
    record(actor, "accounts.user.invite", user, role=scope.role.value)
    return user


def add_membership(actor: Actor, user: User, scope: Scope, duty: Duty = Duty.OWNER) -> Membership:
    """Give a role; inside a transaction. Raises Conflict("membership_exists")."""
    scope = scope.checked()
    if any(_scope_of(m) == scope for m in user.memberships):
        raise Conflict("membership_exists")
    membership = Membership(
        role=scope.role.value,
        unit_id=scope.unit_id,
        facility_id=scope.facility_id,
        region=scope.region,
        commune=scope.commune,
        duty=duty,
        created_at=utc_now(),
        created_by=actor.user_id,
    )
    user.memberships.append(membership)
    record(actor, "accounts.membership.add", user, **_detail(scope))
    return membership


def give_role(actor: Actor, user_id: int, scope: Scope) -> None:
    """Give a role to a known person and tell them; inside a transaction."""
    authorize(actor, can_manage_users)
    user = _get(user_id)
    add_membership(actor, user, scope)
    if user.password_hash:
        mail_new_role(user, translate(ROLES[scope.role], user.locale))


def take_role(actor: Actor, membership_id: int) -> None:
    """Take a role away; the person's sessions end. Inside a transaction."""
    authorize(actor, can_manage_users)
    membership = db.session.get(Membership, membership_id)
    if membership is None:
        raise NotFound("not_found")
    if membership.role == Role.ADMIN:
        _keep_an_admin(membership.user)
    if membership.role == Role.FACILITY and membership.duty == Duty.OWNER:
        keep_an_owner(membership)
    end_membership(actor, membership)
    end_sessions_of(membership.user_id)


def end_membership(actor: Actor, membership: Membership) -> None:
    """Take a role away; authorised by the caller, inside a transaction. Rights are read anew with each request."""
    user, scope = membership.user, _scope_of(membership)
    user.memberships.remove(membership)
    record(actor, "accounts.membership.remove", user, **_detail(scope))


def disable(actor: Actor, user_id: int) -> None:
    """Disable an account: its sessions end and its tokens stop working. Inside a transaction."""
    authorize(actor, can_manage_users)
    user = _get(user_id)
    if user.id == actor.user_id:
        raise RuleBroken("not_yourself")
    _keep_an_admin(user)
    user.disabled_at = user.disabled_at or utc_now()
    end_sessions_of(user.id)
    alive = (ApiToken.user_id == user.id) & ApiToken.revoked_at.is_(None)
    db.session.execute(update(ApiToken).where(alive).values(revoked_at=utc_now()))
    record(actor, "accounts.user.disable", user)


def enable(actor: Actor, user_id: int) -> None:
    """Enable a disabled account again; inside a transaction."""
    authorize(actor, can_manage_users)
    user = _get(user_id)
    user.disabled_at = None
    record(actor, "accounts.user.enable", user)


def end_sessions(actor: Actor, user_id: int) -> int:
    """Sign a person out everywhere; inside a transaction."""
    authorize(actor, can_manage_users)
    user = _get(user_id)
    ended = end_sessions_of(user.id)
    record(actor, "accounts.session.end_all", user, ended=ended)
    return ended


def reset_second_factor(actor: Actor, user_id: int) -> None:
    """For a lost phone: the person sets up a new second factor at the next sign-in, and is informed. Inside a
    transaction.
    """
    authorize(actor, can_manage_users)
    user = _get(user_id)
    if user.id == actor.user_id:
        raise RuleBroken("not_yourself")
    forget(user)
    end_sessions_of(user.id)
    record(actor, "accounts.second_factor.reset", user)
    mail_second_factor_changed(user)


def invite_again(actor: Actor, user_id: int) -> None:
    """Send the invitation of somebody who has not taken it up once more; inside a transaction."""
    authorize(actor, can_manage_users)
    user = _get(user_id)
    if user.password_hash or not user.memberships:
        raise Conflict("invitation_taken_up")
    mail_invitation(user, translate(ROLES[Role(user.memberships[0].role)], user.locale))
    record(actor, "accounts.user.invite_again", user)


def create_user(
    actor: Actor,
    email: str,
    password_hash: str,
    scope: Scope | None,
    *,
    name: str = "",
    waived: bool = False,
    demo: bool = False,
) -> User:
    """A ready account, for the command line and demonstration data; without a scope it has no role yet.

    Inside a transaction. Raises Conflict("email_taken").
    """
    authorize(actor, can_manage_users)
    address, now = checked_email(email), utc_now()
    if get_user_by_email(address) is not None:
        raise Conflict("email_taken", "email")
    user = User(
        email=address,
        name=name,
        password_hash=password_hash,
        created_at=now,
        email_verified_at=now,
        second_factor_waived=waived,
        is_demo=demo,
    )
    db.session.add(user)
    record(actor, "accounts.user.create", user)
    if scope is not None:
        add_membership(actor, user, scope)
    return user


def keep_an_owner(leaving: Membership) -> None:
    """Refuse what would leave a facility without an owner. Holds its owners: two who leave at the same time would
    leave nobody.
    """
    query = (
        select(Membership)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.facility_id == leaving.facility_id,
            Membership.role == Role.FACILITY,
            Membership.duty == Duty.OWNER,
            User.disabled_at.is_(None),
        )
        .order_by(Membership.id)
        .with_for_update(of=Membership)
    )
    owners = db.session.scalars(query.execution_options(populate_existing=True)).all()
    if not any(row.id != leaving.id for row in owners):
        raise RuleBroken("last_owner", "duty")


def _keep_an_admin(user: User) -> None:
    """Refuse what would leave nobody to administer."""
    others = (
        select(func.count())
        .select_from(Membership)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.role == Role.ADMIN,
            User.id != user.id,
            User.disabled_at.is_(None),
            User.password_hash != "",
        )
    )
    if any(m.role == Role.ADMIN for m in user.memberships) and not db.session.scalar(others):
        raise RuleBroken("last_admin")


def _get(user_id: int) -> User:
    user = db.session.get(User, user_id)
    if user is None:
        raise NotFound("not_found")
    return user


def _scope_of(membership: Membership) -> Scope:
    return Scope(
        Role(membership.role),
        membership.unit_id,
        membership.facility_id,
        membership.region,
        membership.commune,
    )


def _detail(scope: Scope) -> dict[str, Any]:
    return {
        "role": scope.role.value,
        "unit": scope.unit_id,
        "facility": scope.facility_id,
        "region": scope.region,
        **({"commune": scope.commune} if scope.commune else {}),
    }
