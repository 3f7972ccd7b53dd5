"""Wake-ups within a process, by PostgreSQL and by Redis: the same promises, as far as each reaches."""

import threading
from dataclasses import replace

import pytest

from app import create_app
from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.database.transaction import transaction
from app.core.work.jobs import enqueue
from app.migrations.run import upgrade
from app.wakes import Listener
from tests.conftest import make_settings
from tests.helpers import wait_for
from tests.helpers.postgres import WITHOUT_POSTGRES, running_postgres
from tests.helpers.redis import redis_program, running_redis

NEEDS = {
    "postgresql": WITHOUT_POSTGRES,
    "redis": pytest.mark.skipif(redis_program() is None, reason="no Redis (apt-get install redis-server)"),
}
KINDS = ["local", *(pytest.param(kind, marks=mark) for kind, mark in NEEDS.items())]


@pytest.fixture(scope="module", params=KINDS)
def site(request, tmp_path_factory):
    """An application whose wake-ups are of each kind."""
    settings = make_settings(tmp_path_factory.mktemp(request.param))
    if request.param == "postgresql":
        with running_postgres() as address:
            upgrade(address)
            yield (app := create_app(replace(settings, database_url=address)))
            with app.app_context():
                db.engine.dispose()
        return
    upgrade(settings.database_url)
    if request.param == "local":
        yield create_app(settings)
        return
    with running_redis() as url:
        yield create_app(replace(settings, redis_url=url))


@pytest.fixture
def heard(site):
    """What a listener hears; it listens already."""
    topics, stop = [], threading.Event()
    wakeups = site.extensions["ports"].wakeups
    thread = threading.Thread(target=wakeups.listen, args=(topics.append, stop), daemon=True)
    thread.start()
    assert wait_for(lambda: topics == [""])
    topics.clear()
    with site.app_context():
        yield topics
        db.session.remove()
    stop.set()


def test_change_that_is_on_disk_wakes_once_a_topic(heard):
    with transaction():
        record_change("product", 1)
        record_change("product", 2)
        enqueue("test.none")
        assert heard == []
    assert wait_for(lambda: len(heard) >= 2)
    assert sorted(heard) == ["feed", "jobs"]


def test_change_that_was_rolled_back_wakes_nobody(heard):
    with pytest.raises(ZeroDivisionError), transaction() as session:
        record_change("product", 3)
        session.flush()
        raise ZeroDivisionError
    with transaction():
        enqueue("test.none")
    assert wait_for(lambda: heard)
    assert heard == ["jobs"]


def test_cache_and_runner_are_told(site):
    woken = []
    cache = site.extensions["micro_cache"]

    class Woken:
        def wake(self):
            woken.append(1)

    listener = Listener(site, Woken()).start()
    try:
        assert wait_for(lambda: woken)
        cache._looked, before = 1e18, len(woken)
        with site.app_context():
            with transaction():
                record_change("product", 4)
            db.session.remove()
        assert wait_for(lambda: len(woken) > before)
        assert cache._looked < 0  # the next request looks at the feed
    finally:
        listener._stop.set()


@NEEDS["redis"]
def test_saving_goes_on_and_the_cache_looks_often_while_redis_is_away(tmp_path):
    settings = make_settings(tmp_path)
    upgrade(settings.database_url)
    with running_redis() as url:
        app = create_app(replace(settings, redis_url=url))
        listener = Listener(app, None).start()
        cache = app.extensions["micro_cache"]
        assert wait_for(lambda: cache.is_told)
    assert wait_for(lambda: not cache.is_told)
    with app.app_context():
        with transaction():
            record_change("product", 1)
        db.session.remove()
        db.engine.dispose()
    port = int(url.rpartition(":")[2].partition("/")[0])
    with running_redis(port):
        assert wait_for(lambda: cache.is_told)
    listener.stop()
