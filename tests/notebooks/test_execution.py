"""Every notebook runs under papermill, untouched, in every language: as it is, for another group, on other data."""

from pathlib import Path

import pytest

from cgd.course.execution import execute
from cgd.course.layout import HERE
from cgd.course.notebooks import read_notebook
from cgd.course.translation import stage
from cgd.errors import CgdError
from cgd.language import LANGUAGES
from cgd.scorecard.make import make_package, write_files

NOTEBOOKS = sorted(path.name for path in (HERE.root / "notebooks").glob("*.ipynb"))
OTHER_SEED = 7


@pytest.fixture(scope="session")
def staged(tmp_path_factory) -> dict[str, Path]:
    """The sources in every language, in a folder of their own."""
    folder = tmp_path_factory.mktemp("staged")
    for language in LANGUAGES:
        stage(HERE.root, language, folder / language, folder / f"solutions-{language}")
    return {language: folder / language for language in LANGUAGES}


@pytest.fixture(scope="session")
def other_data(tmp_path_factory) -> Path:
    """The survey made from another seed."""
    folder = tmp_path_factory.mktemp("data") / "scorecard-other-seed"
    write_files(make_package("scorecard-2022", OTHER_SEED), folder)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("variant", ["as it is", "another group", "another seed"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_runs_from_top_to_bottom(name, language, variant, staged, other_data, tmp_path):
    parameters = {
        "as it is": {},
        "another group": {"group": "lgbtiq"},
        "another seed": {"data": str(other_data)},
    }[variant]
    target = tmp_path / name
    execute(staged[language] / "notebooks" / name, target, staged[language] / "notebooks", parameters)
    executed = read_notebook(target)
    outputs = [output for cell in executed.cells for output in cell.get("outputs", [])]
    assert not [output for output in outputs if output.output_type == "error" or output.get("name") == "stderr"]
    pictures = [output for output in outputs if "image/png" in output.get("data", {})]
    forms = [output for output in outputs if "application/vnd.jupyter.widget-view+json" in output.get("data", {})]
    assert pictures or forms
    assert all(picture.metadata["image/png"]["alt"] for picture in pictures)


def test_there_is_a_notebook_to_run():
    assert NOTEBOOKS


@pytest.mark.slow
def test_an_unknown_group_stops_with_the_allowed_ones(staged, tmp_path):
    notebook = staged["en"] / "notebooks" / NOTEBOOKS[0]
    with pytest.raises(CgdError, match="children, youth, women, pwd, lgbtiq, cso"):
        execute(notebook, tmp_path / "out.ipynb", notebook.parent, {"group": "men"})
