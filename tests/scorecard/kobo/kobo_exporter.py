"""Writes what KoboToolbox (formpack) and ODK Central (central-backend) would export for answers to our forms.

Written after formpack's reporting/export.py and schema/fields.py, and central-backend's lib/data/briefcase.js.
"""

import csv
import datetime
import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd

from cgd.scorecard.kobo.forms import Form, Question, choice_lists, forms
from cgd.scorecard.sources import indicator_table
from cgd.scorecard.wide import rating_columns

INDICATORS = indicator_table()
RATINGS = rating_columns(INDICATORS)
CHILD_RATINGS = rating_columns(INDICATORS[INDICATORS["child_form"]])
WG = ["wg_seeing", "wg_hearing", "wg_walking", "wg_remembering", "wg_selfcare", "wg_communicating"]
GROUPS = {"adult": ["youth", "women", "pwd", "lgbtiq"], "cso": ["cso"], "child": ["children"]}


@dataclass(frozen=True)
class Flavour:
    """How an export is asked for.

    tool: "kobo" or "odk"; words: "xml", "en" or "vi"; separator: between groups, or "" without groups; several:
    "summary", "details" or "both"; file: "csv", "xlsx" (all texts) or "typed" (.xlsx with numbers and dates);
    delimiter, bom: of CSV.
    """

    tool: str = "kobo"
    words: str = "xml"
    separator: str = "/"
    several: str = "both"
    file: str = "csv"
    delimiter: str = ";"
    bom: bool = False


def people(form: str, n: int, seed: int, first: int = 1) -> pd.DataFrame:
    """The wide table that must come back: ``n`` made-up respondents of one form, with answers of every kind."""
    rng = np.random.default_rng(seed)

    def pick(*values: str) -> list[str]:
        return list(rng.choice(np.array(values, dtype=object), n))

    person = form != "cso"
    wide = pd.DataFrame({"respondent_id": [f"R{first + place:04d}" for place in range(n)]}, dtype="str")
    wide["group"] = pick(*GROUPS[form])
    wide["instrument"] = form
    provinces = choice_lists()["province"]
    chosen = [provinces[place] for place in rng.integers(0, len(provinces), n)]
    wide["region"] = [province.region for province in chosen]
    wide["area"] = pick("urban", "rural", "remote_mountainous")
    wide["province_code"] = [province.code for province in chosen]
    wide["province_list"] = "GSO-2022-07"
    wide["sex"] = pick("female", "male", "other", "no_answer") if person else ""
    wide["age"] = pick("11", "15") if form == "child" else pick("18", "30", "75") if person else ""
    wide["ethnic_minority"] = pick("yes", "no", "") if person else ""
    items = {name: pick("1", "2", "3", "4", "1", "1", "1") if person else [""] * n for name in WG}
    hard = np.array([[value in "34" for value in items[name]] for name in WG]).any(axis=0)
    wide["disability"] = np.where(hard, "yes", "no") if person else ""
    minutes = rng.integers(0, 60 * 24 * 80, n)
    start = pd.Timestamp("2022-07-04") + pd.to_timedelta(minutes, unit="min")
    wide["interview_date"] = start.strftime("%Y-%m-%d")
    wide["interviewer"] = pick("I01", "I22")
    wide["partner"] = pick("P1", "P7")
    wide["device"] = pick("T001", "T002")
    wide["start_time"] = start.strftime("%Y-%m-%dT%H:%M")
    wide["end_time"] = (start + pd.to_timedelta(rng.integers(10, 90, n), unit="min")).strftime("%Y-%m-%dT%H:%M")
    wide["consent"] = pick("yes", "yes", "withdrawn", "no")
    wide["guardian_consent"] = pick("yes", "yes", "withdrawn") if form == "child" else ""
    wide["comment"] = pick("", 'Đường xấu; mùa mưa, "khó đi"', "=cmd|' /C calc'!A0", "-3 'x'", "a\nb")
    asked = CHILD_RATINGS if form == "child" else RATINGS
    cells = rng.choice(np.array(["1", "2", "3", "4", "5", "DK", "RF"], dtype=object), (n, len(asked)))
    answers = pd.DataFrame(cells, columns=asked).reindex(columns=RATINGS, fill_value="")
    own = {
        "mode": pick("face_to_face", "group_session", "phone"),
        "others_present": pick("nobody", "family teacher", "official"),
        **(items if person else {}),
        "obstacles": pick("infrastructure customs", "policy", "downturn other", "dont_know"),
        "other_obstacle": pick("", "x"),
        "keep_answers": ["no" if consent == "withdrawn" else "yes" for consent in wide["consent"]],
    }
    wide = pd.concat([wide, answers, pd.DataFrame(own, dtype="str")], axis=1).astype("str")
    declined = (wide["ethnic_minority"] == "") & person
    wide["prefer_not_to_say"] = np.where(declined, "ethnic_minority", "")
    return wide.astype("str")


