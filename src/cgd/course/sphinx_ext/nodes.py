"""Pieces of a page that several directives make."""

from collections.abc import Sequence

from docutils import nodes


def html(text: str) -> nodes.raw:
    """Raw HTML."""
    return nodes.raw("", text, format="html")


def cells_table(rows: Sequence[Sequence[str | nodes.Node]], widths: Sequence[int] = ()) -> nodes.table:
    """A table; the first row is its head. ``widths`` are shares of the width, by default equal."""
    shares = widths or [1] * len(rows[0])
    group = nodes.tgroup(cols=len(rows[0]))
    group += [nodes.colspec(colwidth=share) for share in shares]
    head, *body = [_row(cells) for cells in rows]
    group += nodes.thead("", head)
    group += nodes.tbody("", *body)
    return nodes.table("", group)


def _row(cells: Sequence[str | nodes.Node]) -> nodes.row:
    inner = [nodes.Text(cell) if isinstance(cell, str) else cell for cell in cells]
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", cell)) for cell in inner))
