"""The lots on the page of a product: those that a recall reaches say so, the others do not."""

import re


def test_recall_of_one_lot_is_told_of_that_lot_alone(client, factory):
    product = factory.product()
    sound, recalled = (factory.lot(product, code=code) for code in ("LO-1", "LO-2"))
    factory.recall(recalled)
    page = client.get(f"/san-pham/{product.slug}").text
    rows = {
        code: row
        for row in re.findall(r"<tr.*?</tr>", page, re.DOTALL)
        for code in ("LO-1", "LO-2")
        if code in row
    }
    assert {code: "Bị thu hồi" in row for code, row in rows.items()} == {
        sound.code: False,
        recalled.code: True,
    }
