"""Names of files, and what a store says when it cannot give one."""

from io import BytesIO

import pytest

from app.core.storage import (
    PIECE,
    FileNotKept,
    StorageDown,
    checked,
    content_name,
    content_name_of,
    is_name,
)

NAME = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855.webp"  # SHA-256 of nothing


def test_name_is_the_content_and_the_suffix():
    assert content_name(b"", ".webp") == NAME
    assert (is_name(NAME), is_name("../x.webp"), checked(NAME)) == (True, False, NAME)


def test_name_of_a_file_is_that_of_its_content_wherever_it_was_read_to():
    file = BytesIO(b"a" * PIECE + b"b")
    file.seek(3)
    assert content_name_of(file, ".webp") == content_name(b"a" * PIECE + b"b", ".webp")
    assert file.tell() == 0
    assert content_name_of(BytesIO(), ".webp") == NAME
    with pytest.raises(ValueError, match="bad suffix"):
        content_name_of(file, "/..")


@pytest.mark.parametrize("suffix", ["", "webp", "./a", ".WEBP", ".toolongending"])
def test_suffix_that_could_leave_the_folder_is_refused(suffix):
    with pytest.raises(ValueError, match="bad suffix"):
        content_name(b"", suffix)


def test_refusals_have_their_codes_and_quote_little():
    with pytest.raises(FileNotKept) as refusal:
        checked("/" * 200)
    assert (refusal.value.code, refusal.value.params) == ("file_not_found", {"name": "/" * 80})
    assert (StorageDown(reason="full").code, StorageDown().status) == ("storage_unavailable", 503)
