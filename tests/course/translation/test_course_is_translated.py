"""The course as it stands: every text has its translation, and every translation fits."""

import pytest

from cgd.course.notebooks import read_notebook
from cgd.course.translation import check, stage
from cgd.course.translation.code import shape
from cgd.course.units import visible
from cgd.language import LANGUAGES, SOURCE_LANGUAGE

TARGETS = [language for language in LANGUAGES if language != SOURCE_LANGUAGE]


@pytest.mark.parametrize("language", TARGETS)
def test_nothing_is_missing_stale_or_damaged(root, language):
    assert [str(problem) for problem in check(root, language)] == []


@pytest.mark.parametrize("language", TARGETS)
def test_translated_notebooks_differ_in_comments_and_strings_only(root, tmp_path, language):
    staged = stage(root, language, tmp_path / "pages", tmp_path / "answers")
    assert staged.untranslated == {}
    compared = changed = 0
    for folder, made in (("notebooks", tmp_path / "pages" / "notebooks"), ("solutions", tmp_path / "answers")):
        for path in visible(root / folder, "*.ipynb"):
            source, target = read_notebook(path), read_notebook(made / path.relative_to(root / folder))
            assert [cell.id for cell in source.cells] == [cell.id for cell in target.cells]
            for before, after in zip(source.cells, target.cells, strict=True):
                assert before.metadata == after.metadata
                changed += before.source != after.source
                if before.cell_type == "code":
                    compared += 1
                    assert shape(before.source) == shape(after.source), f"{path.name}#{before.id}"
    assert compared > 10
    assert changed > 20


def test_the_untranslated_course_is_the_sources_byte_for_byte(root, tmp_path):
    pages, answers = tmp_path / "pages", tmp_path / "answers"
    staged = stage(root, SOURCE_LANGUAGE, pages, answers)
    for path in staged.files:
        of_a_page = path.is_relative_to(pages)
        source = root / path.relative_to(pages) if of_a_page else root / "solutions" / path.relative_to(answers)
        assert path.read_bytes() == source.read_bytes()
    assert len(staged.files) > 8
