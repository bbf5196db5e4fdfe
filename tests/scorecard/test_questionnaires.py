"""The three forms: valid, the same bytes each time, bilingual, and true to what research and ethics ask of them."""

import io
import re
import shutil
import unicodedata
import zipfile
from xml.etree import ElementTree

import openpyxl
import pandas as pd
import pytest
from pyxform.xls2xform import convert

from cgd.scorecard.codebook import SURVEY_FILE, columns_of
from cgd.scorecard.kobo.forms import PACKAGE, choice_lists, forms, read_source
from cgd.scorecard.kobo.headers import key
from cgd.scorecard.make.questionnaires import documents, tables
from cgd.scorecard.package import package_files
from cgd.scorecard.sources import indicator_table, text_table

FORMS = forms()
LANGUAGES = ("en", "vi")
XHTML = {"x": "http://www.w3.org/2002/xforms"}


@pytest.fixture(scope="module")
def books() -> dict[str, bytes]:
    return documents(0)


def texts(form: str) -> dict[str, str]:
    """Everything that a form says: place -> text."""
    found = {}
    for question in FORMS[form].questions:
        for name in ("label", "hint", "constraint_message", "required_message"):
            for language, text in zip(LANGUAGES, getattr(question, name), strict=True):
                found[f"{question.name} {name} {language}"] = text
    return found


@pytest.mark.parametrize("form", FORMS)
def test_pyxform_takes_the_form_without_a_warning(books, form, tmp_path):
    path = tmp_path / FORMS[form].file
    path.write_bytes(books[FORMS[form].file])
    result = convert(path, validate=False)
    assert result.warnings == []
    root = ElementTree.fromstring(result.xform)
    languages = root.findall(".//x:translation", XHTML)
    assert {each.get("lang") for each in languages} == {"English (en)", "Tiếng Việt (vi)"}
    assert next(each.get("lang") for each in languages if each.get("default")) == "Tiếng Việt (vi)"
    assert FORMS[form].id in result.xform


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("java") is None, reason="ODK Validate is a Java program")
@pytest.mark.parametrize("form", FORMS)
def test_odk_validate_takes_the_form(books, form, tmp_path):
    path = tmp_path / FORMS[form].file
    path.write_bytes(books[FORMS[form].file])
    assert convert(path, validate=True).warnings == []


def test_same_sources_same_bytes(books):
    assert documents(1) == books
    assert list(books) == ["form1_adult.xlsx", "form2_cso.xlsx", "form3_child.xlsx"]
    for content in books.values():
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert {entry.date_time for entry in archive.infolist()} == {(2022, 1, 1, 0, 0, 0)}
            assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}
            dates = re.findall(rb"\d{4}-\d\d-\d\dT[\d:]+Z", archive.read("docProps/core.xml"))
            assert set(dates) == {b"2022-01-01T00:00:00Z"}


def test_the_workbook_keeps_codes_and_expressions_as_texts(books):
    book = openpyxl.load_workbook(io.BytesIO(books["form1_adult.xlsx"]))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    header = [cell.value for cell in book["survey"][1]]
    assert {"label::English (en)", "label::Tiếng Việt (vi)", "hint::English (en)"} <= set(header)
    provinces = [row[1].value for row in book["choices"].iter_rows(min_row=2) if row[0].value == "province"]
    assert len(provinces) == 63
    assert provinces[0] == "01"
    settings = dict(zip(*([cell.value for cell in row] for row in book["settings"].iter_rows()), strict=True))
    assert settings["default_language"] == "Tiếng Việt (vi)"
    assert settings["style"] == "pages"


@pytest.mark.parametrize("form", FORMS)
def test_every_text_is_there_in_both_languages(form):
    for question in FORMS[form].questions:
        for name in ("label", "hint", "constraint_message", "required_message"):
            english, vietnamese = getattr(question, name)
            assert bool(english) == bool(vietnamese), (question.name, name)
        assert bool(question.constraint) == bool(question.constraint_message.en), question.name
        visible = question.type not in ("start", "end", "today", "deviceid", "calculate", "end_group")
        assert bool(question.label.en) == visible, question.name
    for text in texts(form).values():
        assert text == unicodedata.normalize("NFC", text)
        assert text == " ".join(text.split())
    for choices in choice_lists().values():
        assert all(choice.label.en and choice.label.vi for choice in choices)


@pytest.mark.parametrize("form", FORMS)
def test_labels_and_names_tell_columns_of_an_export_apart(form):
    answers = FORMS[form].answers()
    names = [question.name for question in FORMS[form].questions if question.type != "end_group"]
    assert len(names) == len(set(names))
    for place in (0, 1):
        labels = [key(question.label[place]) for question in answers if question.label[place]]
        assert len(labels) == len(set(labels))
    for question in answers:
        for place in (0, 1):
            words = [key(choice.label[place]) for choice in choice_lists().get(question.list, ())]
            assert len(words) == len(set(words))


