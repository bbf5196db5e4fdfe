"""A survey as DDI-Codebook 2.5: the XML in which data archives and statistics offices keep metadata of microdata.

Standard: DDI Alliance, DDI-Codebook 2.5 (2012; schema 2.5.1 of 2014-01-28), https://ddialliance.org/ddi-codebook. The
order of all elements is the schema's. Texts are there in English and in Vietnamese (`xml:lang`).
"""

import xml.etree.ElementTree as ET
from collections.abc import Collection, Mapping

import pandas as pd

from cgd.errors import CgdError
from cgd.language import _
from cgd.scorecard.codebook import SURVEY_FILE, Column, columns_of
from cgd.scorecard.export.ddi_variables import add_variables
from cgd.scorecard.export.elements import add, add_words, document
from cgd.scorecard.export.study import LANGUAGES, Study, Words
from cgd.scorecard.survey import YEARS, Survey
from cgd.scorecard.wide import rating_columns, to_wide

NAMESPACE = "ddi:codebook:2_5"
_SCHEMA = "http://www.ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"


def survey_ddi(survey: Survey, study: Study, *, frequencies: bool = False, made: str = "") -> bytes:
    """The DDI of a whole survey whose columns are all in the code book. Parameters and errors as for `ddi_xml`."""
    columns = columns_of(SURVEY_FILE, survey.indicators)
    return ddi_xml(
        to_wide(survey),
        columns,
        study,
        file_name="data-synthetic.csv" if study.synthetic else "data.csv",
        frequencies=frequencies,
        ordinal=rating_columns(survey.indicators),
        concepts=global_codes(survey),
        made=made,
    )


def ddi_xml(
    table: pd.DataFrame,
    columns: list[Column],
    study: Study,
    *,
    file_name: str,
    fingerprint: str = "",
    frequencies: bool = False,
    ordinal: Collection[str] = (),
    concepts: Mapping[str, str] | None = None,
    made: str = "",
) -> bytes:
    """A table of text cells and its code book as DDI-Codebook 2.5.

    Parameters
    ----------
    table
        The data as in the file, every cell a text. An `interview_date` gives the dates of collection, a `group` the
        groups and a `province_code` the number of provinces that the study's texts name.
    columns
        The code book, one entry a column of ``table``.
    study
        What is said of the survey as a whole. Its title says that the data are synthetic where they are.
    file_name, fingerprint
        The data file, and its SHA-256 in hexadecimal digits.
    frequencies
        Whether to count every category. Do so only where the reader may see the records too: a count of one or two
        people discloses as much as a table does.
    ordinal
        Names of the columns whose codes have an order.
    concepts
        Column and its code in the global list of SDG indicators.
    made
        Date of this document, year-month-day. Without it the document has none, and same data give same bytes.

    Raises
    ------
    CgdError
        A column of the table has no entry in the code book, or an entry no column.
    """
    _same_columns(table, columns)
    study = study.entitled(study.title["en"], study.title["vi"])
    attributes = {"xmlns": NAMESPACE, "xmlns:xsi": _XSI, "xsi:schemaLocation": f"{NAMESPACE} {_SCHEMA}"}
    root = ET.Element("codeBook", {**attributes, "version": "2.5", "xml:lang": "en"})
    _document(root, study, made)
    _study(root, study, filled(study, table, columns), table)
    _file(root, table, file_name, fingerprint)
    data = add(root, "dataDscr")
    add_variables(data, table, columns, frequencies=frequencies, ordinal=ordinal, concepts=concepts or {})
    return document(root)


def global_codes(survey: Survey) -> dict[str, str]:
    """The code in the global list of SDG indicators of each rating column that has one."""
    if "global_code" not in survey.indicators:
        return {}
    codes = survey.indicators["global_code"].repeat(len(YEARS))
    pairs = zip(rating_columns(survey.indicators), codes, strict=True)
    return {name: code for name, code in pairs if pd.notna(code) and code}


def filled(study: Study, table: pd.DataFrame, columns: list[Column]) -> dict[str, Words]:
    """The study's texts in which {records}, {provinces} and {groups} stand, filled in from the data."""
    group = next((column for column in columns if column.name == "group"), None)
    present = set(table["group"]) if "group" in table else set()
    texts: dict[str, Words] = {"geography": {}, "universe": {}}
    for place, language in enumerate(LANGUAGES):
        names = [names[place] for code, names in (group.codes if group else {}).items() if code in present]
        values = {
            "records": len(table),
            "provinces": table["province_code"].nunique() if "province_code" in table else 0,
            "groups": "; ".join(names),
        }
        for name, words in texts.items():
            text = getattr(study, name)[language]
            for key, value in values.items():
                text = text.replace(f"{{{key}}}", str(value))
            words[language] = text
    return texts


