"""How engines are made."""

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from app.core.database.base import engine_options
from app.core.database.standby import Standby
from traceability.scans.store import open_engine


@pytest.mark.parametrize("address", ["sqlite://", "sqlite:///{folder}/one.db", "scans"])
def test_fault_of_a_statement_tells_no_value(tmp_path, address):
    url = address.format(folder=tmp_path)
    engine = open_engine(tmp_path) if url == "scans" else create_engine(url, **engine_options(url))
    with pytest.raises(DBAPIError) as caught, engine.connect() as connection:
        connection.execute(text("SELECT missing(:value)"), {"value": "lan@mam.vn"})
    engine.dispose()
    assert "missing" in str(caught.value)
    assert "lan@mam.vn" not in str(caught.value)


def test_servers_of_postgresql_tell_none_either():
    address = "postgresql+psycopg://web@127.0.0.1/tieubieu"
    assert engine_options(address)["hide_parameters"] is True
    assert Standby(address).engine.hide_parameters is True