def test_forms_ask_the_published_indicators_twice():
    indicators = indicator_table()
    for form in FORMS.values():
        asked = indicators[indicators["child_form"]] if form.key == "child" else indicators
        ratings = [question for question in form.questions if question.list == "rating"]
        assert len(ratings) == 2 * len(asked) == (72 if form.key == "child" else 138)
        assert all(question.required for question in ratings)
    goals = [question.name for question in FORMS["adult"].questions if question.name.startswith("sdg_")]
    assert list(dict.fromkeys(goals)) == ["sdg_1", "sdg_4", "sdg_5", "sdg_8", "sdg_13", "sdg_16"]


def test_the_statistical_name_stands_beside_the_plain_sentence():
    plain = tables()["plain-language.csv"].set_index("indicator_id")
    for form in FORMS.values():
        labels = {question.name: question.label for question in form.questions if question.label.en}
        names = [name for name in labels if re.fullmatch(r"i\d+_\d\d", name)]
        for name in names:
            number = name[1:].replace("_", ".")
            words = "child" if form.key == "child" else "plain"
            for place, language in enumerate(LANGUAGES):
                assert labels[name][place] == f"{number} {plain.loc[number, f'name_{language}']}"
                assert plain.loc[number, f"{words}_{language}"] in labels[f"q{name[1:]}_2022"][place]
                assert "2022" in labels[f"q{name[1:]}_2022"][place]
                assert "2025" in labels[f"q{name[1:]}_2025"][place]


def test_dont_know_and_refused_are_no_marks():
    codes = [choice.code for choice in choice_lists()["rating"]]
    assert codes == ["1", "2", "3", "4", "5", "98", "99"]
    survey = next(column for column in columns_of(SURVEY_FILE, indicator_table()) if column.name == "q1_01_2022")
    for choice in choice_lists()["rating"][:5]:
        english, vietnamese = survey.codes[choice.code]
        assert choice.label == (f"{choice.code} – {english}", f"{choice.code} – {vietnamese}")


def test_washington_group_questions_are_unchanged():
    """English wording: BMC Public Health 2011, 11 (Suppl 4): S4, table 1; the four answers in the group's order."""
    wording = [
        "Do you have difficulty seeing, even if wearing glasses?",
        "Do you have difficulty hearing, even if using a hearing aid?",
        "Do you have difficulty walking or climbing steps?",
        "Do you have difficulty remembering or concentrating?",
        "Do you have difficulty (with self-care such as) washing all over or dressing?",
        "Using your usual (customary) language, do you have difficulty communicating, for example understanding or "
        "being understood?",
    ]
    for form in ("adult", "child"):
        items = [question for question in FORMS[form].questions if question.list == "wg"]
        assert [question.label.en for question in items] == wording
        assert {question.mark for question in items} == {"uncertain"}
        assert not any(question.required for question in items)
    assert not any(question.list == "wg" for question in FORMS["cso"].questions)
    answers = [choice.label.en for choice in choice_lists()["wg"]]
    assert answers == ["No – no difficulty", "Yes – some difficulty", "Yes – a lot of difficulty", "Cannot do at all"]


@pytest.mark.parametrize("form", ["adult", "child"])
def test_nothing_read_aloud_before_the_six_questions_speaks_of_disability(form):
    for question in FORMS[form].questions:
        if question.name == "wg_seeing":
            return
        for text in (*question.label, *question.hint):
            assert "disab" not in text.casefold(), question.name
            assert "khuyết tật" not in text.casefold(), question.name
    raise AssertionError("the six questions are missing")


def test_no_form_asks_for_sexual_orientation_or_a_name():
    for form in FORMS:
        for place, text in texts(form).items():
            assert not re.search(r"sexual orientation|gender identity|xu hướng tính dục|bản dạng giới", text), place
        questions = {question.name for question in FORMS[form].answers()}
        assert not questions & {"name", "phone", "address", "geopoint"}


def test_consent_comes_before_every_question_about_the_person():
    for form in FORMS.values():
        consented = False
        around = []
        for question in form.questions:
            if question.type == "begin_group":
                around.append("${consent} = 'yes'" in question.relevant)
            elif question.type == "end_group":
                around.pop()
            elif consented and question.answered:
                assert any(around), question.name
            consented |= question.name == "consent"
        assert consented


def test_children_need_two_agreements_and_may_stop():
    form = {question.name: question for question in FORMS["child"].questions if question.type != "end_group"}
    order = list(form)
    assert order.index("guardian_consent") < order.index("consent")
    assert form["assent"].relevant == "${guardian_consent} = 'yes'"
    assert form["age"].constraint == ". >= 11 and . <= 15"
    assert "111" in form["stop_rule"].label.vi
    assert "111" in form["thanks"].label.vi
    assert "guardian_consent" not in {question.name for question in FORMS["adult"].questions}


