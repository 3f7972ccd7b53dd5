"""Names of the states, steps and acts of a proposal for people."""

from app.web.i18n import N_
from programme.proposals.states import ProposalState, Side

STATES: dict[str, str] = {
    ProposalState.DRAFT: N_("Draft of a proposal"),
    ProposalState.REGISTERED: N_("Registered with the department"),
    ProposalState.RETURNED: N_("Returned to be put right"),
    ProposalState.RECEIVED: N_("Taken in by the department"),
    ProposalState.SENT_UP: N_("Sent up to the ministry"),
    ProposalState.APPRAISED: N_("Appraised by a council"),
    ProposalState.APPROVED: N_("Approved with its sums"),
    ProposalState.UNDER_WAY: N_("Under way"),
    ProposalState.DONE: N_("Carried out, waits to be accepted"),
    ProposalState.ACCEPTED: N_("Accepted as carried out"),
    ProposalState.SETTLED: N_("Settled"),
    ProposalState.REFUSED: N_("Refused"),
    ProposalState.STOPPED: N_("Stopped"),
    ProposalState.WITHDRAWN: N_("Withdrawn by who asked"),
}
TONES: dict[str, str] = {
    ProposalState.RETURNED: "warning",
    ProposalState.APPROVED: "success",
    ProposalState.UNDER_WAY: "success",
    ProposalState.DONE: "info",
    ProposalState.ACCEPTED: "success",
    ProposalState.SETTLED: "success",
    ProposalState.REFUSED: "danger",
    ProposalState.STOPPED: "danger",
    ProposalState.WITHDRAWN: "neutral",
    ProposalState.DRAFT: "neutral",
}
STEPS = {
    "register": N_("Register the proposal"),
    "receive": N_("Take in"),
    "appraise": N_("Appraise"),
    "approve": N_("Approve"),
    "carry_out": N_("Carry out"),
    "accept": N_("Accept and settle"),
}
SIDES = {
    Side.APPLICANT: N_("Who asks"),
    Side.PROVINCE: N_("Department of the province"),
    Side.MINISTRY: N_("Ministry"),
    Side.NOBODY: N_("Nobody"),
}
ACTS = {
    "draft": N_("Begun"),
    "register": N_("Registered with the department"),
    "dossier": N_("Dossier handed in"),
    "withdraw": N_("Withdrawn by who asked"),
    "receive": N_("Taken in by the department"),
    "return": N_("Returned to be put right"),
    "refuse": N_("Refused"),
    "send_up": N_("Sent up to the ministry"),
    "appraise": N_("Appraised by a council"),
    "approve": N_("Approved with its sums"),
    "start": N_("Under way"),
    "amend": N_("Amended"),
    "stop": N_("Stopped"),
    "done": N_("Carried out"),
    "redo": N_("Not accepted by the council"),
    "accept": N_("Accepted as carried out"),
    "settle": N_("Settled"),
}