def submissions(wide: pd.DataFrame, form: Form) -> list[dict[str, str]]:
    """The answers as the server stores them: question -> code."""
    rows = []
    for record in wide.to_dict("records"):
        row = {question.name: record.get(question.survey or question.name, "") for question in form.answers()}
        for moment in ("start", "end"):
            row[moment] += ":05.123+07:00"
        if "ethnic_minority" in row:
            row["ethnic_minority"] = row["ethnic_minority"] or "no_answer"
        if row["consent"] == "withdrawn":
            row["consent"] = "yes"
        for name in RATINGS:
            if name in row:
                row[name] = {"DK": "98", "RF": "99"}.get(row[name], row[name])
        rows.append(row)
    return rows


def table(rows: list[dict[str, str]], form: Form, flavour: Flavour) -> list[list[object]]:
    """Header and rows of an export."""
    labels = {question.name: question.label for question in form.questions}
    header: list[object] = ["SubmissionDate"] if flavour.tool == "odk" else []
    lines: list[list[object]] = [["2022-10-01T00:00:00.000Z"] if flavour.tool == "odk" else [] for _row in rows]
    exported = [question for question in form.questions if question.type not in ("begin_group", "end_group")]
    for question in exported:
        name = _header(question, labels, flavour)
        names, values = [name], [[_value(question, row, flavour)] for row in rows]
        if question.type == "select_multiple":
            names, values = _several(question, name, rows, flavour)
        header += names
        for line, cells in zip(lines, values, strict=True):
            line += cells
    extra = (
        ["KEY", "ReviewState"] if flavour.tool == "odk" else ["_id", "_uuid", "_submission_time", "_validation_status"]
    )
    header += extra
    for number, line in enumerate(lines):
        values = (
            [f"uuid:{number}", ""]
            if flavour.tool == "odk"
            else [str(900 + number), f"u{number}", "2022-10-01T00:00:00", ""]
        )
        line += values
    return [header, *lines]


def write(path: Path, content: list[list[object]], flavour: Flavour) -> Path:
    """The file of an export."""
    if flavour.file == "csv":
        stream = io.StringIO()
        csv.writer(stream, delimiter=flavour.delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(content)
        path = path.with_suffix(".csv")
        path.write_bytes(stream.getvalue().encode("utf-8-sig" if flavour.bom else "utf-8"))
        return path
    book = openpyxl.Workbook()
    for row in content:
        book.active.append(row)
    if flavour.file == "typed":
        _typed(book.active)
    path = path.with_suffix(".xlsx")
    book.save(path)
    return path


def export(path: Path, wide: pd.DataFrame, form: str, flavour: Flavour) -> Path:
    """Answers of one form as an export file."""
    entry = forms()[form]
    return write(path, table(submissions(wide, entry), entry, flavour), flavour)


def _header(question: Question, labels: dict, flavour: Flavour) -> str:
    if flavour.words == "xml":
        path = [*question.groups, question.name] if flavour.separator else [question.name]
        return flavour.separator.join(path)
    place = ("en", "vi").index(flavour.words)
    own = question.label[place] or question.name
    if not flavour.separator:
        return own
    return flavour.separator.join([*(labels[group][place] or group for group in question.groups), own])


def _value(question: Question, row: dict[str, str], flavour: Flavour) -> str:
    value = row.get(question.name, "")
    if flavour.words == "xml" or not question.list:
        return value
    place = ("en", "vi").index(flavour.words)
    words = {choice.code: choice.label[place] for choice in choice_lists()[question.list]}
    return " ".join(words[code] for code in value.split())


def _several(question: Question, name: str, rows: list[dict[str, str]], flavour: Flavour) -> tuple[list, list]:
    choices = choice_lists()[question.list]
    place = ("xml", "en", "vi").index(flavour.words)
    separator = "/" if flavour.tool == "odk" else flavour.separator or "/"
    split = [f"{name}{separator}{(choice.code, *choice.label)[place]}" for choice in choices]
    names = ([name] if flavour.several != "details" else []) + (split if flavour.several != "summary" else [])
    lines = []
    for row in rows:
        chosen = row[question.name].split()
        marks = [str(int(choice.code in chosen)) for choice in choices] if chosen else [""] * len(choices)
        summary = [_value(question, row, flavour)]
        lines.append(
            (summary if flavour.several != "details" else []) + (marks if flavour.several != "summary" else [])
        )
    return names, lines


def _typed(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
    """Numbers as numbers with a point, times as times without offset: what formpack's typed export and Excel make."""
    for cells in sheet.iter_rows(min_row=2):
        for cell in cells:
            text = cell.value
            if isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 4:
                cell.value = float(text)
            elif isinstance(text, str) and text.endswith("+07:00"):
                cell.value = datetime.datetime.fromisoformat(text[:-6])
            elif isinstance(text, str) and len(text) == 10 and text[:3] == "202":
                cell.value = datetime.date.fromisoformat(text)
