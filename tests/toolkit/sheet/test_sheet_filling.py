"""What people type is understood as they mean it; what is not understood is told, cell by cell, and kept."""

import datetime
from dataclasses import replace

import pytest
from samples import FORM
from workbooks import SMALL, closed, holding, insert, put, read, rows, small_village, written

from cgd.language import LANGUAGES
from cgd.toolkit.answers import new_answers
from cgd.toolkit.sheet.labels import Labels
from cgd.toolkit.sheet.packing import HIDDEN
from cgd.toolkit.sheet.reading import read_workbook
from cgd.toolkit.words import say, speaking


def empty():
    return written(new_answers(SMALL, "vi"))


def test_what_people_fill_in_is_read():
    with speaking("vi"):
        book = empty()
    put(book, "B1.problem", "Nước đục")
    put(book, "B2.uses/advocacy", "Sửa ống", "Xã", "12/2026", "nhóm đó ở  những nơi đã ĐẾN")
    put(book, "F3.stages/", "bản", "purposive")
    put(book, "F3.stages/", "hộ", "Tất cả, không chọn", nth=2)
    put(book, "E1.kind:perception", "Có")
    put(book, "D4.protection:parent", "không")
    put(book, "G5!state", "Không ai biết")
    put(book, "G5!reason", "Không ghi lại")
    put(book, "A2!proof", "Biên bản", "bb.pdf")
    put(book, "A1.date", datetime.datetime(2026, 10, 2))
    put(book, "D9.limit", 10)
    found, messages = read(book)
    assert messages == []
    assert found.value("B1", "problem") == "Nước đục"
    advocacy = {"decision": "Sửa ống", "maker": "Xã", "date": "2026-12", "claim": "places"}
    assert found.rows("B2", "uses")["advocacy"] == advocacy
    stages = [{"stage": "bản", "method": "purposive"}, {}, {"stage": "hộ", "method": "all"}]
    assert found.value("F3", "stages") == stages
    assert found.value("E1", "kind") == ["perception"]
    assert found.value("D4", "protection") == {"parent": "no"}
    assert (found.of("G5").state, found.of("G5").reason) == ("unknown", "Không ghi lại")
    assert found.of("A2").proof[0].link == "bb.pdf"
    assert found.value("A1", "date") == "2026-10-02"
    assert found.value("D9", "limit") == 10


@pytest.mark.parametrize("words", ["Hộ gia đình; Người", "person,household", "Household\nperson; ", "PERSON;household"])
def test_several_choices_in_one_cell(words):
    book = empty()
    columns = [column.id for column in SMALL.question("I1").field("statistics").columns]
    put(book, "I1.statistics/", *({"name": "Tỷ lệ", "units": words}.get(column) for column in columns))
    found, messages = read(book)
    assert messages == []
    assert found.value("I1", "statistics") == [{"name": "Tỷ lệ", "units": ["person", "household"]}]


@pytest.mark.parametrize("words", ["Yes", "có", "X", "✓", True, " yes "])
def test_a_tick_however_it_is_typed(words):
    book = empty()
    put(book, "E1.kind:perception", words)
    assert read(book)[0].value("E1", "kind") == ["perception"]


@pytest.mark.parametrize("typed", [datetime.date(2026, 10, 2), "2/10/2026", "2026-10-02", " 02/10/2026 "])
def test_a_date_however_it_is_typed(typed):
    book = empty()
    put(book, "A1.date", typed)
    assert read(book)[0].value("A1", "date") == "2026-10-02"


@pytest.mark.parametrize(("typed", "number"), [(10, 10), (10.0, 10), ("10", 10), ("12,5", 12.5), (12.5, 12.5)])
def test_a_number_however_it_is_typed(typed, number):
    book = empty()
    put(book, "D9.limit", typed)
    assert read(book)[0].value("D9", "limit") == number


