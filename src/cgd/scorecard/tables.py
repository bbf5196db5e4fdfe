"""Tables of text from CSV files: what Excel made of them is read, or refused in one line that names the place.

Rows are counted as a spreadsheet shows them: the header is row 1.
"""

import csv
import io
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from cgd.errors import CgdError
from cgd.language import _

SEPARATORS = (",", ";", "\t")
# More columns than any survey of ours: the table is probably turned round (ours).
MOST_COLUMNS = 2000
_BLOCK = 1 << 24  # bytes


def text_cells(path: Path) -> pd.DataFrame:
    """A whole CSV file as text cells (NFC), without the empty rows and columns that spreadsheets leave at the ends.

    Raises
    ------
    CgdError
        The file is missing, is no text in UTF-8, or is not a table; the line names file, row and column.
    """
    text = _text(path, _content(path))
    if not text.strip():
        raise CgdError(_("{file} is empty.").format(file=path.name))
    separator = _separator(text.split("\n", 1)[0])
    try:
        header, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    except csv.Error as error:
        raise CgdError(_("{file} is not a table: {error}.").format(file=path.name, error=error)) from None
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    _some_columns(path, header)
    if not rows:
        raise CgdError(_("{file} has no row below its header.").format(file=path.name))
    for number, row in enumerate(rows, start=2):
        if len(row) != len(header):
            raise CgdError(
                _("{file}, row {row}: {found} cells, but the header has {expected}.").format(
                    file=path.name, row=number, found=len(row), expected=len(header)
                )
            )
    # Spreadsheets keep columns that were once used: without a name and without a value they say nothing.
    used = [place for place, name in enumerate(header) if name.strip() or any(row[place] for row in rows)]
    cells = [[row[place] for place in used] for row in rows]
    names = [header[place].strip() for place in used]
    _no_doubles(path, names)
    return pd.DataFrame(cells, columns=names, dtype="str")


def text_chunks(path: Path, rows: int) -> Iterator[pd.DataFrame]:
    """A CSV file as text cells, some ``rows`` at a time; raises as `text_cells` does.

    A file with anything unusual (quotation marks that do not close, rows of different length, empty rows, other line
    ends, another encoding) goes through `text_cells`, which reads it whole and can name the place.
    """
    plain = _plain(path)
    if plain is None:
        yield text_cells(path)
        return
    names, separator = plain
    # The file is fine as a table: the fast parser finds the same cells.
    with pd.read_csv(
        path, sep=separator, names=names, header=0, dtype=object, na_filter=False, encoding="utf-8-sig",
        chunksize=rows, index_col=False, low_memory=False,
    ) as chunks:  # fmt: skip
        yield from chunks


def _plain(path: Path) -> tuple[list[str], str] | None:
    """Names and separator of a file in which every row has as many cells as the header, or None.

    Counts separators and line ends outside quotation marks, which needs no parsing: fast, and in little memory.
    """
    try:
        with path.open("rb") as stream:
            first = stream.readline()
            text = first.decode("utf-8-sig").rstrip("\r\n")
            separator = _separator(text)
            names = next(csv.reader([text], delimiter=separator, strict=True))
            _some_columns(path, names)
            if '"' in text or not all(name.strip() for name in names) or len(set(names)) < len(names):
                return None
            cells, lines, complete = _counted(stream, separator.encode())
    except (OSError, UnicodeDecodeError, csv.Error, StopIteration):
        return None
    if not complete or not lines or cells != lines * (len(names) - 1):
        return None
    return [name.strip() for name in names], separator


def _counted(stream: io.BufferedReader, separator: bytes) -> tuple[int, int, bool]:
    """Separators and rows outside quotation marks, and whether the marks close and nothing is unusual."""
    separators = lines = 0
    quoted, usual, ends = False, True, b"\n"
    decoder = _Utf8()
    while block := stream.read(_BLOCK):
        # A lone carriage return, an empty row or a NUL is left to the careful reader.
        usual &= decoder.valid(block) and b"\x00" not in block and b"\n\n" not in block and b"\n\r" not in block
        usual &= block.count(b"\r") == block.count(b"\r\n") + block.endswith(b"\r")
        usual &= not (ends == b"\n" and block[:1] in b"\r\n")
        for part in block.split(b'"'):
            if not quoted:
                separators += part.count(separator)
                lines += part.count(b"\n")
            quoted = not quoted
        quoted = not quoted  # one part more than marks
        ends = block[-1:]
    if ends != b"\n":
        lines += 1
    return separators, lines, usual and not quoted and decoder.valid(b"", last=True)


class _Utf8:
    """Whether blocks of bytes are UTF-8 when put together."""

    def __init__(self) -> None:
        self.rest = b""

    def valid(self, block: bytes, *, last: bool = False) -> bool:
        whole = self.rest + block
        self.rest = b""
        try:
            whole.decode("utf-8")
        except UnicodeDecodeError as error:
            if last or len(whole) - error.start > 3 or error.reason != "unexpected end of data":
                return False
            self.rest = whole[error.start :]
        return True


def _separator(header: str) -> str:
    return max(SEPARATORS, key=header.count)


def _some_columns(path: Path, names: list[str]) -> None:
    if len(names) > MOST_COLUMNS:
        raise CgdError(
            _("{file} has {count} columns, more than {most}: is the table turned round, or another file?").format(
                file=path.name, count=len(names), most=MOST_COLUMNS
            )
        )


def _no_doubles(path: Path, names: list[str]) -> None:
    for place, name in enumerate(names):
        if name in names[:place]:
            raise CgdError(_("{file}, row 1: the column {column} occurs twice.").format(file=path.name, column=name))


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise CgdError(
            _("{folder}: the file {file} is missing. Copy it back from the course.").format(
                folder=path.parent, file=path.name
            )
        ) from None
    except OSError as error:
        raise CgdError(_("{file} cannot be read: {reason}.").format(file=path, reason=error.strerror)) from None


def _text(path: Path, content: bytes) -> str:
    if content.startswith(b"PK\x03\x04"):
        raise CgdError(
            _("{file} is an Excel workbook. Save it as 'CSV UTF-8 (comma delimited)'.").format(file=path.name)
        )
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in content[:200]:
        raise CgdError(_("{file} is saved as UTF-16. Save it as 'CSV UTF-8 (comma delimited)'.").format(file=path.name))
    try:
        return unicodedata.normalize("NFC", content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        before = content[: error.start].splitlines() or [b""]
        new_line = content[: error.start].endswith((b"\n", b"\r"))
        header = content.splitlines()[0].decode("utf-8-sig", "replace")
        separator = max(SEPARATORS, key=header.count)
        names = header.split(separator)
        place = 0 if new_line else before[-1].count(separator.encode())
        raise CgdError(
            _(
                "{file}, row {row}, column {column}: letters are not saved as UTF-8. Save the file as "
                "'CSV UTF-8 (comma delimited)'."
            ).format(
                file=path.name,
                row=len(before) + new_line,
                column=names[min(place, len(names) - 1)],
            )
        ) from None
