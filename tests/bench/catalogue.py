"""The public pages of a large catalogue: `python -m tests.bench catalogue`, or alone `python -m tests.bench.catalogue`.

Processor time of each page past the micro-cache, as a multiple of a product page, and as a part of what an older
version takes. BENCH_PRODUCTS: how many (10,000; a hundred thousand takes minutes to make). BENCH_CATALOGUE: a data
folder to use again, made where there is none. BENCH_BASE: the checkout of the older version with its .venv, and
BENCH_BASE_CATALOGUE its data folder; both versions take turns page by page.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.load import ROOT

TURNS = 7
ANSWERER = Path(__file__).with_name("answerer.py")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """most: product pages that it may cost; of_base: at most one part in so many of what the older version takes."""

    name: str
    path: str
    most: float
    of_base: float


PAGES = (
    Page("home", "/", 4, 80),
    Page("results", "/ket-qua", 4, 80),
    Page("results of a province", "/ket-qua?province=75", 4, 80),
    Page("results of two choices", "/ket-qua?level=tinh&province=75", 4, 80),
    Page("certificates", "/giay-chung-nhan", 4, 80),
    Page("part of a number", "/giay-chung-nhan?q=mau00005", 8, 20),
    Page("part of a number, not its beginning", "/giay-chung-nhan?q=5000", 8, 20),
    Page("lots of the API", "/api/v1/lots", 4, 80),
    Page("a facility", "{facility}", 6, 3),
    Page("suggestions", "/goi-y?q=nuoc", 2, 5),
    Page("list", "/san-pham", 6, 4),
    Page("one group", "/san-pham?group=thu-cong-my-nghe", 6, 4),
    Page("page 40 of the list", "/san-pham?page=40", 8, 4),
    Page("search, no marks", "/san-pham?q=nuoc+mam", 8, 4),
    Page("search, marks", "/san-pham?q=n%C6%B0%E1%BB%9Bc+m%E1%BA%AFm", 8, 4),
    Page("search, prefix", "/san-pham?q=nuoc+m", 8, 4),
    Page("search, a mistake", "/san-pham?q=nuc+mam", 8, 4),
    Page("list of the API", "/api/v1/products", 6, 4),
)
PRODUCT = "{product}"


class Version:
    """A version of the program in a process that answers requests one by one and tells what each took."""

    def __init__(self, root: Path, data: Path) -> None:
        python = sys.executable if root == ROOT else str(root / ".venv" / "bin" / "python")
        self._process = subprocess.Popen(
            [python, str(ANSWERER)], cwd=root, env=environment(data) | {"PYTHONPATH": str(root)},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip

    def milliseconds(self, path: str) -> float:
        """Raises RuntimeError where the answer is not 200."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(path + "\n")
        self._process.stdin.flush()
        said = json.loads(self._process.stdout.readline() or '{"status": "none"}')
        if said["status"] != "200":
            raise RuntimeError(f"{path}: {said['status']}")
        return float(said["milliseconds"])

    def end(self) -> None:
        self._process.kill()
        self._process.wait()


def measured() -> list[Row]:
    """Rows {"page", "milliseconds", "of_product", "of_base" or None, "most", "wanted", "met"}."""
    size = int(os.environ.get("BENCH_PRODUCTS", "10000"))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tieubieu-catalogue-")))
        ours = stack.enter_context(
            _version(ROOT, Path(os.environ.get("BENCH_CATALOGUE", folder / "ours")), size)
        )
        base = None
        if told := os.environ.get("BENCH_BASE"):
            data = Path(os.environ.get("BENCH_BASE_CATALOGUE", folder / "base"))
            base = stack.enter_context(_version(Path(told), data, size))
        return [_row(page, ours, base) for page in PAGES]


def _row(page: Page, ours: Version, base: Version | None) -> Row:
    """Product page, page and the older version's by turns; the first two turns warm them."""
    product, found, before = [], [], []
    for turn in range(TURNS + 2):
        took = (ours.milliseconds(PRODUCT), ours.milliseconds(page.path))
        older = base.milliseconds(page.path) if base and (turn < 3 or before[0] < 500) else None
        if turn > 1:
            product.append(took[0])
            found.append(took[1])
        if older is not None and turn > 0:
            before.append(older)
    took_now = statistics.median(found)
    of_product = took_now / statistics.median(product)
    of_base = statistics.median(before) / took_now if before else None
    return {
        "page": page.name, "milliseconds": took_now, "of_product": of_product, "of_base": of_base, "most": page.most,
        "wanted": page.of_base, "met": of_product <= page.most and (of_base is None or of_base >= page.of_base),
    }  # fmt: skip


@contextmanager
def _version(root: Path, data: Path, size: int) -> Iterator[Version]:
    """A version on its data, which are made where there are none."""
    command = str(
        (Path(sys.executable) if root == ROOT else root / ".venv" / "bin" / "python").parent / "tieubieu"
    )
    steps = [["migrate"]] if (data / "tieubieu.db").exists() else [["demo", "load", "--products", str(size)]]
    for step in steps:
        subprocess.run([command, *step], cwd=root, env=environment(data), check=True, capture_output=True)
    version = Version(root, data)
    try:
        yield version
    finally:
        version.end()


def environment(data: Path) -> dict[str, str]:
    return os.environ | {
        "DATA_DIR": str(data), "SECRET_KEY": "x" * 40, "EMBEDDED_RUNNER": "off", "SEARCH_ENGINE": "tantivy",
        "PASSWORD_COST": "low",
    }  # fmt: skip


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measured(), indent=1) + "\n")