@pytest.mark.parametrize(
    ("path", "values", "question", "label", "column"),
    [
        ("F8.claim", ["everybody"], "F8", "speak of", "C"),
        ("D9.limit", ["about ten"], "D9", "Smallest", "C"),
        ("A1.date", ["last summer"], "A1", "Date", "C"),
        ("B2.uses/advocacy", ["x", "y", "soon"], "B2", "Intended uses, By when", "E"),
        ("B2.uses/community_learning", ["x", "y", "2026", "all the world"], "B2", "Of whom it speaks", "F"),
        ("F3.stages/", ["x", "we just went"], "F3", "How chosen", "D"),
        ("D4.protection:parent", ["maybe"], "D4", "Protection", "C"),
        ("E1.kind:perception", ["a little"], "E1", "What is measured", "C"),
    ],
)
def test_what_is_not_understood_is_told_with_its_cell_and_kept(path, values, question, label, column):
    book = written(small_village())
    put(book, path, *values)
    sheet, row = rows(book, path)[0]
    found, messages = read(book)
    assert len(messages) == 1 and "\n" not in messages[0]
    assert messages[0].startswith(f"{sheet.title} {column}{row}, {question}, ")
    assert label in messages[0] and values[-1] in messages[0]
    assert values[-1] in str(found.unplaced[path.split("/")[0].split(":")[0]])
    # As in the form: what stood there still stands.
    assert found.answers == small_village().answers


def test_a_message_speaks_of_labels_not_of_codes():
    book = written(small_village())
    put(book, "F8.claim", "everybody")
    _found, [message] = read(book)
    assert "“everybody” is not in the list" in message
    assert "places" not in message


def test_an_answer_in_place_of_a_draft_ends_the_draft():
    book = written(replace(holding("D9", "k", 5), unplaced={"D9.limit": "about ten"}))
    put(book, "D9.limit", 10)
    found, messages = read(book)
    assert (found.value("D9", "limit"), dict(found.unplaced), messages) == (10, {}, [])


def test_a_state_that_is_none_is_told_and_nothing_changes():
    book = written(small_village())
    put(book, "G5!state", "có lẽ")
    found, [message] = read(book)
    assert "có lẽ" in message
    assert found.answers == small_village().answers


@pytest.mark.parametrize(("nth", "below", "place"), [(0, 0, 0), (0, 1, 1), (1, 1, 2)])
def test_rows_inserted_into_a_table(nth, below, place):
    book = written(small_village())
    insert(book, "F3.stages/", "xóm", "snowball", nth=nth, below=below)
    found, messages = read(book)
    assert messages == []
    stages = list(found.value("F3", "stages"))
    assert stages.pop(place) == {"stage": "xóm", "method": "snowball"}
    assert stages == small_village().value("F3", "stages")


def test_rows_inserted_do_not_move_long_texts_to_others():
    long = ["một " * 20_000, "hai " * 20_000]
    book = written(holding("F3", "stages", [{"stage": text} for text in long]))
    insert(book, "F3.stages/", "xóm", below=0)
    assert [row["stage"] for row in read(book)[0].value("F3", "stages")] == ["xóm", *long]


def test_more_proofs_than_there_were_rows_for():
    book = written(small_village())
    insert(book, "A2!proof", "Ảnh", "anh.jpg", nth=0)
    found, messages = read(book)
    assert messages == []
    assert [proof.title for proof in found.of("A2").proof] == ["Biên bản họp bản", "Ảnh"]


def test_sheets_renamed_moved_hidden_and_columns_widened():
    book = written(small_village())
    sheet, _row = rows(book, "F3.stages/")[0]
    sheet.title = "của tôi"
    sheet.column_dimensions["C"].width = 80
    sheet.sheet_state = "hidden"
    book.move_sheet(sheet, -3)
    assert read(book) == (small_village(), [])


def test_a_sheet_that_is_gone_changes_nothing():
    book = written(small_village())
    del book[rows(book, "F3.stages/")[0][0].title]
    assert read(book) == (small_village(), [])


@pytest.mark.parametrize("path", ["B1.problem", "B2.uses/local_service", "E1.kind:experience", "G5!state", "G5!reason"])
def test_a_row_that_is_gone_changes_nothing(path):
    book = written(small_village())
    sheet, row = rows(book, path)[0]
    sheet.delete_rows(row)
    assert read(book) == (small_village(), [])


@pytest.mark.parametrize("path", ["B1.problem", "B2.uses/local_service", "E1.kind:experience", "F3.stages/"])
def test_what_people_empty_is_empty_and_nothing_else(path):
    book = written(small_village())
    put(book, path, None, None, None, None)
    found, messages = read(book)
    assert messages == []
    question = path.split(".")[0]
    assert found.of(question) != small_village().of(question)
    assert found.with_answer(question, small_village().of(question)) == small_village()


