"""The read-me of an export, in the language in use: what the data are, what they cannot say, what was left out."""

from dataclasses import dataclass

import pandas as pd

from cgd.language import _, language
from cgd.scorecard.export.safe_csv import synthetic_note
from cgd.scorecard.export.study import Study, Words


@dataclass(frozen=True)
class Contents:
    """What a read-me speaks of: the study, its texts filled in, the data as written, their file, what was left out."""

    study: Study
    texts: dict[str, Words]
    table: pd.DataFrame
    data: str
    left_out: list[str]


def readme(contents: Contents) -> str:
    """The read-me in Markdown."""
    study, chosen = contents.study, language()
    parts = [f"# {study.title[chosen]}"]
    if study.synthetic:
        parts.append(f"**{synthetic_note()}**")
    parts += [study.abstract[chosen], _files(contents), "## " + _("How the data were collected"), _collection(contents)]
    parts += ["## " + _("Limits"), _bullets([limit[chosen] for limit in study.limits])]
    parts.append("## " + _("What was left out"))
    parts.append(_bullets(contents.left_out) if contents.left_out else _("Nothing."))
    parts += ["## " + _("How to read the files"), _reading(contents)]
    parts += [
        "## " + _("Licence and access"),
        study.licence[chosen],
        study.access[chosen],
        study.confidentiality[chosen],
    ]
    if study.contact:
        parts.append(_("Contact: {name}").format(name=f"{study.contact} {study.email}".strip()))
    return "\n\n".join(parts) + "\n"


def _files(contents: Contents) -> str:
    rows = {
        contents.data: _("the data: {records} records, {columns} columns").format(
            records=len(contents.table), columns=contents.table.shape[1]
        ),
        "codebook.csv": _("every column of every table, with its codes, in English and Vietnamese"),
        "indicators.csv": _("the indicators that were rated"),
        "ddi.xml": _("the same and more for data archives (DDI-Codebook 2.5)"),
        "datapackage.json": _("the same for programs (Data Package 2.0)"),
        "checksums.sha256": _("the fingerprint of each file"),
    }
    file, content = _("file"), _("what it holds")
    head = f"| {file} | {content} |\n|---|---|"
    return "\n".join([head, *(f"| `{name}` | {text} |" for name, text in rows.items())])


def _collection(contents: Contents) -> str:
    study, chosen = contents.study, language()
    dates = contents.table["interview_date"] if "interview_date" in contents.table else pd.Series(dtype="str")
    dates = dates[dates != ""]
    lines = [(_("Who was asked"), contents.texts["universe"]), (_("Where"), contents.texts["geography"])]
    if len(dates):
        period = _("{first} to {last}").format(first=dates.min(), last=dates.max())
        lines.append((_("When"), {chosen: period}))
    lines += [(_("How people were chosen"), study.sampling), (_("How they answered"), study.mode)]
    lines += [(_("Weights"), study.weighting), (_("Sampling error"), study.sampling_error)]
    return _bullets([f"{name}: {words[chosen]}" for name, words in lines])


def _reading(contents: Contents) -> str:
    return _bullets(
        [
            _(
                "The tables are CSV files in UTF-8 with commas. In Excel use Data, From Text/CSV; a double click may "
                "show Vietnamese letters wrongly."
            ),
            _(
                "A cell that a spreadsheet would take for a formula has an apostrophe in front. "
                "`cgd.scorecard.export.from_csv` takes it away."
            ),
            _("`sha256sum -c checksums.sha256` tells whether a file has changed since it was written."),
        ]
    )


def _bullets(lines: list[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
