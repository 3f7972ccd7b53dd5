import io

import pytest
from PIL import Image

from tests import helpers


@pytest.fixture
def post():
    """Send a form as a browser does: `post(client, url, page=…, **fields)`."""
    return helpers.send


@pytest.fixture
def only():
    """The single row of a table."""
    return helpers.only


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
