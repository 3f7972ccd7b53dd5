"""A facility and its member, signed in; a folder whose facility makes something has its own."""

from collections.abc import Iterator

import pytest
from alembic.script import ScriptDirectory

from app.migrations import run
from tests.helpers.revisions import Climb


@pytest.fixture
def facility(factory):
    return factory.facility(name="HTX Sen Việt")


@pytest.fixture
def member(factory, facility, login_as):
    return login_as(factory.user("facility", facility_id=facility.id))


@pytest.fixture(scope="module")
def scripts_read_once() -> Iterator[None]:
    """The scripts of all revisions are loaded once for a file of tests, and not by each of its migrations."""
    with pytest.MonkeyPatch.context() as patch:
        scripts = ScriptDirectory.from_config(run._config())
        patch.setattr(ScriptDirectory, "from_config", lambda _config: scripts)
        yield


@pytest.fixture(scope="module")
def climb(tmp_path_factory: pytest.TempPathFactory) -> Climb:
    return Climb(tmp_path_factory.mktemp("revisions"))
