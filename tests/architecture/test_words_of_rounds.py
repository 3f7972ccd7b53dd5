"""One word for one idea in the texts of the selection, in both languages."""

from tests.architecture.test_translations import catalogues


def test_a_site_visit_has_one_name() -> None:
    wrong = {
        message: text
        for catalogue in catalogues().values()
        for message, text in catalogue.items()
        if "site visit" in message.lower() and "khảo sát" not in text.lower()
    }
    assert wrong == {}
    others = ("thẩm tra", "kiểm tra thực tế tại cơ sở", "đi thực tế")
    texts = [text.lower() for catalogue in catalogues().values() for text in catalogue.values()]
    assert [text for text in texts if any(word in text for word in others)] == []
