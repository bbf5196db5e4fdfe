"""What a participant hands to a statistics office: data, code book, DDI, `datapackage.json`, read-me, checksums."""

import hashlib
import json
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from cgd.errors import CgdError, UsageError
from cgd.files import write_atomically
from cgd.language import _, allowed
from cgd.scorecard.codebook import CODEBOOK_FILE, INDICATOR_FILE, SURVEY_FILE, Column, columns_of
from cgd.scorecard.disclosure import identifiers
from cgd.scorecard.export.ddi import ddi_xml, filled, global_codes
from cgd.scorecard.export.readme import Contents, readme
from cgd.scorecard.export.safe_csv import to_csv
from cgd.scorecard.export.study import Study, Words, settings
from cgd.scorecard.package import schema
from cgd.scorecard.survey import Survey
from cgd.scorecard.wide import rating_columns, to_wide

README, DDI, DESCRIPTION, CHECKSUMS = "README.md", "ddi.xml", "datapackage.json", "checksums.sha256"
RESTRICTED = ("refuse", "leave_out", "write")
COMMENTS = ("leave_out", "write_checked", "write")


@dataclass(frozen=True)
class Exported:
    """What was written: the folder, its files, how many records, and what was left out (sentences for people)."""

    folder: Path
    files: list[Path]
    records: int
    left_out: list[str]


def export_package(
    survey: Survey,
    folder: Path,
    *,
    title: str,
    study: Study,
    title_vi: str = "",
    restricted: str = "refuse",
    comments: str = "leave_out",
    described: list[Column] | None = None,
) -> Exported:
    """Write a survey as a folder that a statistics office can read, every file atomically.

    Files: the data (CSV, cells neutralised), codebook.csv, indicators.csv, ddi.xml (DDI-Codebook 2.5), datapackage.json
    (Data Package 2.0), README.md in the language in use, checksums.sha256 (for ``sha256sum -c``). Same survey and
    language, same bytes.

    Parameters
    ----------
    survey
        A survey without open problems.
    folder
        A new or empty folder, or one that an earlier export filled and nobody has changed since.
    title, title_vi
        Title in English and Vietnamese. Where ``study.synthetic`` is true the word synthetic is added if it is missing.
    study
        What is said of the survey as a whole: `course_study` for the course's synthetic survey, `read_study` for yours.
    restricted
        What happens to records of children and of LGBTIQ+ respondents (`export.yml`): "refuse" (no export),
        "leave_out", or "write", which somebody has to answer for.
    comments
        Free text: "leave_out"; "write_checked" (refuses when `disclosure.identifiers` finds a direct identifier);
        "write".
    described
        Code book of columns that were added to the survey.

    Raises
    ------
    UsageError
        ``restricted`` or ``comments`` is none of these words.
    CgdError
        Cells are not allowed, a record has no consent, restricted records or identifiers are there, a column is not
        described, or the folder holds files that are not an earlier export's.
    """
    if restricted not in RESTRICTED:
        raise allowed("choice", restricted, RESTRICTED)
    if comments not in COMMENTS:
        raise allowed("choice", comments, COMMENTS)
    _nothing_open(survey)
    _all_agreed(survey)
    _untouched(folder)
    study = study.entitled(title, title_vi)
    mask = _restricted(survey.respondents)
    if mask.any() and restricted == "write":
        study = replace(study, limits=[*study.limits, _care(int(mask.sum()))])
    survey, left_out = _without_restricted(survey, mask, restricted)
    columns, sentences = _columns(survey, comments, described or [])
    left_out += sentences
    files = _contents(survey, columns, study, left_out)
    for name, content in files.items():
        write_atomically(folder / name, content)
    return Exported(folder, [folder / name for name in files], len(survey.respondents), left_out)


