"""Anyone can recount a published round from what its page offers, without this site."""

import subprocess
import sys
from html import unescape

import pytest

from app.core.database.base import db
from voting.log import writer as log
from voting.models import RoundLeaf, ScoreSheetRevision
from voting.verification import verify_bundle

SLUG = "ky-binh-chon-thu"
PAGES = (f"/ky-binh-chon/{SLUG}/kiem-dem-lai", f"/en/rounds/{SLUG}/recount")


@pytest.mark.parametrize("path", PAGES)
def test_recount_page_is_hidden_before_publication(factory, client, path):
    factory.provisional_round()
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_recount_page_is_public_and_links_both_files(factory, client, path):
    factory.published_round()
    answer = client.get(path)
    assert (answer.status_code, "Set-Cookie" in answer.headers) == (200, False)
    for needed in ("/verify_bundle.py", log.verifier_key(), "python3 verify_bundle.py"):
        assert needed in unescape(answer.text)


def test_downloads_and_command_of_the_page_verify_the_round(factory, client, tmp_path):
    factory.published_round(products=3)
    (tmp_path / "b.json").write_bytes(client.get(f"/ky-binh-chon/{SLUG}/so-lieu.json").data)
    (tmp_path / "v.py").write_bytes(client.get("/verify_bundle.py").data)
    done = subprocess.run(
        [sys.executable, "-I", "v.py", "b.json", log.verifier_key()],
        check=False,
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_bundle_is_the_same_file_at_both_addresses_and_has_a_validator(factory, client):
    factory.published_round()
    first = client.get(f"/ky-binh-chon/{SLUG}/so-lieu.json")
    second = client.get(f"/en/rounds/{SLUG}/bundle.json")
    again = client.get(f"/en/rounds/{SLUG}/bundle.json", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.data, first.headers["ETag"], again.status_code) == (
        second.data,
        second.headers["ETag"],
        304,
    )


def test_api_gives_the_bytes_of_the_file_which_both_verifiers_find_whole(factory, client, tmp_path):
    factory.published_round(products=3)
    file = client.get(f"/ky-binh-chon/{SLUG}/so-lieu.json")
    given = client.get(f"/api/v1/rounds/{SLUG}/bundle")
    assert (given.data, given.content_type) == (file.data, "application/json")
    (tmp_path / "b.json").write_bytes(given.data)
    for command in (["-I", verify_bundle.__file__], ["-m", "app.cli", "verify"]):
        done = subprocess.run(
            [sys.executable, *command, str(tmp_path / "b.json")], capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, ""), command


def test_receipt_however_typed_is_found_at_its_place(factory, client):
    factory.published_round()
    revision = db.session.query(ScoreSheetRevision).filter_by(status="cast").first()
    typed = revision.receipt.lower().replace("-", " ")
    place = revision.leaf_index
    page = client.get(PAGES[1], query_string={"receipt": typed}).text
    assert f"at position {place} of" in page
    assert "leads from this record to the root" in page
    assert revision.receipt in page


def test_receipt_of_an_act_shows_what_it_was(factory, client):
    factory.published_round()
    leaf = db.session.query(RoundLeaf).filter_by(kind="close_scoring").one()
    assert (
        "Scoring closed and counted"
        in client.get(PAGES[1], query_string={"receipt": log.receipt_of(leaf.leaf_hash)}).text
    )


@pytest.mark.parametrize("typed", ["00000-00000", "nonsense", "x" * 5000, "U"])
def test_unknown_receipt_is_said_to_be_missing(factory, client, typed):
    factory.published_round()
    answer = client.get(PAGES[1], query_string={"receipt": typed})
    assert (answer.status_code, "not in the log of this round" in answer.text) == (200, True)


def test_round_page_leads_to_the_recount(factory, client):
    factory.published_round()
    assert PAGES[0] in client.get(f"/ky-binh-chon/{SLUG}").text
