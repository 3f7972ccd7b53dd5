"""Every form refuses wrong input in words at its field and keeps what was typed; none answers with an error."""

import gc
import resource
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from wtforms.fields import FileField

from app.backoffice.lists.kinds import KINDS
from app.core.database.base import db
from app.web.forms import Form
from tests.conftest import _create, make_settings
from tests.factories.accounts import signed_in_client
from tests.helpers.proposals import FORMS as OF_PROPOSALS
from tests.helpers.titles import FORMS as OF_TITLES
from tests.integration.app.web.form_walk import FoundForm, Walk
from tests.integration.app.web.form_world import Walker, build_world
from tests.integration.app.web.page_forms import answers, read_page, shown_values
from tests.integration.app.web.wrong_files import FAR_OVER, odd_names, too_large, wrong_files
from tests.integration.app.web.wrong_things import (
    COMPOSED,
    DECOMPOSED,
    MARKED,
    Wrong,
    body_of,
    changed,
    order_faults,
    plausible,
    remedy,
    sound,
    summary_of,
    wrong_answers,
)

pytestmark = pytest.mark.slow
DONE, REFUSED, BROKEN, FORGED = 303, 422, 500, {"bare", "hidden bent"}
COOKIE = "tb"
MEMORY = 300_000_000

ELSEWHERE = {
    "accounts.end_session": "a button; tests/integration/app/accounts",
    "accounts.notifications_read": "a button once there are messages; tests/integration/app/accounts/notifications",
    "accounts.recovery_codes": "a button; tests/integration/app/accounts/test_second_factor.py",
    "accounts.send_verification": "a button where mails go out; tests/integration/app/accounts/test_registration.py",
    "accounts.stop_mails": "a button behind the link in a mail; tests/integration/app/accounts/notifications",
    "accounts.switch_off_second_factor": "a button; tests/integration/app/accounts/test_second_factor.py",
    **dict.fromkeys([f"backoffice.list_{kind}_order" for kind in KINDS], "tests of backoffice/lists"),
    "catalog.brochure_print_remove": "a button beside printed copies; tests/integration/catalog/brochure",
    "catalog.expiring": "once something ends soon; tests/integration/catalog/ending",
    "catalog.confirm_order": "once an order waits; tests/integration/catalog/award_orders",
    **dict.fromkeys(("site.article_edit", "site.article_work"), "tests of app/site/portal"),
    "site.saved_searches": "a form behind a question; tests/integration/app/site/saved_searches",
    "site.saved_search_remove": "a button; tests/integration/app/site/saved_searches",
    **dict.fromkeys(("catalog.merge", "catalog.merge_decision"), "tests/integration/catalog/merging"),
    "catalog.invitation_withdraw": "a button beside an open invitation; tests/integration/catalog/members",
    "catalog.join": "behind the link in a mail; tests/integration/catalog/members",
    "catalog.draft_discard": "a button beside a draft; tests/integration/catalog/products/test_drafts.py",
    "catalog.draft_new_discard": "a button beside a draft; tests/integration/catalog/products/test_drafts.py",
    "catalog.import_act": "once a file is chosen; tests/integration/catalog/product_import",
    "catalog.import_undo": "once a file is entered; tests/integration/catalog/product_import",
    "catalog.trademark_step_remove": "a button beside a step; tests/integration/catalog/trademark_course",
    "catalog.transfer_answer": "buttons under an offer; tests/integration/catalog/transfers",
    "epcis.capture": "for programs; tests/integration/traceability/epcis_repository",
    "epcis.post_event": "for programs; tests/integration/traceability/epcis_repository",
    "epcis.post_query": "for programs; tests/integration/traceability/epcis_repository",
    "epcis.subscriptions": "for programs; tests/integration/traceability/epcis_repository",
    "traceability.judge_entry": "buttons beside a waiting entry; tests/integration/traceability/diary_claims",
    "programme.support_shown": "a button once there is support; tests/integration/programme/support",
    "programme.artisan_consent": "once an artisan is written down; tests/integration/programme/artisans",
    "programme.artisan_consent_end": "a button once they agree; tests/integration/programme/artisans",
    "programme.artisan_edit": "once an artisan is written down; tests/integration/programme/artisans",
    "programme.artisan_products": "once an artisan is written down; tests/integration/programme/artisans",
    "programme.artisan_shown": "a button; tests/integration/programme/artisans",
    "programme.artisan_titles": "once an artisan is written down; tests/integration/programme/artisans",
    "programme.fair_edit": "once a fair is written down; tests/integration/programme/fairs",
    "programme.fair_outcome": "once a fair is written down; tests/integration/programme/fairs",
    "programme.fair_shown": "a button; tests/integration/programme/fairs",
    "programme.fair_stand": "once a stand is listed; tests/integration/programme/fairs",
    "programme.fair_stand_remove": "a button; tests/integration/programme/fairs",
    "programme.fair_stands": "once a fair is written down; tests/integration/programme/fairs",
    "programme.showroom_edit": "once a showroom is written down; tests/integration/programme/showrooms",
    "programme.showroom_products": "once a showroom is written down; tests/integration/programme/showrooms",
    "programme.showroom_shown": "a button; tests/integration/programme/showrooms",
    "programme.village_edit": "once a village is written down; tests/integration/programme/villages",
    "programme.village_facilities": "once a village is written down; tests/integration/programme/villages",
    "programme.village_shown": "a button; tests/integration/programme/villages",
    "programme.activity_errors": "a download after an import; tests/integration/programme/activities",
    "programme.enter_activities": "a button after an import; tests/integration/programme/activities",
    "programme.step_report": "once a report is prepared; tests/integration/programme/period_reports",
    **dict.fromkeys(OF_TITLES, "once a round is announced; tests/integration/programme/title_candidates"),
    **dict.fromkeys(OF_PROPOSALS, "once a year is open; tests/integration/programme/proposals"),
    "traceability.decide_run": "a run beyond the quota; tests/integration/traceability",
    "traceability.enter_diary": "a button after an import; tests/integration/traceability/diary_import",
    "traceability.import_errors": "a download after an import; tests/integration/traceability/diary_import",
    "traceability.lift": "the form of an officer's lifting, which is walked",
    "traceability.pin": "for the diary without a network; tests/integration/traceability",
    "traceability.recall_recipient": "the form of a drill's recipient, which is walked",
    "traceability.answer_signal": "a button under an odd scan; tests/integration/traceability",
    "traceability.remove_supply": "a button beside a supplier's lot; tests/integration/traceability/supply",
    "traceability.settle_signal": "a button under an odd scan; tests/integration/traceability",
    "voting.plan_scan": "once the plan has its number; tests/integration/voting/planning/test_plan_scan.py",
    "voting.add_scan": "once a dossier on paper is there; tests/integration/voting/paper_dossiers",
    "voting.add_visit_pictures": "once a visit is recorded; tests/integration/voting/site_visits",
    "voting.change_visit": "once a visit is recorded; tests/integration/voting/site_visits",
    "voting.complete_dossier": "a button once more was called for; tests/integration/voting/paper_dossiers",
    "voting.decide_conflict": "a button; tests/integration/voting/jury/conflicts/test_rules.py",
    "voting.dossier_step": "once a dossier on paper is there; tests/integration/voting/paper_dossiers",
    "voting.favourite": "before a vote opens; tests/integration/voting/favourite/test_services.py",
    "voting.favourite_publish": "a button once a vote is over; tests/integration/voting/favourite/test_services.py",
    "voting.favourite_void": "once votes are in; tests/integration/voting/favourite/test_services.py",
    "voting.publish": "a button once the decision is ready; tests/integration/voting/rounds/test_whole_path.py",
    "voting.publish_provisional": "a button once all is decided; tests/integration/voting/rounds/test_whole_path.py",
    "voting.release_several_remarks": "once jurors remarked; tests/integration/voting/result_letters/test_letters.py",
    "voting.return_sheet": "once a sheet is submitted; tests/integration/voting/scoring/test_return_sheet.py",
    "voting.sample": "once a sample was received; tests/integration/voting/samples",
    "voting.score_again": "a button of rules with a spread; tests/integration/voting/scoring",
    "voting.set_level": "for officers of the nation; tests/integration/voting/levels/test_pages.py",
    "voting.sign_outside_list": "once a list upward is prepared; tests/integration/voting/outside_lists",
    "voting.support_team": "once an account has the role; tests/integration/voting/samples",
}
"""POST routes whose form the walk does not meet, and where they are tried."""