@pytest.mark.parametrize(("path", "column"), [("B1.problem", 9), ("A2.partners/", 12), ("D4.protection:parent", 9)])
def test_what_is_typed_beside_the_yellow_cells_is_told_and_kept(path, column):
    book = written(small_village())
    sheet, row = rows(book, path)[0]
    sheet.cell(row, column).value = "hỏi lại chị Lan"
    where = f"{sheet.title} {sheet.cell(row, column).coordinate}"
    found, [message] = read(book)
    assert message.startswith(where) and "hỏi lại chị Lan" in message
    assert found == replace(small_village(), unplaced={where: "hỏi lại chị Lan"})


@pytest.mark.parametrize(("row", "column"), [(60_000, 3), (1_048_576, 60), (None, 60)])
def test_what_is_typed_far_away_is_told_and_kept(row, column):
    book = written(small_village())
    sheet, filled = rows(book, "B1.problem")[0]
    cell = sheet.cell(row or filled, column, "Ghi chú của bản")
    found, [message] = read(book)
    assert message.startswith(f"{sheet.title} {cell.coordinate}")
    assert found == replace(small_village(), unplaced={f"{sheet.title} {cell.coordinate}": "Ghi chú của bản"})


@pytest.mark.parametrize("path", ["B2.uses/local_service", "B1.problem"])
def test_a_row_inserted_where_no_row_can_be_is_told_and_kept(path):
    book = written(small_village())
    insert(book, path, "thêm")
    found, [message] = read(book)
    assert "thêm" in message
    assert "thêm" in found.unplaced.values() and found.answers == small_village().answers


def test_a_copied_sheet_adds_nothing_twice_and_loses_nothing():
    book = written(small_village())
    sheet, row = rows(book, "F3.stages/")[0]
    sheet.title = "F"
    copy = book.copy_worksheet(sheet)
    copy.cell(row, 3).value = "xóm"
    _sheet, claim = next(place for place in rows(book, "F8.claim") if place[0] == copy)
    copy.cell(claim, 3).value = "Only the people who answered"
    found, messages = read(book)
    assert len(messages) == 3
    assert found.answers == small_village().answers
    method = sheet.cell(row, 4).value
    assert sorted(found.unplaced.values()) == sorted(["xóm", method, "Only the people who answered"])


def test_a_row_copied_over_another_of_the_same_table_loses_nothing():
    book = written(small_village())
    put(book, "B2.uses/advocacy", "Sửa ống")
    sheet, row = rows(book, "B2.uses/advocacy")[0]
    sheet.cell(row, 1).value = "B2.uses/local_service"
    found, messages = read(book)
    assert len(messages) == 1 and "Sửa ống" in found.unplaced.values()
    assert found.answers == small_village().answers


def test_a_place_that_the_form_no_longer_has_is_told_and_kept():
    book = written(small_village())
    sheet, row = rows(book, "B1.problem")[0]
    sheet.cell(row, 1).value = "B9.trouble"
    found, [message] = read(book)
    assert message.startswith(f"{sheet.title} C{row}")
    assert found.answers == small_village().answers
    assert list(found.unplaced.values()) == [small_village().value("B1", "problem")]


def test_a_damaged_hidden_sheet_is_told_and_the_yellow_cells_are_read():
    book = written(small_village())
    book[HIDDEN]["A1"] = "{}"
    found, [message] = read(book)
    assert "damaged" in message
    said = {name: answer.values for name, answer in found.answers.items()}
    assert said == {name: answer.values for name, answer in small_village().answers.items()}


def test_a_workbook_of_a_smaller_form_is_read_with_a_larger_one():
    assert read_workbook(closed(written(small_village())), FORM) == (small_village(), [])


def test_every_label_means_its_own_option_in_every_language():
    labels = Labels()
    for question in FORM.questions():
        for entry in [part for field in question.fields for part in (field, *field.columns)]:
            for code, words in entry.options.items():
                assert labels.code(entry, code) == code
                for language in LANGUAGES:
                    with speaking(language):
                        label = say(words)
                    assert labels.code(entry, label.upper()) == code, f"{question.id} {entry.id}"
                    assert labels.codes(entry, label) == [code], f"{question.id} {entry.id}"
