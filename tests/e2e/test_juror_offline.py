"""A juror in a hall without network: sheets scored there, kept through a closed tab, sent once, chosen on
conflict, wiped.
"""

import io
import json
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.ports import ports
from tests.conftest import _create, make_settings
from tests.e2e.axe import violations
from tests.e2e.person import Person
from tests.e2e.server import Server
from tests.factories import everything
from tests.factories.accounts import PASSWORD
from voting.models import Nomination

SCORES = {"market": "35,5", "economy": "31.5", "culture": "8", "other": "7"}
EXACT = {"market": "35.5", "economy": "31.5", "culture": "8", "other": "7"}
KEPT = """async () => ({
  sheets: (await indexedDB.databases()).map(found => found.name),
  caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
NOTHING = {"sheets": [], "caches": [], "workers": 0}


@pytest.fixture(scope="module")
def hall(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """A served site with a round in scoring, two entries with a picture each, and three jurors."""
    folder = tmp_path_factory.mktemp("hall")
    (folder / "var").mkdir()
    shutil.copy(empty_database, folder / "var" / "tieubieu.db")
    made = SimpleNamespace(database=folder / "var" / "tieubieu.db")
    with _create(make_settings(folder / "var")).app_context():
        people = everything().round_in_scoring()
        picture = io.BytesIO()
        Image.new("RGB", (64, 48), "teal").save(picture, "WEBP")
        with transaction():
            name = ports().files.put(picture.getvalue(), ".webp")
            for nomination in db.session.query(Nomination):
                nomination.entry = {**(nomination.entry or {}), "pictures": [{"320": name, "640": name}]}
        made.sheets = people.sheets
        made.emails = [juror.email for juror in people.jurors]
        db.session.remove()
        db.engine.dispose()
    made.server = Server(folder)
    made.server.start()
    yield made
    made.server.stop()


class Phone(Person):
    """A juror's phone. number: which juror."""

    def __init__(self, browser: Any, hall: SimpleNamespace, number: int) -> None:
        super().__init__(browser, hall.server.url, phone=True)
        self.hall, self.number = hall, number
        self.sign_in(hall.emails[number], PASSWORD)
        self.make_ready()

    def key(self, entry: int) -> str:
        return str(self.hall.sheets[self.number, entry])

    def make_ready(self) -> None:
        """Open the list and wait until all is kept that the hall needs."""
        self.open("/giam-khao")
        self.page.locator('[data-kept][data-ready="1"]').wait_for()
        self.page.reload()  # from now on the worker answers for this page

    def sheet(self, entry: int) -> Any:
        """The sheet of an entry in a new tab."""
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.goto(f"{self.url}/giam-khao/phieu/{self.key(entry)}")
        page.locator('[data-part="edit"]').wait_for()
        return page

    def savings(self, entry: int) -> list[tuple[str, dict[str, str], str]]:
        """What the server has of a sheet: (status, scores, receipt) of every saving, in order."""
        with sqlite3.connect(f"file:{self.hall.database}?mode=ro", uri=True) as connection:
            rows = connection.execute(
                "SELECT r.status, r.scores, r.receipt FROM score_sheet_revision r"
                " JOIN score_sheet s ON s.id = r.sheet_id WHERE s.key = ? ORDER BY r.revision",
                [self.key(entry)],
            ).fetchall()
        return [(status, json.loads(scores), receipt) for status, scores, receipt in rows]


def type_scores(page: Any, **scores: str) -> None:
    for code, text in scores.items():
        page.fill(f'[name="score_{code}"]', text)


def submit(page: Any) -> None:
    page.click('button[value="review"]')
    page.locator('[data-part="confirm"] h2').wait_for()
    page.click('[data-part="confirm"] [data-submit]')


def shows(page: Any, text: str) -> None:
    page.get_by_text(text).locator("visible=true").first.wait_for()