NOTED = frozenset(
    {
        "audit_entry", "change", "favourite_letter", "held_form", "job", "outbox_mail", "paper_typing", "rate_counter",
        "secret_link", "sent_form", "session",
    }
)  # fmt: skip
"""Tables that tell of what was done; a letter asked for twice is sent twice."""

MAKING = {
    "accounts.register", "catalog.brochure_print", "catalog.certificate_new", "catalog.members",
    "catalog.product_new", "catalog.register", "catalog.trademark_course", "catalog.trademark_new",
    "programme.artisan_new", "programme.fair_new", "programme.showroom_new", "programme.village_new",
    "traceability.open_", "traceability.open_raw", "traceability.print_labels", "traceability.report", "voting.enter",
}  # fmt: skip
"""Forms that make something new each time; sent well once, then once more."""


@dataclass
class World:
    """The forms found, and a database that is as it was at the beginning whenever asked."""

    app: Any
    walk: Walk
    cookies: dict[str, str]
    path: str
    kept: sqlite3.Connection

    def restore(self) -> None:
        db.session.remove()
        with closing(sqlite3.connect(self.path)) as live:
            self.kept.backup(live)

    def rows(self) -> dict[str, int]:
        """How many rows each table has that holds what people make."""
        names = [name for name in db.metadata.tables if name not in NOTED]
        counts = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM \"{name}\"" for name in names)
        with closing(sqlite3.connect(self.path)) as live:
            return dict(live.execute(counts))

    def browser(self, walker: Walker) -> Any:
        client = self.app.test_client()
        if walker.name in self.cookies:
            client.set_cookie(COOKIE, self.cookies[walker.name])
        return client

    def send(self, found: FoundForm, wrong: Wrong, client: Any = None, action: str = "") -> Any:
        browser = client or self.browser(found.walker)
        page = {"Referer": f"http://localhost{found.form.page}"}
        return browser.post(action or found.form.action, headers=page, **body_of(wrong))

    def english(self, found: FoundForm) -> str:
        endpoint, values = self.walk.endpoint(found.form.action, "POST")
        return str(self.walk.adapter.build(endpoint, {**values, "lang": "en"}, method="POST"))


