"""cgd toolkit: what a trainer types, and what comes back."""

import json

import pytest
import yaml

from cgd.cli import app
from cgd.cli import main as run_main


@pytest.fixture
def cgd(monkeypatch, capsys):
    """Run the command as the shell would; gives status, stdout, stderr."""

    def run(*arguments: str):
        monkeypatch.setattr("sys.argv", ["cgd", *map(str, arguments)])
        monkeypatch.setenv("CGD_LANG", "en")
        try:
            run_main()
            status = 0
        except SystemExit as stop:
            status = stop.code or 0
        out = capsys.readouterr()
        return status, out.out, out.err

    return run


def test_show_one_question_and_all_for_machines(cgd):
    status, out, _err = cgd("toolkit", "show", "B2")
    assert status == 0 and "What will the results be used for" in out and "reconstruction" in out
    form = json.loads(cgd("toolkit", "show", "--json", "--tier", "1")[1])
    assert sum(len(section["questions"]) for section in form["sections"]) == 59
    assert cgd("toolkit", "show", "Z9")[0] == 2


def test_diff_says_what_differs_and_why(cgd):
    found = json.loads(cgd("toolkit", "diff", "--json")[1])
    assert {"question", "action", "attribute", "global_value", "national_value", "reason", "source"} == set(found[0])
    assert "Why:" in cgd("toolkit", "diff", "--country", "kenya")[1]


def test_validate_a_form_and_a_file(cgd, tmp_path):
    assert cgd("toolkit", "validate")[0] == 0
    broken = tmp_path / "a.yml"
    broken.write_text("format: 1\nanswers: [\n")
    status, _out, err = cgd("toolkit", "validate", broken)
    assert status == 1 and "line" in err and err.count("\n") == 1
    status, out, _err = cgd("toolkit", "validate", broken, "--json")
    assert status == 1 and json.loads(out)["valid"] is False


@pytest.mark.slow
def test_from_a_new_file_to_documents(cgd, tmp_path):
    file = tmp_path / "mine.yml"
    assert cgd("toolkit", "new", file, "--example", "scorecard-2022", "--language", "vi")[0] == 0
    assert yaml.safe_load(file.read_text())["language"] == "vi"
    status, _out, err = cgd("toolkit", "new", file)
    assert status == 1 and "is there already" in err
    status, out, _err = cgd("toolkit", "check", file)
    assert status == 0 and "not fit" in out
    report = json.loads(cgd("toolkit", "check", file, "--json")[1])
    assert {item["verdict"] for item in report["verdicts"]} == {"caveat", "not_fit"}
    status, out, _err = cgd("toolkit", "export", file, "--to", tmp_path / "out", "--language", "both")
    assert status == 0 and len(out.split()) == 30
    assert all((tmp_path / "out" / f"mine-declaration-{tongue}.docx").stat().st_size > 5000 for tongue in ("en", "vi"))
    assert cgd("toolkit", "export", file, "--what", "poem")[0] == 2


def test_evidence_is_computed_and_checked(cgd, tmp_path, root):
    file = tmp_path / "mine.yml"
    data = root / "datasets" / "scorecard-2022"
    cgd("toolkit", "new", file)
    status, out, _err = cgd("toolkit", "evidence", file, "--data", data, "--figures", "FIG02,FIG16")
    assert status == 0 and "3,100 respondents" in out
    assert cgd("toolkit", "evidence", file, "--check")[0] == 0
    text = file.read_text().replace("planned: 3000", "planned: 2999")
    text = text.replace(yaml.safe_load(text)["evidence"]["FIG02"]["data"], "a" * 64)
    file.write_text(text)
    status, out, _err = cgd("toolkit", "evidence", file, "--check")
    assert status == 1 and out.startswith("FIG02")
    assert cgd("toolkit", "evidence", file, "--figures", "FIG99")[0] == 2


def test_two_people_and_their_versions(cgd, tmp_path):
    one, other, both = (tmp_path / name for name in ("a.yml", "b.yml", "both.yml"))
    for path, words in ((one, "schools"), (other, "clinics")):
        cgd("toolkit", "new", path)
        path.write_text(path.read_text().replace("answers: {}", f"answers:\n  B1:\n    answer: {{problem: {words}}}"))
    status, out, _err = cgd("toolkit", "merge", one, other, "--output", both)
    assert status == 1 and "B1" in out
    assert "schools" in both.read_text() and "clinics" in both.read_text()
    versions = cgd("toolkit", "versions", both)[1].split()
    assert len(versions) == 1
    assert cgd("toolkit", "versions", both, "--restore", versions[0])[0] == 0
    assert cgd("toolkit", "versions", tmp_path / "none.yml")[0] == 1


def test_a_sheet_goes_out_and_comes_back(cgd, tmp_path):
    file = tmp_path / "mine.yml"
    cgd("toolkit", "new", file)
    for name in ("form.xlsx", "paper.docx", "paper.pdf", "paper.html"):
        assert cgd("toolkit", "sheet", file, "--to", tmp_path / name)[0] == 0
    assert cgd("toolkit", "sheet", file, "--read", tmp_path / "form.xlsx")[0] == 0
    assert cgd("toolkit", "sheet", file, "--to", tmp_path / "form.ods")[0] == 2
    assert cgd("toolkit", "sheet", file, "--read", tmp_path / "paper.docx")[0] == 1


def test_feedback_of_a_folder_of_files(cgd, tmp_path):
    cgd("toolkit", "new", tmp_path / "groups" / "a.yml", "--example", "scorecard-2022")
    status, out, _err = cgd("toolkit", "feedback", tmp_path / "groups", "--to", tmp_path / "out")
    assert status == 0 and out.startswith("1 form")
    assert (tmp_path / "out" / "toolkit-change-requests.csv").read_text("utf-8-sig").startswith("question,kind")
    status, _out, _err = cgd("toolkit", "feedback", tmp_path / "groups", "--to", tmp_path / "out", "--language", "both")
    assert status == 0
    pages = {name: (tmp_path / "out" / f"toolkit-feedback-{name}.html").read_text("utf-8") for name in ("en", "vi")}
    assert 'lang="vi"' in pages["vi"] and "Bộ công cụ" in pages["vi"] and "Bộ công cụ" not in pages["en"]
    assert cgd("toolkit", "feedback", tmp_path / "groups", "--language", "fr")[0] == 2


def test_every_command_has_a_help(cgd):
    assert app.registered_groups
    for name in (
        "show",
        "diff",
        "validate",
        "new",
        "form",
        "evidence",
        "check",
        "merge",
        "versions",
        "export",
        "sheet",
        "feedback",
    ):
        status, out, _err = cgd("toolkit", name, "--help")
        assert status == 0 and "Usage" in out
