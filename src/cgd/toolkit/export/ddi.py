"""A filled Toolkit as DDI-Codebook 2.5: the XML in which data archives and statistics offices keep such descriptions.

Standard: DDI Alliance, DDI-Codebook 2.5. Where an answer belongs, the bank says (`ddi` of each question, as the
World Bank's JSON schema names it); an answer without such a place becomes a note of the study. None is left out.
"""

import xml.etree.ElementTree as ET

from cgd.language import language
from cgd.scorecard.export.elements import add, document
from cgd.toolkit.answers import Answers
from cgd.toolkit.bank import Question, Toolkit
from cgd.toolkit.export.parts import name_of
from cgd.toolkit.export.plain import answer_text
from cgd.toolkit.words import say

NAMESPACE = "ddi:codebook:2_5"

# The elements that take answers, in the order of the schema, each with the paths of the bank that lead to it.
# An element whose text stands in a child of its own is written parent/child.
_STUDY = "study_desc."
_INFO, _COLLECTION, _ANALYSIS = (
    "study_desc.study_info.",
    "study_desc.method.data_collection.",
    "study_desc.method.analysis_info.",
)
_ORDER: dict[str, tuple[tuple[str, str], ...]] = {
    "studyAuthorization": (("authorizationStatement", _STUDY + "study_authorization"),),
    "stdyInfo": (
        ("abstract", _INFO + "abstract"),
        ("sumDscr/geogCover", _INFO + "geog_coverage"),
        ("sumDscr/anlyUnit", _INFO + "analysis_unit"),
        ("sumDscr/universe", _INFO + "universe"),
        ("qualityStatement/otherQualityStatement", _INFO + "quality_statement"),
    ),
    "studyDevelopment": (
        ("developmentActivity/description", _STUDY + "study_development"),
        ("developmentActivity/description", _STUDY + "study_development.development_activity"),
        ("developmentActivity/participant", _STUDY + "study_development.development_activity.participants"),
    ),
    "method": (
        ("dataColl/timeMeth", _COLLECTION + "time_method"),
        ("dataColl/dataCollector", _COLLECTION + "data_collectors"),
        ("dataColl/collectorTraining", _COLLECTION + "collector_training"),
        ("dataColl/sampProc", _COLLECTION + "sampling_procedure"),
        ("dataColl/sampleFrame/txt", _COLLECTION + "sample_frame"),
        ("dataColl/deviat", _COLLECTION + "sampling_deviation"),
        ("dataColl/collMode", _COLLECTION + "coll_mode"),
        ("dataColl/resInstru", _COLLECTION + "research_instrument"),
        ("dataColl/instrumentDevelopment", _COLLECTION + "instru_development"),
        ("dataColl/sources/dataSrc", _COLLECTION + "sources"),
        ("dataColl/collSitu", _COLLECTION + "coll_situation"),
        ("dataColl/actMin", _COLLECTION + "act_min"),
        ("dataColl/ConOps", _COLLECTION + "control_operations"),
        ("dataColl/weight", _COLLECTION + "weight"),
        ("dataColl/cleanOps", _COLLECTION + "cleaning_operations"),
        ("notes", _STUDY + "method.method_notes"),
        ("notes", _STUDY + "method.notes"),
        ("anlyInfo/respRate", _ANALYSIS + "response_rate"),
        ("anlyInfo/EstSmpErr", _ANALYSIS + "sampling_error_estimates"),
        ("anlyInfo/dataAppr", _ANALYSIS + "data_appraisal"),
        ("dataProcessing", _STUDY + "method.data_processing"),
        ("codingInstructions/txt", _COLLECTION + "coding_instructions"),
    ),
    "dataAccs": (
        ("useStmt/confDec", _STUDY + "data_access.dataset_use.conf_dec"),
        ("useStmt/conditions", _STUDY + "data_access"),
        ("useStmt/disclaimer", _STUDY + "data_access.dataset_use.disclaimer"),
    ),
}
# Elements that stand once in their parent, and parents that hold one child only.
_ONE_A_PARENT = ("sampleFrame", "codingInstructions", "developmentActivity")