@pytest.fixture(scope="module")
def world(empty_database, tmp_path_factory):
    folder = tmp_path_factory.mktemp("forms")
    with (
        closing(sqlite3.connect(empty_database)) as source,
        closing(sqlite3.connect(folder / "tieubieu.db")) as copy,
    ):
        source.backup(copy)
    app = _create(make_settings(folder))
    with app.app_context():
        walk, cookies = Walk(app), {}
        for walker in build_world():
            client = app.test_client()
            if walker.user is not None:
                client = signed_in_client(app, walker.user, second_factor=walker.second_factor)
            walk.go(walker, client)
            if cookie := client.get_cookie(COOKIE):
                cookies[walker.name] = cookie.value
        db.session.remove()
        kept = sqlite3.connect(":memory:")
        with closing(sqlite3.connect(folder / "tieubieu.db")) as live:
            live.backup(kept)
        yield World(app, walk, cookies, str(folder / "tieubieu.db"), kept)
        kept.close()
        db.session.remove()
        db.engine.dispose()


def complaints(world, found, wrong, answer, locale="vi"):
    """The faults after a form was sent."""
    text, status = (answer.text if answer.mimetype == "text/html" else ""), answer.status_code
    if status >= BROKEN or "Traceback" in text:
        return [f"answers {status}"]
    if wrong.must_refuse and status != REFUSED:
        return [f"is not refused: {status}"]
    if status not in {200, DONE, REFUSED} and wrong.name not in FORGED:
        return [f"answers {status}"]
    if status != REFUSED:
        return []
    return silences(wrong, text, locale) + losses(found, wrong, text)


