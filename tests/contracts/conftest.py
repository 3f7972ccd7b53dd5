"""Each engine, empty or with the corpus."""

import pytest

from app.adapters.search.opener import open_index
from tests.contracts.corpus import CORPUS, ENGINES


@pytest.fixture(params=ENGINES)
def index(request, tmp_path):
    return open_index(request.param, tmp_path / "index")


@pytest.fixture(scope="module", params=ENGINES)
def filled(request, tmp_path_factory):
    made = open_index(request.param, tmp_path_factory.mktemp("search") / request.param)
    made.upsert(CORPUS[:5], position=5)
    made.upsert(CORPUS[5:], position=8)
    return made
