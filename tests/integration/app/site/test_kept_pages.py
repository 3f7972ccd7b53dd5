"""A page that is kept under what it shows is the one that would be drawn: after every change, in both languages."""

from dataclasses import fields, replace
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import text

from app.core.clock import FixedClock, use_clock, utc_now
from app.core.database.base import db
from app.core.database.reading import Found
from app.core.database.transaction import transaction
from app.site import pages
from app.site.products.rows import ProductRows
from app.site.results.queries import Results
from traceability.recalls.services import undo_recall

PAST = {"Authorization": "Bearer none"}
"""A request with a token bypasses the micro-cache."""


@pytest.fixture
def drawn(app, monkeypatch):
    """The names of the templates that were drawn."""
    names, render = [], pages.render_page

    def note(name, /, **context):
        names.append(name)
        return render(name, **context)

    monkeypatch.setattr(pages, "render_page", note)
    return names


@pytest.fixture
def ask(client, drawn, monkeypatch):
    """The page of an address, compared with the one that is drawn where nothing is kept."""

    def asked(path):
        answers = [client.get(path, headers=PAST) for _ in range(3)]  # drawn, drawn and kept, kept
        before = len(drawn)
        kept = client.get(path, headers=PAST)
        assert len(drawn) == before, path
        with monkeypatch.context() as patch:
            patch.setattr(pages, "drawn_page", lambda _shows, draw: draw())
            anew = client.get(path, headers=PAST)
        assert len(drawn) == before + 1
        for answer in (*answers, kept):
            assert (answer.status_code, answer.text, list(answer.headers)) == (
                anew.status_code, anew.text, list(anew.headers),
            )  # fmt: skip
        return anew.text

    return asked


@pytest.fixture
def product(factory):
    """One with something in every part of its page."""
    maker = factory.facility(slug="nha-lam", about_vi="Ba đời làm mắm.")
    product = factory.product(
        maker, slug="mam", name_vi="Mắm nhĩ", pictures=2, trademark_id=factory.trademark(maker).id
    )
    factory.award(product)
    factory.certificate(maker, products=(product,))
    factory.award(factory.product(maker, slug="mam-hai", name_vi="Mắm hai"))
    factory.award(factory.product(slug="mam-ban", name_vi="Mắm bạn"))
    factory.lot(product, code="LO-1")
    db.session.rollback()
    return product


OTHERS = {
    "recalled_lots": [frozenset(), frozenset({1})],
    "rows": [[((1, 2), None)], [((1, 3), None)]],
    "total": [1, 2],
    "counts": [{"level": {"tinh": 1}}, {"level": {"tinh": 2}}],
    "units": [object(), object()],
}
"""Two values of each part that is not rows of one statement."""
CHANGES = {
    "the product": "UPDATE product SET name_vi = 'Tên khác' WHERE slug = 'mam'",
    "its description": "UPDATE product SET description_vi = 'Mới', description_en = 'New' WHERE slug = 'mam'",
    "a change that nobody has checked": "UPDATE product SET unchecked = json_object('description_vi',"
    " '2026-01-05T00:00:00+00:00') WHERE slug = 'mam'",
    "its maker": "UPDATE facility SET phone = '0909 000 111' WHERE slug = 'nha-lam'",
    "another one near": "UPDATE product SET name_vi = 'Mắm xa' WHERE slug = 'mam-ban'",
    "where its maker is": "UPDATE facility SET unit_id = (SELECT id FROM administrative_unit WHERE code = '01'"
    " AND successor_id IS NULL) WHERE slug = 'nha-lam'",
    "its mark": "UPDATE trademark SET registration_number = '998877'",
    "its picture": "UPDATE product_picture SET alt_vi = 'Hình mới' WHERE position = 0",
    "the order of its pictures": "UPDATE product_picture SET position = 9 WHERE id ="
    " (SELECT min(id) FROM product_picture)",
    "its recognition": "UPDATE award SET revoked_on = issued_on",
    "its certificate": "UPDATE certificate SET issuer = 'Cơ quan khác'",
    "another one of its maker": "UPDATE product SET name_vi = 'Mắm ba' WHERE slug = 'mam-hai'",
    "a lot": "UPDATE lot SET code = 'LO-9'",
    "a lot that is not public": "UPDATE lot SET is_public = 0",
}


