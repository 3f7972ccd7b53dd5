"""Names of the states of a balance."""

from app.web.i18n import N_
from traceability.genealogy.balances.rules import BalanceState

BALANCE_STATES = {
    BalanceState.EVEN: N_("Adds up"),
    BalanceState.OVERDRAWN: N_("More went out than there was"),
    BalanceState.UNKNOWN: N_("Cannot be determined"),
}
