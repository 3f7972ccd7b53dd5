"""Whoosh against Tantivy on one synthetic Vietnamese corpus: `python -m tests.bench.search [documents]`.

Milliseconds a query (median and 95th percentile), and the ratio of the medians. Both must find the same.
"""

import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

from app.adapters.search.opener import open_index
from app.core.search import SearchDocument, SearchIndex, SearchQuery, Sort
from app.core.text import sort_key

DOCUMENTS = 5_000
ROUNDS = 3
WORDS = """
gốm sứ bát tràng men lam hoa văn lụa tơ tằm dệt thổ cẩm thêu ren tranh sơn mài khảm trai mây tre đan cói
chiếu nón lá gỗ mỹ nghệ chạm khắc đồ đồng đúc đá mộc bàn ghế đũa trà chè xanh shan tuyết cà phê rang xay
mật ong rừng nước mắm cá cơm bánh đa nem tráng phồng tôm mực khô dưa muối tinh dầu tràm quế hồi sả gừng
nghệ tiêu điều hạt sen long nhãn vải thiều xoài sấy dẻo mít chuối rượu nếp cái hoa vàng miến dong bún gạo
đặc sản truyền thống thủ công làng nghề hữu cơ xuất khẩu cao cấp hộp quà biếu bộ lọ bình ấm chén đĩa
""".split()  # noqa: SIM905  # read as running text
PROVINCES = [f"{number:02d}" for number in range(1, 35)]
QUERIES = {
    "with marks": [
        SearchQuery(text=text) for text in ("gốm sứ bát tràng", "cà phê", "đũa tre", "mật ong rừng")
    ],
    "without marks": [SearchQuery(text=text) for text in ("gom su", "ca phe rang", "dua muoi", "mat ong")],
    "beginning": [SearchQuery(text=text) for text in ("gom su tru", "bat tra xu", "sen thuy", "ca ph")],
    "mistake": [
        SearchQuery(text=text) for text in ("bat tranhg", "thuu cong", "truyenf thong", "xuatt khau")
    ],
    "facets": [
        SearchQuery(
            text=text, filters={"province": frozenset({"01", "17"})}, facets=("kind", "group", "province")
        )
        for text in ("gom", "tre", "", "hop qua")
    ],
    "browse by name": [SearchQuery(sort=Sort.NAME, offset=offset) for offset in (0, 100, 1_000, 4_000)],
}


def corpus(size: int) -> list[SearchDocument]:
    chance = random.Random(26)  # the same corpus each time
    weights = [1 / rank for rank in range(1, len(WORDS) + 1)]
    documents = []
    for number in range(size):
        title = (
            " ".join(chance.choices(WORDS, weights, k=chance.randint(2, 6))).capitalize() + f" {number % 900}"
        )
        documents.append(
            SearchDocument(
                id=f"product:{number}",
                kind="product" if number % 4 else "facility",
                title=title,
                body=" ".join(chance.choices(WORDS, weights, k=60)),
                sort_name=sort_key(title),
                newest=number,
                facets={"group": (f"g{number % 4}",), "province": (chance.choice(PROVINCES),)},
            )
        )
    return documents


def measure(index: SearchIndex, queries: list[SearchQuery]) -> tuple[list[float], list[tuple[int, object]]]:
    times, found = [], []
    for _ in range(ROUNDS):
        for query in queries:
            start = time.perf_counter()
            page = index.search(query)
            times.append((time.perf_counter() - start) * 1_000)
            found.append((page.total, page.facets))
    return times, found


def main() -> None:
    documents = corpus(int(sys.argv[1]) if sys.argv[1:] else DOCUMENTS)
    with tempfile.TemporaryDirectory() as folder:
        indexes = {
            engine: built(engine, Path(folder) / engine, documents) for engine in ("whoosh", "tantivy")
        }
        say(f"{'':16} {'Whoosh ms':>16} {'Tantivy ms':>16} {'ratio':>7}")
        for name, queries in QUERIES.items():
            slow, one = measure(indexes["whoosh"], queries)
            fast, other = measure(indexes["tantivy"], queries)
            if one != other:
                raise SystemExit(f"{name}: the engines find different things")
            ratio = statistics.median(slow) / statistics.median(fast)
            say(f"{name:16} {shown(slow)} {shown(fast)} {ratio:7.1f}")


def built(engine: str, path: Path, documents: list[SearchDocument]) -> SearchIndex:
    index = open_index(engine, path)
    start = time.perf_counter()
    index.rebuild(documents, position=1)
    middle = time.perf_counter()
    index.upsert(documents[:1], position=2)
    end = time.perf_counter()
    say(f"{engine}: {len(documents)} documents in {middle - start:.1f} s, one more {end - middle:.3f} s")
    return index


def shown(times: list[float]) -> str:
    return f"{statistics.median(times):8.2f} /{sorted(times)[int(len(times) * 0.95)]:6.1f}"


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