def _same_columns(table: pd.DataFrame, columns: list[Column]) -> None:
    described = [column.name for column in columns]
    for name in table.columns:
        if name not in described:
            raise CgdError(
                _("The column {column} is not in the code book. Describe it, or leave it out.").format(column=name)
            )
    for name in described:
        if name not in table:
            raise CgdError(_("The code book describes the column {column}, which the data lack.").format(column=name))


def _title_statement(citation: ET.Element, title: str, vietnamese: str) -> None:
    statement = add(citation, "titlStmt")
    add(statement, "titl", title, "en")
    add(statement, "parTitl", vietnamese, "vi")


def _document(root: ET.Element, study: Study, made: str) -> None:
    """Who described the data (docDscr)."""
    citation = add(add(root, "docDscr"), "citation")
    _title_statement(citation, f"Code book: {study.title['en']}", f"Sổ mã: {study.title['vi']}")
    production = add(citation, "prodStmt")
    add(production, "producer", study.producer)
    if made:
        add(production, "prodDate", made, date=made)


def _study(root: ET.Element, study: Study, texts: dict[str, Words], table: pd.DataFrame) -> None:
    """Who was asked, when, where, how, and what the answers cannot say (stdyDscr)."""
    description = add(root, "stdyDscr")
    _citation(description, study)
    information = add(description, "stdyInfo")
    subject = add(information, "subject")
    for language, words in study.keywords.items():
        for word in words:
            add(subject, "keyword", word, language)
    add_words(information, "abstract", study.abstract)
    _summary(information, study, texts, table)
    for limit in study.limits:
        add_words(information, "notes", limit, type="limit")
    _method(description, study)
    access = add(add(description, "dataAccs"), "useStmt")
    add_words(access, "confDec", study.confidentiality)
    add_words(access, "restrctn", study.access)
    if study.contact:
        add(access, "contact", study.contact, email=study.email)
    add_words(access, "conditions", study.licence)
    add_words(access, "disclaimer", study.limits[0])


def _citation(description: ET.Element, study: Study) -> None:
    citation = add(description, "citation")
    _title_statement(citation, study.title["en"], study.title["vi"])
    add(add(citation, "rspStmt"), "AuthEnty", study.producer)
    add(add(citation, "prodStmt"), "producer", study.producer)
    if study.contact:
        add(add(citation, "distStmt"), "contact", study.contact, email=study.email)
    add(add(citation, "verStmt"), "version", study.version)


def _summary(information: ET.Element, study: Study, texts: dict[str, Words], table: pd.DataFrame) -> None:
    summary = add(information, "sumDscr")
    dates = table["interview_date"] if "interview_date" in table else pd.Series(dtype="str")
    dates = dates[dates != ""]
    if len(dates):
        add(summary, "collDate", dates.min(), date=dates.min(), event="start")
        add(summary, "collDate", dates.max(), date=dates.max(), event="end")
    nation = dict(study.nation)
    short = nation.pop("abbr", "")
    add_words(summary, "nation", nation, abbr=short)
    add_words(summary, "geogCover", texts["geography"])
    add_words(summary, "anlyUnit", study.unit)
    add_words(summary, "universe", texts["universe"])
    add_words(summary, "dataKind", study.kind)


def _method(description: ET.Element, study: Study) -> None:
    method = add(description, "method")
    collection = add(method, "dataColl")
    add_words(collection, "sampProc", study.sampling)
    add_words(collection, "collMode", study.mode)
    add_words(collection, "weight", study.weighting)
    add_words(add(method, "anlyInfo"), "EstSmpErr", study.sampling_error)


def _file(root: ET.Element, table: pd.DataFrame, name: str, fingerprint: str) -> None:
    """The data file (fileDscr)."""
    text = add(add(root, "fileDscr", ID="F1", URI=name), "fileTxt")
    add(text, "fileName", name)
    if fingerprint:
        mark = add(text, "dataFingerprint", type="dataFile")
        add(mark, "digitalFingerprintValue", fingerprint)
        add(mark, "algorithmSpecification", "SHA-256")
    size = add(text, "dimensns")
    add(size, "caseQnty", str(len(table)))
    add(size, "varQnty", str(table.shape[1]))
    add(text, "fileType", "text/csv", charset="UTF-8")
