"""A roll of labels in five hands: good, sold, unused, copied, recalled; and a partner that takes the chain."""

import io
from types import SimpleNamespace
from typing import Any

import pypdf
import pypdfium2

from tests.e2e.person import Person, until
from tests.e2e.test_recall_of_salt import (  # noqa: F401  # the workshop is a fixture
    DOTS,
    REASON,
    SHOP,
    make_sauce,
    recall,
    warned,
    workshop,
    write,
)
from tests.factories.accounts import PASSWORD
from traceability.codes.qr.symbols import read_all
from traceability.epcis import document_hashes, parse

ROLL_MM = (50, 30)


def print_roll(maker: Person, lot: str) -> list[str]:
    """Five labels on a roll: what each says, a page each in exact size; and the same for a thermal printer."""
    maker.open(f"{lot}/in-tem")
    maker.fill(kind="item", quantity="5", sheet="roll-50x30")
    maker.send()
    assert not maker.refused(), maker.refused()
    links = {
        end: maker.page.locator(f'main a[href*="{end}"]').first.evaluate("a => a.href")
        for end in (".pdf", ".zpl")
    }
    pdf = maker.context.request.get(links[".pdf"]).body()
    box = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].mediabox
    assert tuple(round(float(side) * 25.4 / 72) for side in (box.width, box.height)) == ROLL_MM
    assert maker.context.request.get(links[".zpl"]).body().count(b"^XA") == 5
    return [read_all(page.render(scale=DOTS / 72).to_pil())[0] for page in pypdfium2.PdfDocument(pdf)]


def change(maker: Person, lot: str, act: str, first: str, last: str = "") -> None:
    maker.open(f"{lot}/ma")
    maker.fill(act=act, first=first, last=last)
    maker.send()
    assert not maker.refused(), maker.refused()


def chain(partner: Person, url: str, form: str) -> set[str]:
    """The hashes of all events, as a partner's program asks for them."""
    answer = partner.context.request.get(
        f"{url}/epcis/v2/events?perPage=100", headers={"Accept": f"application/{form}"}
    )
    assert (answer.status, form in answer.headers["content-type"]) == (200, True)
    return set(document_hashes(parse(answer.body())))


def test_five_labels_tell_five_things(chromium: Any, workshop: SimpleNamespace) -> None:  # noqa: F811
    server, looked = workshop.server, set[str]()
    maker = Person(chromium, server.url, looked=looked)
    maker.sign_in(workshop.email, PASSWORD)
    salt, lot = make_sauce(maker)
    write(maker, lot, "pack", quantity="120", unit="chai")
    good, sold, copied, unused, last = print_roll(maker, lot)
    change(maker, lot, "activate", good, copied)
    change(maker, lot, "sell", sold)
    write(maker, lot, "ship", party=SHOP, quantity="20", unit="chai")

    buyer = Person(chromium, server.url, phone=True, looked=looked)
    said = {}
    for name, address in (("good", good), ("sold", sold), ("unused", unused), ("copied", copied)):
        buyer.open(address)
        said[name] = buyer.text()
    assert [name for name, text in said.items() if "đã đánh dấu món hàng này là đã bán" in text] == ["sold"]
    assert [name for name, text in said.items() if "chưa đưa mã này vào sử dụng" in text] == ["unused"]
    assert all("Nước mắm cá cơm Sông Thử" in text and REASON not in text for text in said.values())
    buyer.open(f"{buyer.page.url}/bao")
    buyer.fill(reason="copied", text="Thấy ba chai cùng một mã")
    buyer.send()
    maker.open(lot)
    assert "Thấy ba chai cùng một mã" in maker.text()

    recall(maker, salt)
    whole = until(lambda: warned(buyer, last), buyer.page)
    assert 0 <= whole.find(REASON) < whole.find("Nước mắm cá cơm Sông Thử")

    found = until(
        lambda: hashes if len(hashes := chain(maker, server.url, "json")) >= 9 else None, maker.page
    )
    assert found
    assert chain(maker, server.url, "xml") == found
    assert maker.wrong + buyer.wrong == []
    maker.close()
    buyer.close()
    assert server.stop() == 0
