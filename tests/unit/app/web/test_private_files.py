"""Papers that people handed in, sent as downloads."""

import pytest

from app.web.private_files import private_file


@pytest.mark.parametrize(
    ("media_type", "name"), [("application/pdf", "don-7.pdf"), ("image/webp", "don-7.webp"), ("x/y", "don-7")]
)
def test_private_file_is_a_download_that_nobody_keeps(monkeypatch, media_type, name):
    class Files:
        def get(self, file):
            return file.encode()

    monkeypatch.setattr("app.web.private_files.ports", lambda: type("Ports", (), {"files": Files()}))
    answer = private_file("ab/cd", media_type, "don-7")
    assert (answer.data, answer.content_type) == (b"ab/cd", media_type)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
