"""Who may do what in the catalogue. Each returns Allowed or Denied; Denied may be hidden (404)."""

from collections.abc import Collection

from app.core.actor import OFFICER_ROLES, Actor, Role
from app.core.policy import ALLOWED, HIDDEN, Decision, Denied
from catalog.enums import FacilityState, Level, ProductState
from catalog.models import Award, Certificate, Facility, Product, Trademark


def is_system(actor: Actor) -> bool:
    """The program itself: jobs, imports, the command line."""
    return actor.is_anonymous and actor.has(Role.ADMIN)


def can_register_facility(actor: Actor) -> Decision:
    """Any signed-in person; they become the facility's first member."""
    return Denied() if actor.is_anonymous and not is_system(actor) else ALLOWED


def can_see_facility(actor: Actor, facility: Facility) -> Decision:
    """See it in any state, with its private documents: its members and the officers of its area."""
    if is_system(actor) or facility.id in actor.facilities or covers(actor, facility):
        return ALLOWED
    return HIDDEN


def can_manage_facility(actor: Actor, facility: Facility) -> Decision:
    """Change its data, products and papers: its members, unless it is suspended, closed or merged."""
    if is_system(actor):
        return ALLOWED
    if facility.id not in actor.facilities:
        return Denied("not_facility_member") if covers(actor, facility) else HIDDEN
    if facility.id in actor.recorded:
        return Denied("only_recorder")
    return _at_work(facility)


def can_withdraw_facility(actor: Actor, facility: Facility) -> Decision:
    """Take it off the site with its consent. The consent of one that an officer suspended, closed or merged can still
    be taken back, by its owners.
    """
    if facility.state in _STOPPED and facility.id in actor.owned:
        return ALLOWED
    return can_manage_facility(actor, facility)


def can_record_lots(actor: Actor, facility: Facility) -> Decision:
    """Keep its lots and their diary: all its members, unless it is suspended."""
    if facility.id not in actor.recorded:
        return can_manage_facility(actor, facility)
    return _at_work(facility)


def _at_work(facility: Facility) -> Decision:
    """Whether its members may still do anything with it."""
    code = _STOPPED.get(facility.state)
    return Denied(code) if code is not None else ALLOWED


_STOPPED: dict[str, str] = {
    FacilityState.SUSPENDED: "facility_suspended",
    FacilityState.CLOSED: "facility_closed",
    FacilityState.MERGED: "facility_merged",
}


def can_choose_members(actor: Actor, facility: Facility) -> Decision:
    """Invite, change and remove members, hand products on: its owners."""
    if is_system(actor) or facility.id in actor.owned:
        return ALLOWED
    return Denied("only_owner") if facility.id in actor.facilities else HIDDEN


def can_review_facility(actor: Actor, facility: Facility) -> Decision:
    """Verify, return or suspend it, check its products and documents: officers of its area, never for their
    own facility.
    """
    if is_system(actor):
        return ALLOWED
    if facility.id in actor.facilities:
        return Denied("own_facility")
    if not actor.is_officer:
        return HIDDEN
    return ALLOWED if covers(actor, facility) else Denied("out_of_scope")


def can_manage_product(actor: Actor, product: Product) -> Decision:
    if product.state == ProductState.MERGED:
        return Denied("product_merged") if can_see_product(actor, product) else HIDDEN
    return can_manage_facility(actor, product.facility)


def can_see_product(actor: Actor, product: Product) -> Decision:
    return can_see_facility(actor, product.facility)


def can_review_product(actor: Actor, product: Product) -> Decision:
    return can_review_facility(actor, product.facility)


def can_manage_paper(actor: Actor, paper: Trademark | Certificate) -> Decision:
    return can_manage_facility(actor, paper.facility)


def can_see_scan(actor: Actor, paper: Trademark | Certificate) -> Decision:
    return can_see_facility(actor, paper.facility)


def can_check_paper(actor: Actor, paper: Trademark | Certificate) -> Decision:
    return can_review_facility(actor, paper.facility)


def can_set_lists(actor: Actor) -> Decision:
    """Keep the lists that every facility works by: the ministry's officers and who runs the site."""
    return ALLOWED if actor.has(Role.OFFICER_NATIONAL, Role.ADMIN) else Denied()


def can_issue_award(actor: Actor) -> Decision:
    """Those who publish a decision; the round's own policies have checked the decision itself."""
    if is_system(actor) or actor.runs_rounds or actor.has(Role.CHAIR, Role.SECRETARY):
        return ALLOWED
    return Denied()


def can_change_award(actor: Actor, award: Award) -> Decision:
    """Suspend or revoke: an officer of the level that gave it or of one above, over that place."""
    if is_system(actor):
        return ALLOWED
    if award.product.facility_id in actor.facilities:
        return Denied("own_facility")
    needed = {
        Level.COMMUNE: (
            Role.OFFICER_COMMUNE,
            Role.OFFICER_PROVINCE,
            Role.OFFICER_REGION,
            Role.OFFICER_NATIONAL,
        ),
        Level.PROVINCE: (Role.OFFICER_PROVINCE, Role.OFFICER_REGION, Role.OFFICER_NATIONAL),
        Level.REGION: (Role.OFFICER_REGION, Role.OFFICER_NATIONAL),
        Level.NATIONAL: (Role.OFFICER_NATIONAL,),
    }[Level(award.level)]
    if not actor.has(*needed):
        return Denied()
    return ALLOWED if covers(actor, award.product.facility, needed) else Denied("out_of_scope")


def covers(actor: Actor, facility: Facility, roles: Collection[Role] = OFFICER_ROLES) -> bool:
    """Whether the facility is, by today's units, in the area where the officer serves in one of these roles."""
    unit = facility.unit.present
    return (
        (Role.OFFICER_NATIONAL in roles and actor.has(Role.OFFICER_NATIONAL))
        or (
            Role.OFFICER_COMMUNE in roles
            and actor.has(Role.OFFICER_COMMUNE)
            and facility.commune_key in actor.communes
        )
        or (Role.OFFICER_REGION in roles and actor.has(Role.OFFICER_REGION) and unit.region in actor.regions)
        or (
            Role.OFFICER_PROVINCE in roles and actor.has(Role.OFFICER_PROVINCE) and unit.id in actor.provinces
        )
    )
