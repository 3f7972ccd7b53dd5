"""The register of acts in words: `catalog.product.publish` is "Product: publish"."""

import re
from datetime import date, datetime
from typing import Any

from app.accounts.labels import ROLES
from app.backoffice.act_details import DETAILS
from app.web.filters import date_text, datetime_text
from app.web.i18n import N_, translate
from catalog.labels import FACILITY_KINDS, LEVELS, PRODUCT_GROUPS, REGIONS
from traceability.terms import EVENT_KINDS, RECALL_KINDS, RUN_KINDS
from voting.dossiers.labels import DOCUMENT_KINDS
from voting.rounds.labels import SIGNED_ACTS

_ISO = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d)?")
NOUNS = {
    "article": N_("Article"),
    "artisan": N_("Artisan"),
    "fair": N_("Fair"),
    "showroom": N_("Showroom"),
    "village": N_("Craft village"),
    "activity": N_("Activity of a programme"),
    "activity_file": N_("Paper or picture of an activity"),
    "award": N_("Recognition certificate"),
    "brochure": N_("Brochure"),
    "brochure_print": N_("Printed copies of a brochure"),
    "catalogue": N_("Catalogue"),
    "certificate": N_("Certificate of the facility"),
    "checkpoint": N_("Checkpoint of a log"),
    "clerk": N_("Clerk"),
    "code": N_("Trace code"),
    "complaint": N_("Complaint"),
    "conflict": N_("Conflict of interest"),
    "council": N_("Council"),
    "decision": N_("Decision"),
    "diary_plan": N_("Diary plan"),
    "document": N_("Paper of a dossier"),
    "drill": N_("Recall drill"),
    "email": N_("E-mail address"),
    "epcis": N_("EPCIS"),
    "event": N_("Diary entry"),
    "expert": N_("Expert"),
    "facility": N_("Facility"),
    "fact": N_("What counts"),
    "favourite": N_("Public favourite"),
    "import": N_("Products from a file"),
    "invitation": N_("Invitation"),
    "job": N_("Job"),
    "juror": N_("Juror"),
    "jury": N_("Jury"),
    "key": N_("Signing key"),
    "label": N_("Labels"),
    "level": N_("Level of a round"),
    "link": N_("Link"),
    "lot": N_("Lot"),
    "mail": N_("Mail"),
    "member": N_("Member of a facility"),
    "membership": N_("Role"),
    "merge": N_("Merge of two entries"),
    "nomination": N_("Entry"),
    "outside_list": N_("List of a body outside this site"),
    "paper": N_("Paper score sheet"),
    "award_money": N_("Award money and grade"),
    "paper_dossier": N_("Dossier on paper"),
    "remark": N_("Remark of the jury"),
    "sample": N_("Sample of an entry"),
    "site_visit": N_("Site visit"),
    "support_team": N_("Support team"),
    "paper_number": N_("Number of a paper"),
    "paper_office": N_("Heads of papers"),
    "password": N_("Password"),
    "period_report": N_("Report of a period"),
    "picture": N_("Picture"),
    "export": N_("All products as a file"),
    "list": N_("List of an area as a file"),
    "product": N_("Product"),
    "programme": N_("Programme"),
    "plan_year": N_("Year of the plan"),
    "plan_paper": N_("Paper of the dossiers of a year"),
    "proposal_paper": N_("File of a dossier"),
    "offer": N_("What may be asked for"),
    "proposal": N_("Proposal"),
    "proposal_council": N_("Council of a proposal"),
    "promotion": N_("Sending up"),
    "provisional": N_("List before the decision"),
    "recall": N_("Recall"),
    "recipient": N_("Recipient of goods"),
    "register": N_("Public register"),
    "report": N_("Report of a label"),
    "round": N_("Selection round"),
    "scheme": N_("Kind of certificate"),
    "rule_set": N_("Rule set"),
    "scoring": N_("Scoring"),
    "search": N_("Saved search"),
    "second_factor": N_("Second factor"),
    "session": N_("Sign-in"),
    "set": N_("Product set"),
    "sheet": N_("Score sheet"),
    "sign": N_("Signature"),
    "signal": N_("Signal about scans"),
    "supply": N_("Lot of a supplier"),
    "support": N_("Support on the page of a facility"),
    "target": N_("Target of a programme"),
    "template": N_("Template"),
    "title_candidate": N_("Candidate for a title"),
    "title_paper": N_("File of a candidate for a title"),
    "title_round": N_("Round for a title"),
    "token": N_("Access token"),
    "registration_paper": N_("Registration paper"),
    "trademark": N_("Trademark"),
    "trademark_step": N_("Course of a trademark"),
    "trademark_terms": N_("Terms of trademark applications"),
    "trademark_support": N_("Support with a trademark"),
    "transfer": N_("Product handed on"),
    "user": N_("User"),
    "log_key": N_("Signing key"),
}
"""What an act is done to, by the middle part of its code."""
VERBS = {
    "consent": N_("record the consent"),
    "end_consent": N_("record the end of the consent"),
    "ask": N_("ask for approval"),
    "accept": N_("accept"),
    "accept_changes": N_("accept the changes"),
    "accepted": N_("found that it holds"),
    "activate": N_("activate"),
    "add": N_("add"),
    "amend": N_("amend"),
    "announce": N_("announce"),
    "annul": N_("annul"),
    "answer": N_("answer"),
    "appraise": N_("appraise"),
    "approve": N_("approve"),
    "done": N_("tell that it was carried out"),
    "dossier": N_("hand in the dossier"),
    "draft": N_("begin"),
    "minute": N_("write the minutes"),
    "redo": N_("find not carried out"),
    "say": N_("say what one finds"),
    "stand_down": N_("take a member out"),
    "put_back": N_("let a member sit again"),
    "send_up": N_("send up"),
    "archive": N_("archive"),
    "ask_reset": N_("ask for a new one"),
    "ask_unknown": N_("ask for a new one at an unknown address"),
    "ask_verify": N_("ask for confirmation"),
    "award": N_("hand over"),
    "begin": N_("begin"),
    "cancel": N_("cancel"),
    "capture": N_("receive events"),
    "change": N_("change"),
    "join": N_("take up the invitation"),
    "link": N_("say which fair or showroom it is"),
    "withdraw_invitation": N_("withdraw the invitation"),
    "check": N_("check"),
    "close": N_("close"),
    "close_entries": N_("close entries"),
    "close_first_pass": N_("close the first pass"),
    "close_scoring": N_("close scoring"),
    "confirm": N_("confirm"),
    "correct": N_("correct"),
    "create": N_("create"),
    "create_query": N_("create a query"),
    "decide": N_("decide"),
    "declare": N_("declare"),
    "declare_on_paper": N_("declare on paper"),
    "declared": N_("declared"),
    "delete_query": N_("delete a query"),
    "describe": N_("describe"),
    "disable": N_("switch off"),
    "dismissed": N_("found that it does not hold"),
    "disqualify": N_("disqualify"),
    "dissolve": N_("dissolve"),
    "edit": N_("edit"),
    "enable": N_("switch on"),
    "end": N_("end"),
    "enter": N_("enter"),
    "offer": N_("offer"),
    "undo": N_("undo"),
    "ask_undo": N_("ask to undo"),
    "drop_undo": N_("leave as it is"),
    "end_all": N_("end all"),
    "end_other": N_("end another"),
    "end_others": N_("end all others"),
    "expiry_notice": N_("announce the expiry"),
    "extend": N_("extend entries"),
    "file": N_("file"),
    "follow": N_("plan from an earlier round"),
    "give": N_("give"),
    "give_back": N_("give back"),
    "hand_over": N_("hand over to a desk"),
    "call": N_("call for more"),
    "complete": N_("complete"),
    "extend_term": N_("extend the term"),
    "receive": N_("receive"),
    "release": N_("release"),
    "stop": N_("stop"),
    "store": N_("store"),
    "use_up": N_("note as used up"),
    "hold": N_("put on hold"),
    "invite": N_("invite"),
    "invite_again": N_("invite again"),
    "issue": N_("issue"),
    "lift": N_("end a recall"),
    "load": N_("load"),
    "look": N_("look"),
    "merge": N_("merge"),
    "note_communes": N_("record the communes"),
    "open": N_("open"),
    "open_complaints": N_("open complaints"),
    "open_entries": N_("open entries"),
    "open_scoring": N_("open scoring"),
    "open_second": N_("open the second pass"),
    "open_second_pass": N_("open the second pass"),
    "order": N_("order"),
    "plan": N_("plan"),
    "prepare": N_("prepare"),
    "print": N_("print"),
    "promote": N_("send up"),
    "drop": N_("take back"),
    "propose": N_("propose"),
    "take_in": N_("take in"),
    "proposed": N_("propose"),
    "publish": N_("publish"),
    "publish_provisional": N_("publish the provisional list"),
    "recall": N_("recall"),
    "record": N_("record"),
    "record_notice": N_("import from a notice"),
    "recover": N_("use a recovery code"),
    "refuse": N_("refuse"),
    "replace": N_("name what replaces it"),
    "refuse_changes": N_("refuse the changes"),
    "register": N_("register"),
    "register_again": N_("register again"),
    "reinstate": N_("reinstate"),
    "remind": N_("remind of a deadline"),
    "remove": N_("remove"),
    "delete": N_("delete for good"),
    "renew": N_("update from the product"),
    "renew_codes": N_("renew the recovery codes"),
    "reopen": N_("reopen"),
    "reopen_entries": N_("reopen entries"),
    "reopen_scoring": N_("reopen scoring"),
    "report": N_("report"),
    "reprint": N_("print again"),
    "reset": N_("reset"),
    "restore": N_("restore"),
    "retry": N_("try again"),
    "return": N_("return"),
    "return_to_council": N_("return to the council"),
    "revoke": N_("revoke"),
    "rotate": N_("renew"),
    "save": N_("save"),
    "scan": N_("scan"),
    "score_again": N_("ask to score again"),
    "seat": N_("seat"),
    "sell": N_("sell"),
    "send_again": N_("send again"),
    "session": N_("hold a session"),
    "set_up": N_("set up"),
    "settle": N_("settle"),
    "show": N_("use"),
    "sign": N_("sign"),
    "start": N_("start"),
    "submit": N_("submit"),
    "suspend": N_("suspend"),
    "switch_off": N_("switch off"),
    "take_from_notice": N_("import from a notice"),
    "type": N_("type in"),
    "keep": N_("keep"),
    "verify": N_("verify"),
    "void": N_("make void"),
    "withdraw": N_("withdraw"),
    "set": N_("set the time"),
}
"""What is done, by the last part."""
SUBJECTS = {
    "api_token": NOUNS["token"],
    "epcis_query": NOUNS["epcis"],
    "label_run": NOUNS["label"],
    "outbox_mail": NOUNS["mail"],
    "recusal": NOUNS["conflict"],
    "score_sheet": NOUNS["sheet"],
    "paper_sheet": NOUNS["paper"],
    "selection_round": NOUNS["round"],
    "trace_event": NOUNS["event"],
    "trace_code": NOUNS["code"],
    "user_session": NOUNS["session"],
}
"""Kinds of subject whose name differs from that in the act."""
VALUES: dict[str, dict[Any, str]] = {
    "kind": {**FACILITY_KINDS, **EVENT_KINDS, **RECALL_KINDS, **RUN_KINDS, **DOCUMENT_KINDS},
    "level": {**LEVELS},
    "group": {**PRODUCT_GROUPS},
    "region": {**REGIONS},
    "role": {**ROLES},
    "of": {**SIGNED_ACTS},
}
"""Codes used as values, by the name of the detail."""


