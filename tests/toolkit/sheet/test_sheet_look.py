"""The workbook guides people: yellow cells open, the rest locked; choices as lists; and paper has room to write."""

import html
import re

import pytest
from openpyxl.cell.cell import MergedCell
from samples import FORM, village
from workbooks import SMALL, opened, rows, small_village, written

from cgd.toolkit.answers import new_answers
from cgd.toolkit.sheet.look import FIRST, INPUT
from cgd.toolkit.sheet.packing import HIDDEN
from cgd.toolkit.sheet.paper import paper_page
from cgd.toolkit.sheet.workbook import write_workbook
from cgd.toolkit.words import say, speaking


@pytest.fixture(scope="module", params=["en", "vi"])
def book(request):
    with speaking(request.param):
        return opened(write_workbook(village(), FORM))


def test_a_sheet_for_each_section_after_the_one_that_explains(book):
    titles = [sheet.title for sheet in book if sheet.title != HIDDEN]
    assert [title[:2] for title in titles[1:]] == [f"{section.id}." for section in FORM.sections]
    assert all(len(title) <= 31 for title in titles)
    assert book[HIDDEN].sheet_state == "veryHidden"


def test_only_the_yellow_cells_can_be_filled(book):
    for sheet in [s for s in book.worksheets[1:] if s.title != HIDDEN]:
        assert sheet.protection.sheet and not sheet.protection.password
        assert sheet.column_dimensions["A"].hidden
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            # Of merged cells only the first one is there to be typed into.
            assert isinstance(cell, MergedCell) or (cell.style == INPUT) != cell.protection.locked


def test_every_field_has_a_place_to_fill(book):
    names = {cell.value for sheet in book.worksheets if sheet.title != HIDDEN for cell in sheet["A"] if cell.value}
    for question in FORM.questions():
        assert {f"{question.id}!state", f"{question.id}!reason", f"{question.id}!proof"} <= names
        for entry in question.fields:
            name = f"{question.id}.{entry.id}"
            own = [n for n in names if n == name or n.startswith((f"{name}/", f"{name}:"))]
            ticks = entry.options if entry.type in ("multichoice", "checklist") else {}
            assert len(own) == (0 if entry.type == "computed" else max(1, len(entry.rows) + len(ticks)))


def test_it_prints_on_a4_across(book):
    for sheet in book.worksheets:
        if sheet.title != HIDDEN:
            assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
            assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
            assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_questions_of_the_first_tier_stand_out(book):
    shown = {}
    for sheet in book.worksheets:
        for cell in sheet["B"]:
            if found := re.match(r"([A-L]\d+)\. ", str(cell.value or "")):
                shown[found[1]] = cell.style == FIRST
    assert shown == {question.id: question.tier == 1 for question in FORM.questions()}


def test_a_list_warns_and_forbids_nothing(book):
    for sheet in book.worksheets:
        for rule in sheet.data_validations.dataValidation:
            assert rule.type != "list" or (rule.showErrorMessage and rule.errorStyle == "warning")
            assert rule.type == "list" or (rule.showInputMessage and 0 < len(rule.prompt) <= 255)


def test_choices_are_lists_in_the_language_in_use():
    with speaking("vi"):
        book = written(new_answers(SMALL))
    sheet, row = rows(book, "F8.claim")[0]
    rule = next(r for r in sheet.data_validations.dataValidation if f"C{row}" in r.sqref)
    where, cells = rule.formula1.split("!")
    assert [cell[0].value for cell in book[where][cells.replace("$", "")]][-1] == "Nhóm đó trong cả nước"


def test_a_table_has_eight_rows_to_add_unless_the_form_allows_fewer():
    book = written(small_village())
    assert len(rows(book, "F3.stages/")) == len(small_village().value("F3", "stages")) + 8
    assert len(rows(book, "K6.limits/")) == min(FORM.question("K6").field("limits").max_rows, 2 + 8)
    assert len(rows(book, "A2!proof")) == 3


def test_a_row_is_as_high_as_its_text_needs():
    book = written(small_village())
    sheet, row = rows(book, "B2.uses/sdg_report")[0]
    assert sheet.row_dimensions[row].height > 30


@pytest.mark.parametrize("language", ["en", "vi"])
def test_paper_has_every_question_and_a_box_for_every_choice(language):
    with speaking(language):
        page = paper_page(FORM, tiers=(1, 2, 3))
        for question in FORM.questions():
            fields = [entry for entry in question.fields if entry.type != "computed"]
            assert (f'id="{question.id}"' in page) == bool(fields)
            assert all(html.escape(say(entry.label)) in page for entry in fields)
    assert page.count("☐") > 300
    assert "☐ " not in page, "a box must not stand alone at the end of a line"


def test_paper_has_no_headings_without_words():
    page = paper_page(FORM, tiers=(1, 2, 3))
    assert not re.search(r"<th[^>]*>(&nbsp;|\s)*</th>", page)
    assert "<caption></caption>" not in page