def test_sheet_scored_in_the_hall_survives_the_closed_tab_and_is_sent_once(
    chromium: Any, hall: SimpleNamespace
) -> None:
    juror = Phone(chromium, hall, 0)
    juror.context.set_offline(True)
    page = juror.sheet(0)
    shows(page, "Không có mạng")
    assert page.locator(".sheet-pictures img").first.evaluate("image => image.naturalWidth") == 64
    type_scores(page, **SCORES)
    assert page.locator('[data-part="edit"] [data-running-total]').inner_text() == "Tổng: 82 / 100"
    submit(page)
    shows(page, "Phiếu chờ nộp, đang ở trên máy này")
    page.close()
    assert juror.savings(0) == []

    again = juror.context.new_page()
    again.goto(f"{juror.url}/giam-khao")
    shows(again, "1 phiếu đang ở trên máy này")
    row = again.locator(f'[data-row="{juror.key(0)}"]')
    row.get_by_text("Chờ gửi, trên máy này").wait_for()
    assert row.locator("[data-sum]").inner_text() == "82"
    juror.context.set_offline(False)
    row.get_by_text("Đã nộp, đã nhận").wait_for()
    assert [(status, scores) for status, scores, _ in juror.savings(0)] == [("cast", EXACT)]

    again.goto(f"{juror.url}/giam-khao/phieu/{juror.key(0)}")
    assert again.locator(".sheet-receipt").first.inner_text() == juror.savings(0)[0][2]
    assert again.locator(".receipt-qr svg").count() == 1
    assert [line for line in juror.wrong + violations(again) if "INTERNET_DISCONNECTED" not in line] == []
    juror.close()


def test_lost_reply_is_asked_for_again_and_gives_the_same_receipt(
    chromium: Any, hall: SimpleNamespace
) -> None:
    juror = Phone(chromium, hall, 0)
    page = juror.sheet(1)
    lost: list[str] = []

    def lose_first(route: Any) -> None:
        answer = route.fetch()
        if lost or not route.request.post_data_json["submit"]:
            route.fulfill(response=answer)
        else:
            lost.append(answer.json()["receipt"])
            route.abort()

    juror.context.route("**/api/v1/juror/sheets/*", lose_first)
    type_scores(page, **SCORES)
    assert violations(page) == []
    submit(page)
    page.locator(".receipt-qr svg").wait_for()
    assert page.locator(".sheet-receipt").first.inner_text() == lost[0]
    assert [receipt for status, _, receipt in juror.savings(1) if status == "cast"] == lost
    juror.close()


EARLY = """new MutationObserver((_, watcher) => {
  const field = document.querySelector('[name="score_market"]');
  if (!field || !document.querySelector('[name="comment"]')) return;
  watcher.disconnect();
  field.value = "33";
  field.dispatchEvent(new Event("input", { bubbles: true }));
}).observe(document, { childList: true, subtree: true });"""
"""Types a score as soon as its field is there, before any script of the page runs."""


def test_what_is_typed_before_the_page_is_ready_goes_beside_the_kept_draft(
    chromium: Any, hall: SimpleNamespace
) -> None:
    juror = Phone(chromium, hall, 2)
    juror.context.set_offline(True)
    page = juror.sheet(0)
    type_scores(page, economy="30")
    shows(page, "Đang ở trên máy này, chưa gửi tới nơi")
    page.close()
    juror.context.add_init_script(EARLY)
    again = juror.sheet(0)
    shows(again, "Tổng: 63 / 100")
    assert [again.input_value(f'[name="score_{code}"]') for code in SCORES] == ["33", "30", "", ""]
    juror.context.set_offline(False)
    shows(again, "Đã nhận. Mã biên nhận")
    assert juror.savings(0)[-1][1] == {"market": "33", "economy": "30"}
    juror.close()