def _contents(survey: Survey, columns: list[Column], study: Study, left_out: list[str]) -> dict[str, bytes]:
    """Every file: name and content; the checksums last."""
    data = "data-synthetic.csv" if study.synthetic else "data.csv"
    table = to_wide(survey)[[column.name for column in columns]]
    books = {data: columns, INDICATOR_FILE: _indicator_columns(survey)}
    books[CODEBOOK_FILE] = columns_of(CODEBOOK_FILE) + [_column(entry) for entry in settings()["codebook"]]
    tables = {data: table, INDICATOR_FILE: _indicators(survey), CODEBOOK_FILE: codebook_table(books)}
    files = {name: to_csv(tables[name]) for name in tables}
    files[DDI] = ddi_xml(
        table,
        columns,
        study,
        file_name=data,
        fingerprint=hashlib.sha256(files[data]).hexdigest(),
        frequencies=True,
        ordinal=rating_columns(survey.indicators),
        concepts=global_codes(survey),
    )
    files[DESCRIPTION] = _description(study, files, books)
    contents = Contents(study, filled(study, table, columns), table, data, left_out)
    files[README] = readme(contents).encode("utf-8")
    lines = [f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items()]
    return files | {CHECKSUMS: "".join(lines).encode("utf-8")}


def codebook_table(books: dict[str, list[Column]]) -> pd.DataFrame:
    """The code book of some files as a table of text cells, one row a column of a file."""
    return pd.DataFrame([_row(file, column) for file, columns in books.items() for column in columns], dtype="str")


def _row(file: str, column: Column) -> dict[str, str]:
    codes = column.codes | {code: names for code, names in column.missing.items() if code}
    return {
        "file": file,
        "name": column.name,
        "type": column.type,
        "label_en": column.label_en,
        "label_vi": column.label_vi,
        "codes": "|".join(codes),
        "codes_en": "|".join(english for english, _vietnamese in codes.values()),
        "codes_vi": "|".join(vietnamese for _english, vietnamese in codes.values()),
        "mark": column.mark,
        "missing": "|".join(code for code in column.missing if code),
        "question_en": column.question_en,
        "question_vi": column.question_vi,
        "universe_en": column.universe_en,
        "universe_vi": column.universe_vi,
        "derivation": column.derivation,
        "security": column.security,
    }


def _column(entry: dict[str, Any]) -> Column:
    rest = {key: value for key, value in entry.items() if key not in ("en", "vi", "codes")}
    codes = {code: (names[0], names[1]) for code, names in entry.get("codes", {}).items()}
    return Column(**rest, label_en=entry["en"], label_vi=entry["vi"], codes=codes)


def _columns(survey: Survey, comments: str, described: list[Column]) -> tuple[list[Column], list[str]]:
    """The code book of the columns that are written, and what is said of the others."""
    known = {column.name: column for column in [*columns_of(SURVEY_FILE, survey.indicators), *described]}
    there = [*survey.respondents.columns, *rating_columns(survey.indicators)]
    if unknown := [name for name in there if name not in known]:
        raise CgdError(
            _("The column {column} is not in the code book. Describe it, or leave it out.").format(column=unknown[0])
        )
    free = [name for name in settings()["free_text"] if name in there]
    if comments == "write_checked":
        _no_identifiers(survey, free)
    if comments != "leave_out":
        return [known[name] for name in there], []
    sentence = _("The column {column}: people write names and telephone numbers in free text.")
    return [known[name] for name in there if name not in free], [sentence.format(column=name) for name in free]


def _no_identifiers(survey: Survey, columns: list[str]) -> None:
    for name in columns:
        found = identifiers(survey.respondents.set_index("respondent_id")[name])
        if len(found):
            raise CgdError(
                _(
                    "{count} direct identifiers stand in the column {column}, the first in record {row}. Remove "
                    'them, or export with comments="leave_out".'
                ).format(count=len(found), column=name, row=found["row"].iloc[0])
            )


def _nothing_open(survey: Survey) -> None:
    if len(survey.problems):
        raise CgdError(
            _("{count} cells of the survey are not allowed. Clean it before you export it.").format(
                count=len(survey.problems)
            )
        )


def _all_agreed(survey: Survey) -> None:
    """A record without consent is never written."""
    people = survey.respondents
    refused = pd.Series(False, index=people.index)
    for name in settings()["consent"]:
        if name in people:
            refused |= people[name].notna() & (people[name] != "yes")
    if "consent" in people:
        refused |= people["consent"].isna()
    if "guardian_consent" in people:
        refused |= _children(people) & (people["guardian_consent"] != "yes")
    if refused.any():
        raise CgdError(
            _("{count} records have no consent, the first is {row}. Delete them: they may not be handed over.").format(
                count=int(refused.sum()), row=people.loc[refused, "respondent_id"].iloc[0]
            )
        )