def silences(wrong, text, locale):
    """What is missing or wrong in the summary of a refusal."""
    lines, targets = summary_of(text)
    said = [] if lines or wrong.name == "hidden bent" else ["says nothing"]
    said += [
        f"speaks another language: {line}"
        for line in lines
        if bool(MARKED.search(remedy(line))) != (locale == "vi")
    ]
    if wrong.named and not any(points_at(box, targets) for box in wrong.named):
        said.append(f"names none of {[box.id for box in wrong.named]}: {lines} {targets}")
    return said if wrong.name in FORGED else said + order_faults(text, targets)


def losses(found, wrong, text):
    """The input that is no longer in the form."""
    page = read_page(found.form.page, text)
    return [
        f"loses {name}: {shown_values(page.forms, name)}"
        for name, value in wrong.kept.items()
        if value not in [shown.strip() for shown in shown_values(page.forms, name)]
    ]


def points_at(box, targets):
    return box.id in targets or any(target.startswith(box.name) for target in targets)


def tried(world, found, wrongs, locale="vi"):
    """All complaints about one form; the database is put back whenever something was done."""
    said = []
    for wrong in wrongs:
        client = world.browser(found.walker)
        answer = world.send(found, wrong, client, world.english(found) if locale == "en" else "")
        said += [f"{found}: {wrong.name}: {each}" for each in complaints(world, found, wrong, answer, locale)]
        if wrong.name == "as it is" and answer.status_code == DONE:
            said += pressed_again(world, found, wrong, client, answer.headers["Location"])
        if answer.status_code in {200, DONE} or found.walker.user is None:
            world.restore()
    return said


def pressed_again(world, found, wrong, client, location):
    """The faults of a second submission: it may stay on its page only with a message."""
    there = world.rows()
    again = world.send(found, wrong, client)
    said = [] if world.rows() == there else [f"{found}: sent twice, done twice: {there} {world.rows()}"]
    if found.form.names("hidden").count("once"):
        led = location if found.endpoint != "accounts.logout" else "/tai-khoan"  # sent by a stranger by then
        if (again.status_code, again.headers.get("Location")) != (DONE, led):
            said.append(f"{found}: sent twice: {again.status_code} {again.headers.get('Location')}")
    elif again.status_code not in {DONE, REFUSED}:
        said.append(f"{found}: sent twice: {again.status_code}")
    return said


def taking_files(world):
    return [found for found in world.walk.found.values() if found.form.names("file")]


def all_forms(kind):
    return [each for child in kind.__subclasses__() for each in (child, *all_forms(child))]


def is_upload(field):
    made = getattr(field, "field_class", None)
    return made is not None and issubclass(made, FileField)


def uploads_of(kind):
    return {name for name in dir(kind) if is_upload(getattr(kind, name))}


