"""cgd data: the survey as files."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from cgd.language import allowed

app = typer.Typer(
    help="The survey: a tidy table, the checks of the published figures, the synthetic data.", no_args_is_help=True
)
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
    as_json: Annotated[bool, typer.Option("--json", help="for machines")] = False,
) -> None:
    """Check the published figures (F01 ...) on a dataset; exit status 1 when one does not hold."""
    from cgd import scorecard

    findings = scorecard.check_all(scorecard.load(dataset))
    if as_json:
        print(findings.to_json(orient="records", force_ascii=False, indent=1))
    else:
        print(findings.to_string(index=False, max_colwidth=70))
    raise typer.Exit(0 if findings["holds"].all() else 1)


@app.command()
def problems(
    dataset: Dataset = "scorecard-2022",
    state: Annotated[str, typer.Option(help="clean, or raw: as a field team would hand it in")] = "clean",
    as_json: Annotated[bool, typer.Option("--json", help="for machines")] = False,
) -> None:
    """List every cell of a survey that the code book does not allow; exit status 1 when there is one."""
    from cgd import scorecard

    found = scorecard.read(dataset, state).problems
    if as_json:
        print(found.to_json(orient="records", force_ascii=False, indent=1))
    elif len(found):
        print(found.to_string(index=False, max_colwidth=70))
    raise typer.Exit(1 if len(found) else 0)


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
