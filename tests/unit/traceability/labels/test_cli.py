import json

import pypdfium2
import pytest
from click.testing import CliRunner

from traceability.codes.qr.symbols import read_all
from traceability.labels import cli as cli_labels
from traceability.labels.cli import labels

PAYLOADS = [
    "https://x.example.vn/t/B0000000000000000001",
    {"payload": "https://x.example.vn/2", "lines": ["Gốm", "Lô 2"]},
]


def run(tmp_path, job, out="sheet.pdf"):
    path = tmp_path / "job.json"
    path.write_bytes(job if isinstance(job, bytes) else json.dumps(job).encode())
    return CliRunner().invoke(labels, [str(path), "--out", str(tmp_path / out)])


def test_labels_writes_a_sheet_whose_codes_are_read(tmp_path):
    result = run(
        tmp_path, {"payloads": PAYLOADS, "sheet": "a4-65", "start": 3, "offset_mm": [1, 1], "level": "Q"}
    )
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "out": str(tmp_path / "sheet.pdf"),
        "labels": 2,
        "pages": 1,
        "sheet": "a4-65",
        "start": 3,
        "modules": 33,
        "module_mm": 0.423,
        "read_back": 2,
    }
    page = pypdfium2.PdfDocument(tmp_path / "sheet.pdf")[0].render(scale=300 / 72).to_pil()
    assert read_all(page) == ["https://x.example.vn/t/B0000000000000000001", "https://x.example.vn/2"]
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".")] == []


def test_labels_defaults_to_a_full_a4_sheet_from_the_first_place(tmp_path):
    result = run(tmp_path, {"payloads": PAYLOADS, "title": "Tem mắm"})
    assert json.loads(result.stdout)["sheet"] == "a4-65"


@pytest.mark.parametrize(
    ("job", "words"),
    [
        (b"{", "the job cannot be read: not JSON: Expecting property name"),
        (b'{"start": 1, "start": 2}', 'the job cannot be read: the key "start" stands twice'),
        (b'{"payloads": ["x"], "offset_mm": [NaN, 0]}', "the job cannot be read: not"),
        (b"[1]", "the job must be an object"),
        (b"\xff\xfe", "the job cannot be read: not UTF-8 text at line 1"),
        (b"[" * 100_000, "the job cannot be read: not accepted: nested too deeply"),
        ({}, "payloads must be a list"),
        ({"payloads": "x"}, "payloads must be a list"),
        ({"payloads": []}, "there are no labels"),
        ({"payloads": [5]}, "payload 1 must be a text"),
        ({"payloads": ["x", {"payload": 5}]}, "payload 2 must be a text"),
        ({"payloads": [{"payload": "x", "lines": [5]}]}, "payload 1 must be a text"),
        ({"payloads": ["x"], "sheet": "a3"}, "unknown sheet 'a3'; known: a4-65, a4-40, a4-24"),
        ({"payloads": ["x"], "start": 66}, "start must be 1 to 65"),
        ({"payloads": ["x"], "start": "1"}, "start must be a whole number"),
        ({"payloads": ["x"], "offset_mm": [1]}, "offset_mm must be two numbers"),
        ({"payloads": ["x"], "level": "X"}, "level must be L, M, Q or H"),
        ({"payloads": ["x"], "strat": 2}, "unknown in the job: strat"),
        ({"payloads": ["x"], "a\nb": 2}, 'unknown in the job: "a\\nb"'),
        ({"payloads": ["x" * 300]}, "the code needs"),
        ({"payloads": [""]}, "there is nothing to encode"),
    ],
)
def test_labels_refuses_a_bad_job_in_one_line(tmp_path, job, words):
    result = run(tmp_path, job)
    assert (result.exit_code, result.stdout) == (1, "")
    assert words in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "sheet.pdf").exists()


def test_labels_refuses_a_place_it_cannot_write_to(tmp_path):
    result = run(tmp_path, {"payloads": ["x"]}, out="missing/sheet.pdf")
    assert (result.exit_code, len(result.stderr.strip().splitlines())) == (1, 1)


def test_labels_leaves_nothing_half_written(tmp_path, monkeypatch):
    def fail(_self, _mode):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(cli_labels.Path, "chmod", fail)
    assert run(tmp_path, {"payloads": ["x"]}).exit_code == 1
    assert [file.name for file in tmp_path.iterdir()] == ["job.json"]


def test_labels_refuses_a_job_that_is_too_large(tmp_path, monkeypatch):
    monkeypatch.setattr(cli_labels, "MAX_JOB_BYTES", 10)
    assert "larger than 10 bytes" in run(tmp_path, {"payloads": PAYLOADS}).stderr


def test_labels_without_a_file_is_wrong_usage(tmp_path):
    assert CliRunner().invoke(labels, [str(tmp_path / "none.json"), "--out", "x.pdf"]).exit_code == 2
