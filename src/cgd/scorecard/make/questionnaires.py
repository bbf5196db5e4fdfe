"""The package questionnaires: three forms for tablets, and every question and answer of them as tables."""

from collections.abc import Iterator

import pandas as pd

from cgd.scorecard.kobo.forms import PACKAGE, Form, choice_lists, forms, lists_of
from cgd.scorecard.make.xlsform import workbook
from cgd.scorecard.sources import indicator_table, text_table

QUESTION_FILE = "questions.csv"
CHOICE_FILE = "choices.csv"
PLAIN_FILE = "plain-language.csv"
ISSUE_FILE = "known_issues.csv"


def tables(seed: int = 0) -> dict[str, pd.DataFrame]:
    """File name and table of text cells of every CSV file but the code book. Nothing is drawn: ``seed`` is not used."""
    return {
        QUESTION_FILE: question_table(),
        CHOICE_FILE: choice_table(),
        PLAIN_FILE: plain_table(),
        ISSUE_FILE: text_table(ISSUE_FILE, PACKAGE),
    }


def documents(seed: int = 0) -> dict[str, bytes]:
    """The three forms as XLSForm workbooks; same sources, same bytes. ``seed`` is not used."""
    return {form.file: workbook(form) for form in forms().values()}


def question_table() -> pd.DataFrame:
    """One row for each row of a form, in its order; the columns are described in `columns.yml`."""
    return pd.DataFrame([row for form in forms().values() for row in _rows(form)], dtype="str")


def choice_table() -> pd.DataFrame:
    """One row for each answer of each list that a form uses."""
    used = {name for form in forms().values() for name in lists_of(form)}
    rows = [
        {
            "list": name,
            "code": choice.code,
            "label_en": choice.label.en,
            "label_vi": choice.label.vi,
            "region": choice.region,
            "mark": choice.mark,
        }
        for name, choices in choice_lists().items()
        if name in used
        for choice in choices
    ]
    return pd.DataFrame(rows, dtype="str")


def plain_table() -> pd.DataFrame:
    """The statistical name of each indicator beside the plain sentence that people rate."""
    names = indicator_table()[["indicator_id", "name_en", "name_vi"]]
    return names.merge(text_table("statements.csv", PACKAGE), on="indicator_id", validate="one_to_one").astype("str")


def _rows(form: Form) -> Iterator[dict[str, str]]:
    for number, question in enumerate(form.questions, start=1):
        yield {
            "form": form.key,
            "row": str(number),
            "group_path": "/".join(question.groups),
            "name": question.name,
            "type": question.type,
            "list": question.list,
            "codes": "|".join(choice.code for choice in choice_lists()[question.list]) if question.list else "",
            "text_en": question.label.en,
            "text_vi": question.label.vi,
            "hint_en": question.hint.en,
            "hint_vi": question.hint.vi,
            "required": "yes" if question.required else "no",
            "relevant": question.relevant,
            "constraint": question.constraint,
            "constraint_message_en": question.constraint_message.en,
            "constraint_message_vi": question.constraint_message.vi,
            "choice_filter": question.choice_filter,
            "calculation": question.calculation,
            "appearance": question.appearance,
            "survey_column": question.survey,
            "mark": question.mark,
        }