def test_organisations_have_no_age_sex_or_ethnicity():
    names = {question.name for question in FORMS["cso"].questions}
    assert not names & {"age", "sex", "ethnic_minority", "wg_seeing"}
    # An organisation is addressed as one; "bạn" speaks to the interviewer.
    told = {place for place, text in texts("cso").items() if re.search(r"\bbạn\b(?! tình)", text.casefold())}
    assert told == {"respondent_id label vi", "respondent_id constraint_message vi"}


def test_answers_fit_the_survey_file():
    """Every code that a form can send is allowed in the column that it fills, and patterns agree."""
    columns = {column.name: column for column in columns_of(SURVEY_FILE, indicator_table())}
    for form in FORMS.values():
        for question in form.answers():
            if not question.survey:
                continue
            column = columns[question.survey]
            codes = {choice.code for choice in choice_lists().get(question.list, ())} - {"no_answer"}
            if column.codes:
                assert codes <= set(column.codes), question.name
            elif column.pattern:
                assert all(re.fullmatch(column.pattern, code) for code in codes), question.name
                if "regex" in question.constraint:
                    assert question.constraint == f"regex(., '^{column.pattern}$')"
            if question.calculation and column.codes:
                assert question.calculation.strip("'") in column.codes
    asked = {question.survey for form in FORMS.values() for question in form.answers()}
    people = {column.name for column in columns_of(SURVEY_FILE)}
    assert people - asked == {"disability"}


def test_the_four_published_challenges_are_there():
    codes = [choice.code for choice in choice_lists()["obstacles"]]
    assert codes == ["infrastructure", "customs", "policy", "downturn", "other", "dont_know", "refused"]


def test_tables_follow_the_code_book():
    made = tables()
    files = package_files(PACKAGE, made, documents())
    assert {"questions.csv", "choices.csv", "plain-language.csv", "known_issues.csv", "codebook.csv"} <= set(files)
    for name, table in made.items():
        for column in columns_of(name, package=PACKAGE):
            cells = table[column.name]
            assert column.optional or (cells != "").all(), (name, column.name)
            if column.codes:
                assert set(cells) - {""} <= set(column.codes), (name, column.name)
            if column.pattern:
                assert cells[cells != ""].str.fullmatch(column.pattern).all(), (name, column.name)
    assert len(made["questions.csv"]) == sum(len(form.questions) for form in FORMS.values())
    used = set(made["questions.csv"]["list"]) - {""}
    assert used == set(made["choices.csv"]["list"])
    assert not made["choices.csv"].duplicated(["list", "code"]).any()


def test_placeholders_are_named_as_an_issue():
    found = {match for form in FORMS for text in texts(form).values() for match in re.findall(r"\[[^\]]+\]", text)}
    assert {"[DATE]", "[CHILD PROTECTION CONTACT]", "[NAME OF ORGANISATION, TELEPHONE, E-MAIL]"} <= found
    issues = text_table("known_issues.csv", PACKAGE).set_index("issue_id")
    assert "square brackets" in issues.loc["Q10", "problem"]


@pytest.mark.parametrize(
    "group, ages",
    [("youth", range(16, 31)), ("women", range(18, 121)), ("pwd", range(18, 121)), ("lgbtiq", range(18, 121))],
)
def test_ages_that_form_1_takes(group, ages):
    rule = next(question.constraint for question in FORMS["adult"].questions if question.name == "age")
    python = rule.replace("${group}", f"'{group}'").replace(" = ", " == ")
    taken = [age for age in range(131) if eval(re.sub(r"(?<![\w'])\. ", f"{age} ", python))]
    assert taken == list(ages)


def test_the_page_about_the_forms_says_what_they_are(root):
    page = " ".join((root / "book" / "datasheets" / "questionnaires.md").read_text(encoding="utf-8").split())
    count = {form.key: sum(question.list == "rating" for question in form.questions) for form in FORMS.values()}
    assert f"{count['adult'] // 2} indicators, form 3 for {count['child'] // 2}" in page
    assert f"{count['adult']} marks or {count['child']}" in page
    assert f"the {len(choice_lists()['province'])} provinces of 2022" in page
    issues = text_table("known_issues.csv", PACKAGE)
    assert f"has all {len(issues)}." in page
    assert set(re.findall(r"\| (Q\d\d) \|", page)) <= set(issues["issue_id"])
    for file in [*documents(), *tables()]:
        assert f"`{file}`" in page
    plain = tables()["plain-language.csv"].set_index("indicator_id").loc["5.03"]
    assert f'"{plain["plain_en"].rstrip(".")}"' in page
    assert plain["name_en"].startswith("Women subjected to violence by a partner")


def test_every_form_in_the_sources_is_used():
    for entry in [*read_source()["questions"], *read_source()["sdg_notes"]]:
        assert set(entry.get("forms", FORMS)) <= set(FORMS)
    assert pd.Series(list(choice_lists())).is_unique
