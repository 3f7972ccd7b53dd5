import io
import json
import subprocess
import sys

from click.testing import CliRunner

from traceability.digital_link.cli import check_lines, digital_link


def checked(lines):
    target = io.BytesIO()
    check_lines(io.BytesIO(lines), target)
    return [json.loads(line) for line in target.getvalue().splitlines()]


def test_check_valid_uri():
    assert checked(b"https://vi.example/01/08938501234568/10/A%2F1?99=x&17=261231") == [
        {
            "uri": "https://vi.example/01/08938501234568/10/A%2F1?99=x&17=261231",
            "valid": True,
            "error": None,
            "elements": [["01", "08938501234568"], ["10", "A/1"], ["99", "x"], ["17", "261231"]],
            "canonical": "https://id.gs1.org/01/08938501234568/10/A%2F1?17=261231&99=x",
        }
    ]


def test_check_invalid_uri():
    assert checked(b"https://vi.example/01/08938501234561\r\n") == [
        {
            "uri": "https://vi.example/01/08938501234561",
            "valid": False,
            "error": "AI (01): the check digit is wrong",
            "elements": [],
            "canonical": None,
        }
    ]


def test_check_answers_each_line_whatever_it_holds():
    answers = checked(b"\n\xff\xfe\nhttps://a/\x00\n\xe2\x80\xa8\n")
    assert [(row["uri"], row["valid"]) for row in answers] == [
        ("", False),
        ("\ufffd\ufffd", False),
        ("https://a/\0", False),
        ("\u2028", False),
    ]


def test_command_reads_standard_input():
    result = CliRunner().invoke(digital_link, ["check"], input="x\ny\n")
    assert result.exit_code == 0
    assert [json.loads(line)["uri"] for line in result.output.splitlines()] == ["x", "y"]


def test_command_starts_without_the_application():
    script = "import sys, traceability.digital_link.cli; print({'flask', 'sqlalchemy'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout == "set()\n"