def toolkit_ddi(answers: Answers, toolkit: Toolkit, *, survey_ddi: bytes | None = None) -> bytes:
    """The answers as DDI-Codebook.

    Parameters
    ----------
    survey_ddi
        What `cgd.scorecard.export` makes of the survey itself: its files and variables are taken over as they are.

    Raises
    ------
    xml.etree.ElementTree.ParseError
        ``survey_ddi`` is no XML.
    """
    root = ET.Element("codeBook", {"xmlns": NAMESPACE, "version": "2.5", "xml:lang": language()})
    study = add(root, "stdyDscr")
    _citation(study, answers, toolkit)
    told: set[str] = set()
    for top, places in _ORDER.items():
        part = ET.Element(top)
        told |= _part(part, places, answers, toolkit)
        if len(part):
            study.append(part)
    for question in toolkit.questions():
        if question.id not in told and not answers.of(question.id).is_empty():
            add(study, "notes", _text(question, answers), answers.language, type="toolkit", subject=question.id)
    for name, value in answers.unplaced.items():
        add(study, "notes", f"{name}: {value}", answers.language, type="toolkit", subject="unplaced")
    if survey_ddi:
        _take_over(root, survey_ddi)
    return document(root)


def _citation(study: ET.Element, answers: Answers, toolkit: Toolkit) -> None:
    """Title, producers, money, contact, version: typed elements; their questions' whole answers are notes besides."""
    citation = add(study, "citation")
    titles = add(citation, "titlStmt")
    add(titles, "titl", name_of(answers, toolkit), answers.language)
    if answers.value("A1", "short_name"):
        add(titles, "altTitl", str(answers.value("A1", "short_name")), answers.language)
    partners = [row for row in answers.rows("A2", "partners").values() if row.get("name")]
    if partners:
        responsible = add(citation, "rspStmt")
        for row in partners:
            add(responsible, "AuthEnty", row["name"], answers.language)
    if answers.value("A4", "payers"):
        add(add(citation, "prodStmt"), "fundAg", str(answers.value("A4", "payers")), answers.language)
    _distribution(citation, answers)
    version = answers.value("A1", "version")
    if version:
        add(add(citation, "verStmt"), "version", str(version), date=str(answers.value("A1", "date") or ""))


def _distribution(citation: ET.Element, answers: Answers) -> None:
    contacts = [row for row in answers.rows("A3", "contacts").values() if row.get("reach")]
    released = answers.value("J7", "released")
    if not contacts and not released:
        return
    part = add(citation, "distStmt")
    for row in contacts:
        reach = row["reach"]
        add(part, "contact", row.get("contact", reach), answers.language, email=reach if "@" in reach else "")
    if released:
        add(part, "distDate", str(released), date=str(released))


def _part(part: ET.Element, places: tuple[tuple[str, str], ...], answers: Answers, toolkit: Toolkit) -> set[str]:
    told: set[str] = set()
    for place, path in places:
        for question in toolkit.questions():
            # An answer has one place: the first of its paths that there is an element for.
            first = next((p for p in question.ddi if p in _PATHS), None)
            if first == path and not answers.of(question.id).is_empty():
                _put(part, place.split("/"), _text(question, answers), answers.language)
                told.add(question.id)
    return told


def _put(parent: ET.Element, place: list[str], text: str, tongue: str) -> None:
    """Add an element at ``place`` below ``parent``, in parents that are there or, where they hold one, in new ones."""
    for tag in place[:-1]:
        found = None if tag in _ONE_A_PARENT else parent.find(tag)
        parent = add(parent, tag) if found is None else found
    add(parent, place[-1], text, tongue)


def _text(question: Question, answers: Answers) -> str:
    return f"{question.id}. {say(question.text)}\n{answer_text(question, answers.of(question.id))}"


def _take_over(root: ET.Element, survey_ddi: bytes) -> None:
    for child in ET.fromstring(survey_ddi):
        name = child.tag.rpartition("}")[2]
        if name in ("fileDscr", "dataDscr", "otherMat"):
            for element in child.iter():
                element.tag = element.tag.rpartition("}")[2]
            root.append(child)


_PATHS = {path for places in _ORDER.values() for _place, path in places}
