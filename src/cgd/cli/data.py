"""cgd data: the survey as files."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cgd.language import _, allowed

if TYPE_CHECKING:
    import pandas as pd

app = typer.Typer(
    help="The survey: a tidy table, the checks of the published figures, the synthetic data.", no_args_is_help=True
)
AsJson = Annotated[bool, typer.Option("--json", help="for machines")]
State = Annotated[str, typer.Option(help="clean, or raw: as a field team would hand it in")]
Dataset = Annotated[str, typer.Argument(help="a dataset's name or folder, e.g. datasets/scorecard-2022")]


@app.command("long")
def long_table(
    dataset: Dataset,
    group: Annotated[str | None, typer.Option(help="one group only, e.g. women")] = None,
) -> None:
    """Write the tidy long table as CSV to stdout: one row per respondent, indicator and year."""
    from cgd import scorecard

    table = scorecard.long_table(scorecard.load(dataset))
    if group is not None:
        if group not in scorecard.GROUPS:
            raise allowed("group", group, scorecard.GROUPS)
        table = table[table["group"] == group]
    sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
    table.to_csv(sys.stdout, index=False, lineterminator="\n")


@app.command()
def check(
    dataset: Dataset = "scorecard-2022",
    key: Annotated[Path | None, typer.Option(help="answer key: say what share of the planted faults is found")] = None,
    as_json: AsJson = False,
) -> None:
    """Check the published figures (F01 ...) on a clean survey, or with --key the checks on one as it came in.

    Exit status 1 when a published figure does not hold. With --key a dataset's name stands for its raw file.
    """
    from cgd import scorecard
    from cgd.scorecard.detection import detection, read_key

    if key is not None:
        survey = scorecard.read(dataset, "raw")
        _show(detection(survey, scorecard.check_quality(survey), read_key(key)), as_json)
        return
    findings = scorecard.check_all(scorecard.load(dataset))
    _show(findings, as_json)
    raise typer.Exit(0 if findings["holds"].all() else 1)


@app.command()
def problems(dataset: Dataset = "scorecard-2022", state: State = "clean", as_json: AsJson = False) -> None:
    """List every cell of a survey that the code book does not allow; exit status 1 when there is one."""
    from cgd import scorecard

    found = scorecard.read(dataset, state).problems
    _show(found, as_json)
    raise typer.Exit(1 if len(found) else 0)


@app.command()
def quality(dataset: Dataset = "scorecard-2022", state: State = "clean", as_json: AsJson = False) -> None:
    """List what the quality checks (FIG03 ...) find in a survey; exit status 1 when they find something."""
    from cgd import scorecard

    found = scorecard.check_quality(scorecard.read(dataset, state))
    _show(found, as_json)
    raise typer.Exit(1 if len(found) else 0)


@app.command()
def clean(
    folder: Annotated[Path, typer.Argument(help="where the cleaned survey and the edit log go")],
    dataset: Dataset = "scorecard-2022",
    state: State = "raw",
) -> None:
    """Clean a survey by the rules: writes the survey, the log of all edits, and what was only flagged."""
    from cgd import scorecard
    from cgd.scorecard.codebook import SURVEY_FILE
    from cgd.scorecard.export.safe_csv import to_csv
    from cgd.scorecard.wide import to_wide

    cleaned = scorecard.clean(scorecard.read(dataset, state))
    to_csv(to_wide(cleaned.survey), folder / SURVEY_FILE)
    to_csv(cleaned.log, folder / "edit_log.csv")
    to_csv(cleaned.flagged, folder / "flagged.csv")
    print(
        _("{edits} edits, {deleted} of them deleted records; {flagged} findings flagged. Written to {folder}.").format(
            edits=len(cleaned.log),
            deleted=int((cleaned.log["action"] == "delete").sum()),
            flagged=len(cleaned.flagged),
            folder=folder,
        )
    )


def _show(table: "pd.DataFrame", as_json: bool) -> None:
    if as_json:
        print(table.to_json(orient="records", force_ascii=False, indent=1))
    elif len(table):
        print(table.to_string(index=False, max_colwidth=70))


@app.command()
def make(
    package: Annotated[str | None, typer.Argument(help="one data package only, e.g. scorecard-2022")] = None,
    folder: Annotated[Path, typer.Option(help="where the packages go, a folder each")] = Path("datasets"),
    keys: Annotated[Path, typer.Option(help="where the answer keys go, a folder each")] = Path("solutions/keys"),
    seed: Annotated[int | None, typer.Option(help="another seed than the shipped data's")] = None,
) -> None:
    """Make the data packages: the same seed gives the same bytes."""
    from cgd.scorecard.make import PACKAGES, make_key, make_package, write_files

    for name in PACKAGES if package is None else (package,):
        write_files(make_package(name, seed), folder / name)
        write_files(make_key(name, seed), keys / name)
