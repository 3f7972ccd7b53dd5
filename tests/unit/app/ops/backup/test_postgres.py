"""The address of a database as PostgreSQL's own programs take it."""

from psycopg.conninfo import conninfo_to_dict

from app.ops.backup.postgres import _address


def test_two_servers_are_named_as_libpq_reads_them_and_no_password():
    url = "postgresql+psycopg://web:se%40cret@/tieubieu?host=db1:5432&host=db2:5433&target_session_attrs=read-write"
    found = conninfo_to_dict(_address(url))
    assert found["host"] == "db1,db2"
    assert str(found["port"]) == "5432,5433"
    assert (found["user"], found["dbname"]) == ("web", "tieubieu")
    assert found["target_session_attrs"] == "read-write"
    assert "password" not in found
    assert "se@cret" not in _address(url)


def test_folder_of_a_socket_stays_one():
    found = conninfo_to_dict(_address("postgresql+psycopg://web@/tieubieu?host=/run/postgresql"))
    assert (found["host"], found["dbname"]) == ("/run/postgresql", "tieubieu")
