"""Slow background work holds up no page, on the server as it is shipped."""

import io
import os
import re
import signal
import socket
import threading
import uuid
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
from PIL import Image

from catalog.enums import ProductState
from catalog.models import Product
from tests.e2e.server import Server
from tests.helpers import only, wait_for
from tests.helpers.served import ask

PAGES = ("/", "/san-pham", "/healthz", "/dang-nhap")
PATIENCE = 120
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
MANY = 20
"""More than a process has threads."""


def at_once(number, act):
    """Start so many threads that do it; their answers come into the list that is given back."""
    answers = []
    threads = [
        threading.Thread(target=lambda n=n: answers.append(act(n)), daemon=True) for n in range(number)
    ]
    for each in threads:
        each.start()
    return threads, answers


@contextmanager
def silent_server():
    """The port of a storage server that takes connections and says nothing, and those connections."""
    taken = []
    with closing(socket.socket()) as server:
        server.bind(("127.0.0.1", 0))
        server.listen(64)

        def accept():
            while True:
                try:
                    taken.append(server.accept()[0])
                except OSError:
                    return

        thread = threading.Thread(target=accept)
        thread.start()
        yield server.getsockname()[1], taken
        server.shutdown(socket.SHUT_RDWR)
    thread.join(60)
    for connection in taken:
        connection.close()


@pytest.fixture
def silent():
    with silent_server() as found:
        yield found


@pytest.fixture
def site(tmp_path, settings):
    """A server on the data of the test."""
    server = Server(tmp_path)
    server.env["DATA_DIR"] = str(settings.data_dir.resolve())
    yield server
    server.stop()


@pytest.mark.slow
def test_pages_are_answered_while_the_storage_hangs(site, silent):
    pytest.importorskip("boto3")
    port, taken = silent
    site.env["STORAGE_URL"] = f"s3://key:secret@127.0.0.1:{port}/bucket"
    site.start()
    assert [ask(site, path)[0] for path in PAGES * 3] == [200] * 12
    names = [f"{number:064x}.webp" for number in range(MANY)]
    before = len(taken)
    threads, answers = at_once(MANY, lambda n: ask(site, f"/tep/{names[n]}")[0])
    assert wait_for(lambda: len(taken) > before)
    assert [ask(site, path)[0] for path in PAGES * 3] == [200] * 12
    for each in threads:
        each.join(PATIENCE)
    assert answers == [503] * MANY


def with_file(values, name, file):
    """A form with one file, as a browser sends it: (body, kind)."""
    mark = uuid.uuid4().hex
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in values.items()
    ]
    head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="a.png"\r\n'
    parts += [head.encode(), b"Content-Type: image/png\r\n\r\n", file, f"\r\n--{mark}--\r\n".encode()]
    return b"".join(parts), f"multipart/form-data; boundary={mark}"


def drawing_children():
    """Processes that draw a picture now."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if any(part.endswith(b"app/core/images/worker.py") for part in command):
            found.append(int(folder.name))
    return found


@pytest.mark.slow
def test_pages_are_answered_while_pictures_are_drawn_and_so_are_all_uploads(app, site, factory, login_as):
    """Who draws is stopped, as a picture that takes for ever would do it; more uploads come than there are threads."""
    facility = factory.facility()
    product = factory.product(facility, pictures=0, state=ProductState.DRAFT)
    browser = login_as(factory.user("facility", facility_id=facility.id))
    cookie = f"tb={browser.get_cookie('tb').value}"
    page = f"/co-so-cua-toi/san-pham/{product.id}"
    site.start()
    assert [ask(site, path)[0] for path in PAGES * 3] == [200] * 12
    token = TOKEN.search(ask(site, page, headers={"Cookie": cookie})[2])[1]
    file = io.BytesIO()
    Image.new("1", (1_500, 1_000)).save(file, "PNG")
    values = {"csrf_token": token, "alt_vi": "Lọ mật ong"}

    def upload(_):
        body, kind = with_file(values, "pictures", file.getvalue())
        return ask(site, f"{page}/anh", "POST", body, {"Content-Type": kind, "Cookie": cookie})[0]

    threads, answers = at_once(MANY, upload)
    stopped = wait_for(drawing_children)
    for process in stopped:
        os.kill(process, signal.SIGSTOP)
    try:
        drawn_before = len(answers)
        pages = [ask(site, path)[0] for path in PAGES * 3]
        assert len(answers) - drawn_before < MANY
    finally:
        with suppress(ProcessLookupError):  # given up meanwhile
            for process in stopped:
                os.kill(process, signal.SIGCONT)
    for each in threads:
        each.join(PATIENCE * 3)
    assert pages == [200] * 12
    assert {*answers} <= {303, 422, 503}
    assert 303 in answers
    assert len(only(Product).pictures) == 1  # the same each time