@pytest.mark.usefixtures("product")
@pytest.mark.parametrize("path", ["/san-pham/mam", "/en/products/mam"])
def test_a_page_of_a_product_shows_a_change_at_once(ask, path):
    page, same = ask(path), []
    for what, change in CHANGES.items():
        db.session.execute(text(change))
        db.session.commit()
        before, page = page, ask(path)
        if page == before:
            same.append(what)
    assert same == []
    assert ask(f"{path}?lot=unknown") != page


@pytest.mark.usefixtures("product")
def test_a_page_of_a_product_shows_lots_and_recalls_at_once(ask, factory, product):
    seen = [ask("/san-pham/mam")]
    lot = factory.lot(product, code="LO-2")
    seen.append(ask("/san-pham/mam"))
    recall = factory.recall(lot, reason_vi="Nhãn ghi sai hạn")
    seen.append(ask("/san-pham/mam"))
    maker = factory.member_actor(lot.facility)
    with transaction():
        undo_recall(maker, recall.id, "Nhầm lô hàng khác")
    db.session.rollback()
    seen.append(ask("/san-pham/mam"))
    assert ["LO-2" in page for page in seen] == [False, True, True, True]
    assert ["Nhãn ghi sai hạn" in page for page in seen] == [False, False, True, False]
    assert seen[3] == seen[1]


@pytest.mark.usefixtures("product")
@pytest.mark.parametrize("path", ["/san-pham/mam", "/ket-qua?province=75"])
def test_a_page_shows_another_day_at_once(ask, path):
    before = ask(path)
    with use_clock(FixedClock(utc_now() + timedelta(days=365 * 30))):
        assert ask(path) != before
    assert ask(path) == before


@pytest.mark.usefixtures("product")
@pytest.mark.parametrize("path", ["/ket-qua", "/ket-qua?province=75", "/en/results?level=tinh&province=75"])
def test_results_show_a_change_at_once(ask, factory, path):
    seen = [ask(path)]
    factory.award(factory.product(slug="moi", name_vi="Món mới"), level="tinh")
    db.session.rollback()
    for change in (
        "SELECT 1",
        "UPDATE award SET product_name = 'Tên lúc ấy' WHERE product_id = (SELECT id FROM product WHERE slug = 'moi')",
        "UPDATE product_picture SET alt_vi = 'Hình mới', alt_en = 'A new picture'",
        "UPDATE facility SET state = 'withdrawn', slug = slug || '-cu'",
        "UPDATE administrative_unit SET name_vi = 'Đồng Nai Mới', name_en = 'New Dong Nai' WHERE code = '75'",
        "UPDATE tally SET number = number + 1 WHERE kind LIKE 'award%'",
        "UPDATE recognition_cell SET number = number + 1",
    ):
        db.session.execute(text(change))
        db.session.commit()
        seen.append(ask(path))
    changed = [one != other for one, other in pairwise(seen)]
    assert changed[:-1] == [True] * 6
    assert changed[-1] == ("&" in path)


@pytest.mark.usefixtures("product")
def test_a_page_of_results_is_kept_for_its_own_question(client, drawn):
    """What the address asks beside is in the link to the other language."""
    paths = [
        "/ket-qua?province=75",
        "/ket-qua?province=75&them=1",
        "/ket-qua?province=01",
        "/ket-qua?level=tinh",
    ]
    bodies = {path: {client.get(path, headers=PAST).text for _ in range(3)} for path in paths}
    assert [len(found) for found in bodies.values()] == [1, 1, 1, 1]
    assert len(set.union(*bodies.values())) == 4
    assert len(drawn) == 8


@pytest.mark.usefixtures("product")
def test_a_kept_page_is_not_sent_again_to_who_has_it(client):
    (tag,) = {client.get("/san-pham/mam", headers=PAST).headers["ETag"] for _ in range(3)}
    again = client.get("/san-pham/mam", headers=PAST | {"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    head = client.head("/san-pham/mam", headers=PAST)
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", tag)


@pytest.mark.parametrize("kind", [ProductRows, Results])
def test_a_key_tells_every_part_that_was_read(kind):
    parts = {
        field.name: OTHERS.get(field.name, [Found([(1,)], tuple), Found([(2,)], tuple)])
        for field in fields(kind)
    }
    first = kind(**{name: values[0] for name, values in parts.items()})
    for name, values in parts.items():
        assert replace(first, **{name: values[1]}).key != first.key, name
