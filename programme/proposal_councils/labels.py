"""Names of councils, posts and verdicts for people."""

from app.web.i18n import N_
from programme.proposal_councils.kinds import CouncilKind, Post, Verdict

KINDS: dict[str, str] = {
    CouncilKind.APPRAISAL: N_("Council of appraisal"),
    CouncilKind.ACCEPTANCE: N_("Council of acceptance"),
}
POSTS: dict[str, str] = {
    Post.CHAIR: N_("Chair of the council"),
    Post.SECRETARY: N_("Secretary"),
    Post.MEMBER: N_("Member"),
}
VERDICTS: dict[str, str] = {
    Verdict.AGREE: N_("The council agrees"),
    Verdict.REFUSE: N_("The council does not agree"),
}
