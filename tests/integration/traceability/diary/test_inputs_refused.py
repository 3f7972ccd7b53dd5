"""What is wrong with the inputs of a batch is said above the form and beside them, in the reader's language."""

from decimal import Decimal

import pytest

from app.core.clock import today
from tests.helpers import send
from tests.integration.app.web.wrong_things import summary_of
from traceability.diary.services import InputUse
from traceability.enums import EventKind


@pytest.fixture
def batch(factory, product):
    """A lot to be made, and a lot of 100 kg fish of which 80 are used."""
    fish = factory.input_lot(product.facility, "Cá cơm", quantity=Decimal(100), unit="kg")
    used = (InputUse(lot_id=fish.id, quantity=Decimal(80), unit="kg"),)
    factory.event(factory.lot(product), EventKind.MAKE, inputs=used)
    return factory.lot(product).id, fish.id


def made_from(maker, lot, amount, *, used=True):
    typed = {"inputs-0-quantity": amount} | ({"inputs-0-used": "y"} if used else {})
    page = f"/co-so-cua-toi/lo/{lot[0]}/nhat-ky/make"
    day = today().isoformat()
    return send(
        maker,
        page,
        page=page,
        happened_on=day,
        quantity="70",
        unit="kg",
        **{"inputs-0-lot_id": lot[1]},
        **typed,
    )


@pytest.mark.parametrize(
    ("amount", "line"),
    [
        ("80", "Nguyên liệu đưa vào: "),
        ("0", "Nguyên liệu đưa vào: Hãy nhập số lớn hơn 0"),
        ("1.500", "Số này có thể hiểu theo hai cách. Hãy viết 1500 hoặc 1,5."),
    ],
)
def test_refused_amount_of_an_input_is_said_above_and_beside(maker, batch, amount, line):
    answer = made_from(maker, batch, amount)
    assert answer.status_code == 422
    lines, targets = summary_of(answer.text)
    assert len(lines) == 1
    assert line in lines[0]
    (target,) = targets
    assert f'id="{target}"' in answer.text
    assert f'id="{target}-error"' in answer.text
    assert f'aria-describedby="{target}-error"' in answer.text
    assert f'value="{amount}"' in answer.text


def test_batch_without_any_input_is_told_so(maker, batch):
    answer = made_from(maker, batch, "", used=False)
    assert answer.status_code == 422
    lines, targets = summary_of(answer.text)
    assert (len(lines), set(targets)) == (1, {"inputs"})
    assert lines[0].startswith("Nguyên liệu đưa vào: ")


def test_the_same_batch_is_saved_with_a_reason(maker, batch):
    page = f"/co-so-cua-toi/lo/{batch[0]}/nhat-ky/make"
    uses = {"inputs-0-lot_id": batch[1], "inputs-0-used": "y", "inputs-0-quantity": "80"}
    answer = send(maker, page, page=page, happened_on=today().isoformat(), quantity="70", unit="kg",
                  confirmed="Cân lại", **uses)  # fmt: skip
    assert answer.status_code == 303