def act_text(act: str) -> str:
    """The act in the reader's language; a part without a name is shown as its code."""
    _, _, rest = act.partition(".")
    noun, _, verb = rest.rpartition(".")
    if not noun:
        noun = verb
    return f"{translate(NOUNS.get(noun, noun))}: {translate(VERBS.get(verb, verb))}"


def subject_text(kind: str) -> str:
    """What kind of thing the act was done to."""
    return translate(SUBJECTS.get(kind, NOUNS.get(kind, kind)))


def detail_lines(detail: dict[str, Any]) -> list[tuple[str, str]]:
    """(name, value) of what is noted beside an act, without what is empty."""
    return [
        (translate(DETAILS.get(name, name)), _value(name, value))
        for name, value in detail.items()
        if value not in (None, "", [], {})
    ]


def _value(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return translate("Yes") if value else translate("No")
    if isinstance(value, list):
        return ", ".join(_value(name, part) for part in value)
    if isinstance(value, dict):
        return "; ".join(
            f"{translate(DETAILS.get(str(key), str(key)))} {_value(key, part)}" for key, part in value.items()
        )
    word = VALUES.get(name, {}).get(value)
    return translate(word) if word is not None else _moment(value) or str(value)


def _moment(value: Any) -> str:
    """A day or a moment as people write it; empty for anything else."""
    if not isinstance(value, str) or not _ISO.fullmatch(value):
        return ""
    try:
        return (
            datetime_text(datetime.fromisoformat(value))
            if "T" in value
            else date_text(date.fromisoformat(value))
        )
    except ValueError:
        return ""
