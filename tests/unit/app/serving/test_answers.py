"""An answer is taken whole from the application, however it comes."""

import asyncio
from io import BytesIO
from tempfile import SpooledTemporaryFile

import pytest

from app.core.file_bodies import FileBody
from app.core.quick import QUICK, NotAtHand
from app.serving import answers, gateway
from app.serving import environ as environs
from app.serving.gateway import Gateway
from tests.helpers.gateway import LIMIT, asked, pieces, scope, seen


def test_long_answer_is_taken_whole_before_it_is_sent():
    closed = []

    class Chunks:
        def __iter__(self):
            return iter([b"x" * 100_000] * 20)

        def close(self):
            closed.append(True)

    def app(environ, start_response):
        if QUICK in environ:
            raise NotAtHand
        start_response("200 OK", [("Content-Type", "text/csv")])
        return Chunks()

    status, _, body = asyncio.run(asked(Gateway(app, limit=LIMIT), scope()))
    assert (status, len(body), closed) == (200, 2_000_000, [True])


def test_answer_that_breaks_off_behind_much_is_an_error_and_leaves_no_file_open(monkeypatch):
    made = []

    def spool(*args):
        made.append(SpooledTemporaryFile(*args))  # noqa: SIM115  # whether it is closed is the question
        return made[-1]

    monkeypatch.setattr(answers, "SpooledTemporaryFile", spool)

    def chunks():
        yield b"x" * (answers.IN_MEMORY + 1)
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        answers.answer_of(lambda _environ, start: (start("200 OK", []) and None) or chunks(), {})
    assert [file.closed for file in made] == [True]


def test_answer_that_breaks_off_at_once_is_an_error():
    class Chunks:
        def __iter__(self):
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        answers.answer_of(lambda _environ, _start: Chunks(), {})


def test_answer_may_be_any_row_of_pieces_but_not_written():
    def app(_environ, start_response):
        write = start_response("200 OK", [])
        with pytest.raises(RuntimeError, match=r"write\(\) is not offered"):
            write(b"x")
        return (b"a", b"b")

    answer = answers.answer_of(app, {})
    assert (answer.status, answer.body, answer.stream) == (200, b"ab", None)


def test_names_of_headers_are_remembered_only_up_to_a_number(monkeypatch):
    monkeypatch.setattr(answers, "_MOST_NAMES", 0)
    monkeypatch.setattr(environs, "_MOST_KEYS", 0)
    assert seen(scope(headers=[(b"x-never-seen", b"1")]))["HTTP_X_NEVER_SEEN"] == "1"

    def app(_environ, start_response):
        start_response("200 OK", [("X-Never-Told", "1")])
        return []

    assert answers.answer_of(app, {}).headers == [(b"x-never-told", b"1")]


def test_open_file_is_handed_on_unread():
    file = BytesIO(b"a,b")

    def app(_environ, start_response):
        start_response("200 OK", [])
        return FileBody(file, 3)

    answer = answers.answer_of(app, {})
    assert (answer.status, answer.body, answer.stream, answer.length, file.tell()) == (200, b"", file, 3, 0)


@pytest.mark.parametrize(
    ("pieces_of_it", "seconds", "sent_of_it"), [(4, 118.0, 40), (200, 0.9, 2000), (4, 121.0, 10)]
)
def test_reader_has_two_minutes_for_each_piece_of_a_file(
    tmp_path, monkeypatch, pieces_of_it, seconds, sent_of_it
):
    monkeypatch.setattr(gateway, "_PIECE", 10)
    path = tmp_path / "file"
    path.write_bytes(b"x" * 10 * pieces_of_it)
    file = path.open("rb")
    loop = _Clock()
    sent = []

    def app(_environ, start_response):
        start_response("200 OK", [])
        return FileBody(file, 10 * pieces_of_it)

    async def send(message):
        sent.append(message.get("body", b""))
        loop.now += seconds
        for _ in range(3):  # what is due now is done
            await asyncio.sleep(0)

    loop.run_until_complete(Gateway(app, limit=LIMIT)(scope(), pieces(), send))
    loop.close()
    assert len(b"".join(sent)) == sent_of_it
    assert file.closed


class _Clock(asyncio.SelectorEventLoop):
    """A loop whose time is what the test says."""

    now = 0.0

    def time(self):
        return self.now
