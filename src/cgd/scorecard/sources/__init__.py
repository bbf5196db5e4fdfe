"""What people wrote for the data packages, a folder each: columns, tables, read-me, known issues."""

import csv
from pathlib import Path

import pandas as pd

FOLDER = Path(__file__).parent
SURVEY = "scorecard-2022"


def indicator_table() -> pd.DataFrame:
    """The 69 indicators: indicator_id, sdg, global_code, national_reference, name_en, name_vi, source, child_form."""
    return typed_indicators(text_table("indicators.csv"))


def typed_indicators(table: pd.DataFrame) -> pd.DataFrame:
    """Indicators from a table of text cells: sdg as a number, child_form as true or false."""
    return table.assign(sdg=table["sdg"].astype("int64"), child_form=table["child_form"] == "yes")


def text_table(name: str, package: str = SURVEY) -> pd.DataFrame:
    """A table of one package's folder with every cell as text."""
    with (FOLDER / package / name).open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)
    return pd.DataFrame(rows, columns=header, dtype="str")
