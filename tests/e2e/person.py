"""A person at a browser: opens pages, fills in forms by field name, sends them; axe checks every page."""

import re
import time
from collections.abc import Callable
from typing import Any

import pyotp

from tests.e2e.axe import violations

PASSWORD = "cối xay gió chạy bằng trăng 27"
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
PATIENCE = 90_000
"""Milliseconds for anything a page is waited for: a verdict on the page, not on the machine."""


def until(found: Callable[[], Any], page: Any) -> Any:
    """What `found` gives as soon as it is something; asked again for as long as a page is waited for."""
    end = time.monotonic() + PATIENCE / 1000
    while not (given := found()) and time.monotonic() < end:
        page.wait_for_timeout(200)
    return given


class Person:
    """One browser context. locale: `vi` or `en`, the addresses taken; log: what went wrong on any page."""

    def __init__(
        self,
        browser: Any,
        url: str,
        locale: str = "vi",
        *,
        phone: bool = False,
        looked: set[str] | None = None,
    ) -> None:
        self.url = url
        self.locale = locale
        self.context = browser.new_context(
            viewport=PHONE if phone else WIDE,
            locale="en-GB" if locale == "en" else "vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            accept_downloads=True,
            has_touch=phone,
        )
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()
        self.wrong: list[str] = []
        self.looked = looked if looked is not None else set()
        self._form: Any = None
        self.page.on("pageerror", lambda error: self.wrong.append(f"{self.page.url}: {error}"))
        self.page.on("console", self._note)

    def go(self, vi: str, en: str) -> None:
        """Open a page by its address in either language."""
        self.open(vi if self.locale == "vi" else f"/en{en}")

    def open(self, path: str) -> None:
        """Open an address of this site, or a whole one."""
        answer = self.page.goto(path if path.startswith("http") else self.url + path)
        assert answer is not None
        assert answer.status < 500, f"{self.page.url}: {answer.status}"
        self.status = answer.status
        self.look()

    def look(self) -> None:
        """Let axe check this page, once for each address; nothing may overflow sideways."""
        place = re.sub(r"\d+", "0", self.page.url.partition("?")[0])
        if place in self.looked:
            return
        self.looked.add(place)
        self.wrong += violations(self.page)
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if wide > 0:
            self.wrong.append(f"{self.page.url}: {wide} px wider than the screen")

    def fill(self, **values: Any) -> None:
        """Type into fields by name. True and False tick and untick; a list ticks those values; a tuple gives files."""
        for name, value in values.items():
            field = self.page.locator(f'form.form [name="{name}"]')
            if isinstance(value, bool):
                field.set_checked(value)
            elif isinstance(value, list):
                for each in value:
                    self.page.locator(f'form.form [name="{name}"][value="{each}"]').check()
            elif isinstance(value, tuple):
                field.set_input_files(list(value))
            elif field.first.get_attribute("type") == "radio":
                self.page.locator(f'form.form [name="{name}"][value="{value}"]').check()
            elif field.first.evaluate("e => e.tagName") == "SELECT":
                field.select_option(str(value))
            else:
                field.fill(str(value))
            self._form = field.first.locator("xpath=ancestor::form")

    def choose(self, name: str, label: str) -> None:
        """Choose an option by what it says."""
        field = self.page.locator(f'form.form [name="{name}"]')
        field.select_option(label=label)
        self._form = field.locator("xpath=ancestor::form")

    def send(self, act: str = "") -> None:
        """Press the button of the form last filled: the one with value `act`, else its primary one."""
        form = self._form if self._form is not None else self.page.locator("main form.form").last
        button = form.locator(
            f'button[name="act"][value="{act}"]' if act else "button.button-primary, button.button-danger"
        )
        self._press(button.first if button.count() else form.locator("button[type=submit]").last)

    def post(self, action: str, **fields: str) -> None:
        """Press the one-button form whose address ends so and that carries these values."""
        forms = self.page.locator(f'form.inline-form[action*="{action}"]')
        for name, value in fields.items():
            forms = forms.filter(has=self.page.locator(f'input[name="{name}"][value="{value}"]'))
        self._press(forms.first.locator("button"))

    def follow(self, vi: str, en: str) -> None:
        """Follow the first link in the content of the page whose address holds this part."""
        part = vi if self.locale == "vi" else en
        self._press(self.page.locator(f'main a[href*="{part}"]').first)

    def text(self) -> str:
        return " ".join(self.page.locator("main").inner_text().split())

    def path(self) -> str:
        return str(self.page.url).removeprefix(self.url)

    def refused(self) -> str:
        """The text of the error summary; empty if there is none."""
        summary = self.page.locator("#error-summary")
        return " ".join(summary.inner_text().split()) if summary.count() else ""

    def sign_in(self, email: str, password: str = PASSWORD, *, second_factor: bool = False) -> None:
        """Sign in; sets the second factor up where the role asks for one."""
        self.go("/dang-nhap", "/login")
        self.fill(email=email, password=password)
        self.send()
        if second_factor:
            secret = "".join(self.page.locator("main code.code").first.inner_text().split())
            self.fill(code=pyotp.TOTP(secret).now())
            self.send()
            self._press(self.page.locator("main .actions a.button-primary"))
        assert not self.refused(), self.refused()

    def prove(self, password: str = PASSWORD) -> None:
        """Confirm the identity again: an important act needs a confirmation within the last 15 minutes, and a
        walk may be slower.
        """
        self.go("/xac-nhan-lai", "/confirm")
        self.fill(password=password)
        self.send()
        assert not self.refused(), self.refused()

    def close(self) -> None:
        self.context.close()

    def _press(self, button: Any) -> None:
        with self.page.expect_navigation() as came:
            button.click()
        answer = came.value
        assert answer is None or answer.status < 500, f"{self.page.url}: {answer.status}"
        self._form = None
        self.look()

    def _note(self, message: Any) -> None:
        """A browser's error: broken script, refused style. A page that answers 4xx on purpose is no fault."""
        if message.type == "error" and "the server responded with a status of 4" not in message.text:
            self.wrong.append(f"{self.page.url}: {message.text}")