def test_only_a_sheet_that_another_juror_has_is_offered_for_deletion(
    chromium: Any, hall: SimpleNamespace
) -> None:
    """The filter of the list leaves both rows out; the draft that was refused for its content is still the juror's."""
    juror = Phone(chromium, hall, 2)
    answers = {
        juror.key(0): (409, {"code": "sheet_given_up", "detail": "Giám khảo khác chấm hồ sơ này"}),
        juror.key(1): (422, {"code": "too_long", "detail": "Nhận xét quá dài"}),
    }

    def refuse(route: Any) -> None:
        status, body = answers[route.request.url.rpartition("/")[2]]
        route.fulfill(status=status, content_type="application/problem+json", body=json.dumps(body))

    juror.context.route("**/api/v1/juror/sheets/*", refuse)
    for entry in (1, 0):
        page = juror.sheet(entry)
        type_scores(page, market="32")
        shows(page, answers[juror.key(entry)][1]["detail"])
        page.close()
    page = juror.context.new_page()
    page.goto(f"{juror.url}/giam-khao?state=submitted")
    page.locator("[data-not-taken] li").first.wait_for()
    assert page.locator("[data-not-taken] [data-why]").all_inner_texts() == ["Giám khảo khác chấm hồ sơ này"]
    juror.close()


def test_two_phones_of_one_juror_end_in_a_choice(chromium: Any, hall: SimpleNamespace) -> None:
    here, there = Phone(chromium, hall, 1), Phone(chromium, hall, 1)
    page = here.sheet(0)
    here.context.set_offline(True)
    type_scores(page, **SCORES)
    other = there.sheet(0)
    type_scores(other, market="20", economy="31,5")
    shows(other, "Đã nhận. Mã biên nhận")
    here.context.set_offline(False)
    choice = page.locator('[data-part="choose"]')
    choice.wait_for()
    told = [row.locator("td").all_inner_texts() for row in choice.locator("tbody tr").all()]
    blank = "–"
    assert told == [["35,5", "20"], ["31,5", "31,5"], ["8", blank], ["7", blank], [blank, blank]]
    assert choice.locator("tr[data-differs]").count() == 3
    assert here.savings(0)[-1][1] == {"market": "20", "economy": "31.5"}
    assert violations(page) == []
    choice.locator("[data-mine]").click()
    shows(page, "Đã nhận. Mã biên nhận")
    assert here.savings(0)[-1][1] == EXACT

    type_scores(other, market="21")
    other.locator('[data-part="choose"]').wait_for()
    before = there.savings(0)
    other.locator('[data-part="choose"] [data-theirs]').click()
    other.locator('[data-part="edit"]').wait_for()
    assert other.input_value('[name="score_market"]') == "35,5"
    assert (there.savings(0), before[-1][1]) == (before, EXACT)
    here.close()
    there.close()


def test_sheets_outlive_the_sign_in_and_go_with_the_sign_out(chromium: Any, hall: SimpleNamespace) -> None:
    juror = Phone(chromium, hall, 2)
    juror.context.clear_cookies(name="tb")  # the sign-in has run out
    juror.context.set_offline(True)
    page = juror.sheet(1)
    type_scores(page, **SCORES)
    juror.context.set_offline(False)
    shows(page, "Phiên đăng nhập đã hết")
    page.locator("[data-sign-in]").click()
    page.fill('form.form [name="email"]', hall.emails[2])
    page.fill('form.form [name="password"]', PASSWORD)
    page.locator("form.form button.button-primary").click()
    shows(page, "Đã nhận. Mã biên nhận")
    assert [scores for _, scores, _ in juror.savings(1)] == [EXACT]
    page.close()

    juror.open("/tai-khoan")
    assert juror.page.evaluate(KEPT) == {"sheets": ["giam-khao"], "caches": ["giam-khao"], "workers": 1}
    juror.page.locator('form[action="/dang-xuat"] button').click()
    juror.page.wait_for_url("**/dang-nhap")
    assert juror.page.evaluate(KEPT) == NOTHING
    juror.close()


def test_sign_in_of_another_person_wipes_the_phone(chromium: Any, hall: SimpleNamespace) -> None:
    juror = Phone(chromium, hall, 2)
    juror.context.clear_cookies(name="tb")
    juror.sign_in(hall.emails[1], PASSWORD)
    assert juror.page.evaluate(KEPT) == NOTHING
    juror.close()
