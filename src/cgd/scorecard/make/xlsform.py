"""Write a questionnaire as an XLSForm: the workbook that KoboToolbox, ODK Central and pyxform turn into a form.

Columns and their meaning: the XLSForm standard (https://xlsform.org/).
"""

import io
from collections.abc import Iterable
from typing import Any

from cgd.scorecard.export.zipped import timeless
from cgd.scorecard.kobo.forms import Choice, Form, Question, Text, lists_of, read_source

_WIDTHS = {"type": 28, "name": 18, "label": 60, "hint": 36, "list_name": 16}


def workbook(form: Form) -> bytes:
    """One form as an .xlsx file with the sheets survey, choices and settings; same form, same bytes."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "survey"
    _fill(sheet, [survey_row(question) for question in form.questions])
    _fill(book.create_sheet("choices"), [choice_row(name, choice) for name, choice in _choices(form)])
    _fill(book.create_sheet("settings"), [settings_row(form)])
    book.properties.creator, book.properties.title = "", form.title
    stream = io.BytesIO()
    book.save(stream)
    return timeless(stream.getvalue())


def survey_row(question: Question) -> dict[str, str]:
    """One row of the sheet survey; every key is a column."""
    kind = f"{question.type} {question.list}".strip()
    return {
        "type": kind.replace("begin_group", "begin group").replace("end_group", "end group"),
        "name": question.name,
        **_words("label", question.label),
        **_words("hint", question.hint),
        "required": "yes" if question.required else "",
        **_words("required_message", question.required_message),
        "relevant": question.relevant,
        "constraint": question.constraint,
        **_words("constraint_message", question.constraint_message),
        "appearance": question.appearance,
        "choice_filter": question.choice_filter,
        "calculation": question.calculation,
    }


def choice_row(name: str, choice: Choice) -> dict[str, str]:
    """One row of the sheet choices."""
    return {"list_name": name, "name": choice.code, **_words("label", choice.label), "region": choice.region}


def settings_row(form: Form) -> dict[str, str]:
    """The row of the sheet settings."""
    source = read_source()
    return {
        "form_title": form.title,
        "form_id": form.id,
        "version": source["version"],
        "default_language": source["default_language"],
        "style": "pages",
        # What a supervisor sees in the list of finished forms: a number, never a name.
        "instance_name": "concat(${respondent_id}, ' ', ${instrument})",
    }


def _choices(form: Form) -> Iterable[tuple[str, Choice]]:
    for name, choices in lists_of(form).items():
        for choice in choices:
            yield name, choice


def _words(column: str, text: Text) -> dict[str, str]:
    languages = read_source()["languages"]
    return {f"{column}::{languages['en']}": text.en, f"{column}::{languages['vi']}": text.vi}


def _fill(sheet: Any, rows: list[dict[str, str]]) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    header = list(rows[0])
    sheet.append(header)
    for row in rows:
        # An empty cell and a cell with an empty text are different things to some readers.
        sheet.append([row[name] or None for name in header])
    for number, name in enumerate(header, start=1):
        sheet.cell(1, number).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(name.split("::")[0], 20)
    for cells in sheet.iter_rows(min_row=2):
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            # Codes such as 01 stay texts, and nothing is a formula.
            cell.data_type = "s" if cell.value is not None else cell.data_type
    sheet.freeze_panes = "C2"
