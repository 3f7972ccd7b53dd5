"""A synthetic catalogue: what the public reads of it is complete."""

import csv
import io

from app.core.database.base import db
from app.demo.products.synthetic import load_synthetic
from catalog.tallies.services import find_wrong_numbers


def test_its_products_are_counted_found_and_in_the_files(app, client):
    assert load_synthetic(12) == {"products": 12, "facilities": 2, "documents": 14}
    with db.engine.connect() as connection:
        assert find_wrong_numbers(connection) == []
    rows = list(csv.DictReader(io.StringIO(client.get("/san-pham.csv").data.decode("utf-8-sig"))))
    assert len(rows) == 12
