"""What the contract of search is tried on, and how it is asked."""

from app.core.search import (
    SearchDocument,
    SearchQuery,
)
from app.core.text import sort_key

ENGINES = ("whoosh", "tantivy")


def document(number, title, body="", *, kind="product", newest=0, **facets):
    return SearchDocument(
        id=f"{kind}:{number}",
        kind=kind,
        title=title,
        body=body,
        sort_name=sort_key(title),
        newest=newest,
        facets={name: tuple(values.split()) for name, values in facets.items()},
    )


CORPUS = [
    document(
        1, "Cà phê Đắk Lắk", "rang xay Buôn Ma Thuột", newest=5, group="food", province="66", level="province"
    ),
    document(
        2,
        "Gốm Bát Tràng",
        "bình hoa men lam",
        newest=9,
        group="craft",
        province="01",
        level="province region",
    ),
    document(3, "Trà Thái Nguyên", "chè xanh", newest=1, group="food", province="19", year="2024 2025"),
    document(4, "Tranh thêu Huế", "lụa tơ tằm", newest=7, group="craft", province="46"),
    document(5, "Dưa muối", "dưa cải", group="food", province="01"),
    document(6, "Đũa tre", "đũa ăn cơm", group="craft", province="01", level="region"),
    document(7, "Hợp tác xã Bát Tràng", "gốm sứ", kind="facility", province="01"),
    document(8, "Tinh dầu hoà bình", "tràm", group="food", province="17", certificate="iso-9001 ocop-4"),
]


def found(index, text="", **wanted):
    return sorted(index.search(SearchQuery(text=text, **wanted)).hits)


def ids(*numbers, kind="product"):
    return sorted(f"{kind}:{number}" for number in numbers)