def memory_used():
    """The most that this process and any of its children ever held, in bytes."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(kind).ru_maxrss for kind in kinds) * 1024


def test_every_post_route_is_met_or_tried_elsewhere(world):
    rules = world.app.url_map.iter_rules()
    posts = {rule.endpoint for rule in rules if "POST" in rule.methods and "." in rule.endpoint}
    met = {found.endpoint for found in world.walk.found.values()}
    assert sorted(posts - met - set(ELSEWHERE)) == []
    assert sorted(met & set(ELSEWHERE)) == []


def test_wrong_answers_are_refused_in_words_and_kept(world):
    said = []
    for found in world.walk.found.values():
        said += tried(world, found, wrong_answers(found.form))
    assert said == []
    files = [Path(world.path), Path(f"{world.path}-wal")]
    assert [file.name for file in files if file.exists() and DECOMPOSED.encode() in file.read_bytes()] == []


def test_refusals_in_english_are_english(world):
    said = []
    for found in world.walk.found.values():
        wrongs = [
            each for each in wrong_answers(found.form) if each.name in {"nothing", "wrong types", "too long"}
        ]
        said += tried(world, found, wrongs, "en")
    assert said == []


def test_every_form_that_takes_a_file_is_met(world):
    met = [{box.name for box in found.form.boxes} for found in taking_files(world)]
    kinds = [kind for kind in all_forms(Form) if any(is_upload(getattr(kind, name)) for name in dir(kind))]
    assert [kind.__name__ for kind in kinds if not any(uploads_of(kind) <= names for names in met)] == []


def test_wrong_files_are_refused_in_words_and_what_was_typed_stays(world):
    most, said = memory_used(), []
    for found in taking_files(world):
        said += tried(world, found, [*wrong_files(found.form), *odd_names(found.form)])
        said += tried(world, found, wrong_files(found.form)[2:4], "en")
        said += tried(world, found, [too_large(found.form)])
        gc.collect()  # the bodies that the test itself made and sent
    assert said == []
    assert memory_used() - most < MEMORY


def test_more_than_a_request_may_bring_is_told_in_words(world):
    found = taking_files(world)[0]
    for action, words in (("", "Hãy quay lại"), (world.english(found), "Go back")):
        answer = world.send(found, too_large(found.form, FAR_OVER), world.browser(found.walker), action)
        assert (answer.status_code, words in answer.text) == (413, True)


def test_second_press_makes_nothing_twice_and_leads_where_the_first_led(world):
    said, made = [], set()
    for found in world.walk.found.values():
        if found.endpoint in MAKING:
            well, client = Wrong("well", answers(found.form, sound)), world.browser(found.walker)
            before, first = world.rows(), world.send(found, well, client)
            if first.status_code == DONE:
                made |= {found.endpoint} if world.rows() != before else set()
                said += pressed_again(world, found, well, client, first.headers["Location"])
            world.restore()
    assert (said, sorted(MAKING - made)) == ([], [])


def test_forms_without_a_token_do_nothing(world):
    said = []
    for found in world.walk.found.values():
        data = [pair for pair in answers(found.form, plausible) if pair[0] != "csrf_token"]
        answer = world.send(found, Wrong("no token", data), world.browser(found.walker))
        if answer.status_code not in {DONE, 400} or "held=" not in answer.headers.get("Location", "held="):
            said += [str(found)] if found.form.names("textarea") else []
        world.restore()  # only so many forms are kept for one address in an hour
    assert said == []


def test_what_was_typed_comes_back_after_login(world):
    said = []
    for found in world.walk.found.values():
        texts = [box for box in found.form.open_boxes() if box.is_text and box.name != "code"]
        if not texts or found.walker.user is None:
            continue
        data = changed(answers(found.form, plausible), {box.name: COMPOSED for box in texts})
        answer = world.send(found, Wrong("expired", data), world.app.test_client())
        back = (
            answer.headers.get("Location", "").partition("next=")[2].replace("%3D", "=").replace("%3F", "?")
        )
        page = world.browser(found.walker).get(back.replace("%26", "&"), follow_redirects=True)
        shown = read_page(back, page.text).forms
        lost = [box.name for box in texts if COMPOSED not in shown_values(shown, box.name)]
        said += [f"{found}: {answer.status_code} {back} loses {lost}"] if lost else []
        world.restore()
    assert said == []
