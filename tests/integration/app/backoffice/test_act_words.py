"""Every act that the program records has its name."""

import ast
from pathlib import Path

from app.backoffice.act_details import DETAILS
from app.backoffice.act_words import NOUNS, VERBS, act_text, detail_lines, subject_text
from app.backoffice.labels import job_kind_text
from app.core.work import jobs as app_jobs

ROOT = Path(__file__).resolve().parents[4]
PACKAGES = ("app", "catalog", "voting", "traceability", "programme")
AREAS = {"accounts", "backoffice", "catalog", "demo", "programme", "traceability", "voting"}
NOT_ACTS = {"label"}


def written() -> list[tuple[str, set[str]]]:
    """(act, names of its details) of each call that records one under a constant name."""
    found = []
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if not isinstance(node, ast.Call) or len(node.args) < 2:
                    continue
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                act = node.args[1]
                if (
                    name == "record"
                    and isinstance(act, ast.Constant)
                    and str(act.value).split(".")[0] in AREAS
                ):
                    details = {word.arg for word in node.keywords if word.arg} - NOT_ACTS
                    found.append((act.value, details))
    return found


def test_every_act_has_a_word_for_its_noun_and_its_verb():
    acts = [act.split(".") for act, _ in written()]
    assert len(acts) > 90
    assert sorted({parts[1] for parts in acts} - set(NOUNS)) == []
    assert sorted({parts[-1] for parts in acts} - set(VERBS)) == []


def test_every_kind_of_job_has_a_name(app):
    own = {kind for kind in app_jobs._tasks if not kind.startswith("test")}
    assert {kind for kind in own if job_kind_text(kind) == kind} == set()


def test_every_detail_has_a_name():
    assert sorted({name for _, details in written() for name in details} - set(DETAILS)) == []


def test_acts_and_details_are_told_in_the_language_of_the_page(app):
    with app.app_context(), app.test_request_context("/quan-tri"):
        assert act_text("catalog.product.publish") == "Sản phẩm: công bố"
        assert act_text("voting.sign") == "Chữ ký: ký"
        assert subject_text("selection_round") == "Kỳ bình chọn"
        noted = {"kind": "hold", "lots": 3, "note": "", "was_public": False, "pictures": [1, 2]}
        assert detail_lines(noted) == [
            ("Loại", "Tạm giữ"),
            ("Số lô", "3"),
            ("Từng công khai", "Không"),
            ("Ảnh", "1, 2"),
        ]
        set_times = {"opens": "2026-11-18T09:00:00+07:00", "on": "2026-11-20", "name": "2026-99-99"}
        assert detail_lines(set_times) == [
            ("Mở ngày", "09:00 ngày 18/11/2026 (giờ Việt Nam)"),
            ("Ngày", "20/11/2026"),
            ("Tên", "2026-99-99"),
        ]
        assert act_text("voting.favourite.set") == "Bình chọn của công chúng: đặt thời gian"
    with app.app_context(), app.test_request_context("/en/admin"):
        assert act_text("catalog.product.publish") == "Product: publish"
        assert act_text("later.thing.fallen") == "thing: fallen"
        assert detail_lines({"proposed": {"name": "A"}}) == [("Proposed", "Name A")]
