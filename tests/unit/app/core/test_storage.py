"""Names of files, and what a store says when it cannot give one."""

import pytest

from app.core.storage import FileNotKept, StorageDown, checked, content_name, is_name

NAME = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855.webp"  # SHA-256 of nothing


def test_name_is_the_content_and_the_suffix():
    assert content_name(b"", ".webp") == NAME
    assert (is_name(NAME), is_name("../x.webp"), checked(NAME)) == (True, False, NAME)


@pytest.mark.parametrize("suffix", ["", "webp", "./a", ".WEBP", ".toolongending"])
def test_suffix_that_could_leave_the_folder_is_refused(suffix):
    with pytest.raises(ValueError, match="bad suffix"):
        content_name(b"", suffix)


def test_refusals_have_their_codes_and_quote_little():
    with pytest.raises(FileNotKept) as refusal:
        checked("/" * 200)
    assert (refusal.value.code, refusal.value.params) == ("file_not_found", {"name": "/" * 80})
    assert (StorageDown(reason="full").code, StorageDown().status) == ("storage_unavailable", 503)
