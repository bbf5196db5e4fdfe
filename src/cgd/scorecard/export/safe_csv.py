"""CSV that a spreadsheet reads as text and numbers only: nothing that somebody typed becomes a formula.

A cell that begins with = + - @ (also in full width, also after spaces or invisible signs), with a tab or with a line
break gets an apostrophe in front (OWASP, CSV Injection, https://owasp.org/www-community/attacks/CSV_Injection; OWASP
ASVS 5.0, requirement 1.2.10). The same is done inside a cell after a semicolon, a tab or a line break: a spreadsheet
that splits at another sign than the comma would see a new cell begin there. Plain numbers such as -98 stay numbers.

`restore` takes away exactly what `neutralise` added: a cell that had apostrophes at such a place got one more.
"""

import csv
import io
import re
from pathlib import Path

import pandas as pd

from cgd.errors import CgdError
from cgd.files import write_atomically
from cgd.language import _

MARK = "\ufeff"  # byte-order mark: Excel takes a CSV file without it for the machine's old encoding

# What spreadsheets leave out, or people do not see, before the first sign of a cell: spaces, quotation marks (they
# vanish when the file is split at another sign), control and zero-width characters.
_UNSEEN = r"(?:[^\S\t\r\n]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\"\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u2069])*"
_FORMULA = "[=+\\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b]"
_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"
_PLAIN = rf"{_UNSEEN}{_NUMBER}{_UNSEEN}"
# What may not begin a cell, and what may not begin a part of it; apostrophes that stand there already do not count.
_CELL = rf"(?='*(?:[\t\r\n]|(?!{_PLAIN}\Z){_UNSEEN}{_FORMULA}))"
_PART = rf"(?='*(?!{_PLAIN}(?:[;\t\r\n]|\Z)){_UNSEEN}{_FORMULA})"
_START = re.compile(rf"\A{_CELL}|(?<=[;\t\r\n]){_PART}")
_ADDED = re.compile(rf"\A'{_CELL}|(?<=[;\t\r\n])'{_PART}")


def neutralise(cell: str) -> str:
    """A cell in which no spreadsheet sees a formula. `restore` undoes it for every text."""
    return _START.sub("'", cell)


def restore(cell: str) -> str:
    """The cell that `neutralise` was given."""
    return _ADDED.sub("", cell)


def to_csv(table: pd.DataFrame, path: Path | None = None, *, for_excel: bool = False, note: str = "") -> bytes:
    """A table as CSV in UTF-8: commas, one header row, cells neutralised.

    Parameters
    ----------
    table
        Text cells. Missing values become empty cells, anything else the text that `str` makes of it.
    path
        Where to write it (atomically); None writes nothing.
    for_excel
        Begin with a byte-order mark, without which Excel shows Vietnamese letters wrongly.
    note
        What a reader must know, e.g. `synthetic_note`. Written beside the file as ``NAME.README.txt``: a comment line
        inside would be data to most programs.

    Returns
    -------
    bytes
        The content. `from_csv` gives the same text cells back.
    """
    columns = {place: _cells(table.iloc[:, place]) for place in range(table.shape[1])}
    header = [neutralise(str(name)) for name in table.columns]
    content = _written(header, zip(*columns.values(), strict=True))
    data = ((MARK if for_excel else "") + content).encode("utf-8")
    if path is not None:
        write_atomically(path, data)
        if note:
            write_atomically(path.with_name(f"{path.name}.README.txt"), note.rstrip("\n") + "\n")
    return data


def from_csv(source: Path | bytes) -> pd.DataFrame:
    """The table of text cells that `to_csv` was given, with everything that it added taken away.

    Raises
    ------
    CgdError
        The file is missing, or is not what `to_csv` writes.
    """
    name = source.name if isinstance(source, Path) else _("The data")
    try:
        content = source.read_bytes() if isinstance(source, Path) else source
        text = content.decode("utf-8").removeprefix(MARK)
        header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
        if any(len(row) != len(header) for row in rows):
            raise ValueError
    except FileNotFoundError:
        raise CgdError(_("There is no file {file}.").format(file=source)) from None
    except (csv.Error, UnicodeDecodeError, ValueError):
        raise CgdError(_("{file} is not a CSV file that this program wrote.").format(file=name)) from None
    cells = [[restore(cell) for cell in row] for row in rows]
    return pd.DataFrame(cells, columns=[restore(cell) for cell in header], dtype="str")


def synthetic_note() -> str:
    """What stands beside every export of synthetic data, in the language in use."""
    return _(
        "Synthetic data: a program made them for a training course; no row is a real person or organisation. Not "
        "evidence about any group, place or office. Keep the word synthetic beside every number and chart."
    )


def _cells(column: pd.Series) -> list[str]:
    texts = column.astype(object).where(column.notna(), "").map(str)
    # Columns repeat few values: each is looked at once.
    return texts.map({text: neutralise(text) for text in texts.unique()}).tolist()


def _written(header: list[str], rows: "zip[tuple[str, ...]]") -> str:
    stream = io.StringIO()
    kept = list(rows)
    # Python 3.11 writes a lone carriage return without quotation marks, and a mark at the very start would be read as
    # the file's own.
    special = any("\r" in cell or MARK in cell for row in (header, *kept) for cell in row)
    writer = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL if special else csv.QUOTE_MINIMAL)
    writer.writerow(header)
    writer.writerows(kept)
    return stream.getvalue()
