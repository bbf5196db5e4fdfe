"""Which files share a catalogue."""

from pathlib import Path

from cgd.course.units import ROOT, translatable_files

SAMPLE = Path(__file__).parent / "translation" / "sample"


def test_all_of_a_session_shares_one_catalogue_in_reading_order() -> None:
    files = translatable_files(SAMPLE)
    assert [path.relative_to(SAMPLE).as_posix() for path in files["s00_sample"]] == [
        "book/sessions/s00_sample.md",
        "notebooks/s00_sample.ipynb",
        "solutions/s00_sample/ex.ipynb",
        "slides/s00_sample.md",
        "book/facilitation/s00_sample.md",
    ]


def test_pages_settings_and_library_have_catalogues_of_their_own() -> None:
    files = translatable_files(SAMPLE)
    assert list(files) == ["cgd", "course", "glossary", "s00_sample"]
    assert [path.name for path in files["course"]] == ["_config.yml", "_toc.yml"]
    assert [path.name for path in files["glossary"]] == ["glossary.md"]


def test_what_editors_and_jupyter_leave_behind_is_no_source(tmp_path: Path) -> None:
    for name in (
        "notebooks/.ipynb_checkpoints/a.ipynb",
        "book/.hidden.md",
        "book/_build/x.md",
        "src/cgd/__pycache__/a.py",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    assert translatable_files(tmp_path) == {}


def test_the_checkout_is_found() -> None:
    assert (ROOT / "pyproject.toml").is_file()
    assert "cgd" in translatable_files()
