"""Labels of samples on sheets of twenty-four."""

import pypdfium2
import pytest

from voting.models import EntryCode, Nomination, Sample
from voting.samples.label_sheet import labels_pdf


@pytest.mark.parametrize(("number", "pages"), [(1, 1), (24, 1), (25, 2)])
def test_the_twenty_fifth_label_begins_a_second_page(number, pages):
    entry = Nomination(codes=[EntryCode(code="HV-01")])
    samples = [Sample(label=f"M{place:03}", count=2, nomination=entry) for place in range(number)]
    made = pypdfium2.PdfDocument(labels_pdf(samples, "Nhãn mẫu"))
    assert len(made) == pages
    text = made[pages - 1].get_textpage().get_text_bounded()
    assert f"M{number - 1:03}" in text
    assert "HV-01" in text