def _children(people: pd.DataFrame) -> pd.Series:
    """Who answered as a child: by group or form (not by age: a wrong age needs no guardian)."""
    return (people["group"] == "children") | people["instrument"].isin(settings()["restricted"]["instruments"])


def _restricted(people: pd.DataFrame) -> pd.Series:
    """Records of children (by group, form or age) and of LGBTIQ+ respondents."""
    rule = settings()["restricted"]
    young = (people["age"] < rule["under_age"]).fillna(False).astype(bool)
    return people["group"].isin(rule["groups"]) | _children(people) | young


def _care(count: int) -> Words:
    """What a file with restricted records says of itself."""
    notice = settings()["restricted"]["notice"]
    return {language: text.replace("{count}", str(count)) for language, text in notice.items()}


def _without_restricted(survey: Survey, mask: pd.Series, restricted: str) -> tuple[Survey, list[str]]:
    count = int(mask.sum())
    if not count or restricted == "write":
        return survey, []
    if restricted == "refuse":
        raise CgdError(
            _(
                "{count} records are of children or LGBTIQ+ respondents. They are no open data: export with "
                'restricted="leave_out", or "write" if somebody who may decide it has decided it.'
            ).format(count=count)
        )
    if count == len(survey.respondents):
        raise CgdError(_("Nothing is left to export: every record is of children or LGBTIQ+ respondents."))
    sentence = _("{count} of {all} records: children and LGBTIQ+ respondents. Figures made from this file lack them.")
    return survey.part(~mask), [sentence.format(count=count, all=len(survey.respondents))]


def _indicator_columns(survey: Survey) -> list[Column]:
    return [column for column in columns_of(INDICATOR_FILE) if column.name in survey.indicators]


def _indicators(survey: Survey) -> pd.DataFrame:
    table = survey.indicators[[column.name for column in _indicator_columns(survey)]]
    if "child_form" in table:
        table = table.assign(child_form=table["child_form"].map({True: "yes", False: "no"}))
    return table.astype(object).where(table.notna(), "").astype("str")


def _description(study: Study, files: dict[str, bytes], books: dict[str, list[Column]]) -> bytes:
    """The content of datapackage.json (https://datapackage.org/standard/data-package/, version 2.0)."""
    licence = {"name": study.licence_name, "path": study.licence_path, "title": study.licence["en"]}
    description = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": re.sub(r"[^a-z0-9]+", "-", study.title["en"].lower()).strip("-") or "survey",
        "title": study.title["en"],
        "title_vi": study.title["vi"],
        "description": study.abstract["en"],
        "description_vi": study.abstract["vi"],
        "version": study.version,
        "keywords": study.keywords["en"],
        "licenses": [{key: value for key, value in licence.items() if value}],
        "synthetic": study.synthetic,
        "resources": [_resource(name, content, books.get(name)) for name, content in files.items()],
    }
    return (json.dumps(description, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _resource(name: str, content: bytes, columns: list[Column] | None) -> dict[str, Any]:
    table = columns is not None
    return {
        "name": name.removesuffix(".csv").lower(),
        "path": name,
        **({"type": "table"} if table else {}),
        "format": name.rsplit(".", 1)[1],
        "mediatype": "text/csv" if table else "application/xml",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        **({"schema": schema(columns)} if columns is not None else {}),
    }


def _untouched(folder: Path) -> None:
    """Refuse to write over anything but an earlier export that nobody has changed."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(_("{folder} is a file. Name a folder to export to.").format(folder=folder))
    there = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    if not there:
        return
    sums = folder / CHECKSUMS
    parts = [line.partition("  ") for line in _lines(sums)]
    written = {name: fingerprint for fingerprint, _gap, name in parts}
    for name in there:
        path = folder / name
        if name != CHECKSUMS and (
            not path.is_file() or written.get(name) != hashlib.sha256(path.read_bytes()).hexdigest()
        ):
            raise CgdError(
                _("{folder} holds {file}, which is not as an export wrote it. Choose another folder.").format(
                    folder=folder, file=name
                )
            )


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else []
