import io
import re

import pytest
from PIL import Image
from sqlalchemy import select

from app.core.db import db


@pytest.fixture
def post():
    """Send a form as a browser does, with the token of the page it stands on: `post(client, url, page=…, **fields)`."""

    def send(client, url, page=None, **fields):
        token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(page or url).text)
        assert token, f"no form at {page or url}"
        return client.post(url, data={"csrf_token": token[1], **fields}, content_type="multipart/form-data")

    return send


@pytest.fixture
def only():
    """The single row of a table."""

    def find(model):
        db.session.expire_all()
        return db.session.scalars(select(model)).one()

    return find


def jpeg(colour="#a33", size=(800, 600)):
    data = io.BytesIO()
    Image.new("RGB", size, colour).save(data, "JPEG")
    return data.getvalue()


@pytest.fixture
def photo():
    """An uploadable picture: `photo("name.jpg")`, or any bytes: `photo("x.png", b"…")`."""

    def make(name="anh.jpg", data=None, colour="#a33"):
        return (io.BytesIO(jpeg(colour) if data is None else data), name)

    return make
