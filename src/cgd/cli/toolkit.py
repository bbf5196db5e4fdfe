"""cgd toolkit: the form, its files, its rules, its exports."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cgd import language as tongue
from cgd.cli.course import Language, say
from cgd.errors import CgdError
from cgd.language import _, allowed, use_language

if TYPE_CHECKING:
    from cgd.toolkit.answers import Answers
    from cgd.toolkit.bank import Toolkit

app = typer.Typer(help="The Toolkit: show it, fill it, check it, hand it on.", no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help="for machines")]
Country = Annotated[str, typer.Option(help="viet-nam, kenya, global, or an overlay file (.yml)")]
MaybeCountry = Annotated[str | None, typer.Option("--country", help="another form than the one that the file names")]
File = Annotated[Path, typer.Argument(help="a file of answers (.yml)")]
OneOrBoth = Annotated[str | None, typer.Option("--language", help="en, vi, or both; the default is CGD_LANG, else en")]
Data = Annotated[str | None, typer.Option(help="a survey file, or a dataset's name or folder")]


@app.command()
def show(
    question: Annotated[str | None, typer.Argument(help="one question or section only, e.g. B2 or B")] = None,
    country: Country = "viet-nam",
    tier: Annotated[int, typer.Option(min=1, max=3, help="1: for the class, 2: standard, 3: all")] = 3,
    as_json: AsJson = False,
) -> None:
    """Show the questions of a country's form."""
    from cgd.toolkit.loading import load_toolkit

    toolkit = load_toolkit(country)
    names = {q.id for q in toolkit.questions() if q.tier <= tier and question in (None, q.id, q.id[0])}
    if question is not None and not names:
        raise allowed("question", question, [q.id for q in toolkit.questions()])
    if as_json:
        plain = toolkit.model_dump(exclude_defaults=True)
        for section in plain["sections"]:
            section["questions"] = [item for item in section["questions"] if item["id"] in names]
        plain["sections"] = [section for section in plain["sections"] if section["questions"]]
        _print_json(plain)
        return
    _print_form(toolkit, names, whole=question is not None)


@app.command()
def diff(country: Country = "viet-nam", as_json: AsJson = False) -> None:
    """Show what a country's form has otherwise than the global one, and why."""
    from cgd.toolkit.loading import compare
    from cgd.toolkit.words import say as words

    found = compare(country)
    if as_json:
        _print_json([item.plain() for item in found])
        return
    for item in found:
        print(f"{item.question}  {item.action}  {item.attribute}")
        for mark, value in (("-", item.global_value), ("+", item.national_value)):
            if value is not None:
                print(f"  {mark} {words(value) if isinstance(value, str) else value}")
        print(_("  Why: {reason} [{source}]").format(reason=words(item.reason), source=item.source))


@app.command()
def validate(
    file: Annotated[
        Path | None, typer.Argument(help="a file of answers; without it the form itself is checked")
    ] = None,
    country: MaybeCountry = None,
    as_json: AsJson = False,
) -> None:
    """Check a form and its rules, or a file of answers against its form; exit status 1 when something is wrong."""
    from cgd.toolkit.loading import DEFAULT, load_toolkit
    from cgd.toolkit.rules.settings import load_rules

    try:
        if file is not None:
            answers, toolkit = _read(file, country)
            text = _("{file}: {n} answers, form {form} {version}.").format(
                file=file, n=len(answers.answers), form=answers.country, version=toolkit.version
            )
        else:
            toolkit = load_toolkit(country or DEFAULT)
            load_rules(country or DEFAULT)
            text = _("The form is sound: {n} questions.").format(n=len(list(toolkit.questions())))
    except CgdError as error:
        if not as_json:
            raise
        _print_json({"valid": False, "message": str(error)})
        raise typer.Exit(1) from None
    if as_json:
        _print_json({"valid": True, "message": text})
    else:
        print(text)


@app.command()
def new(
    file: File,
    country: Country = "viet-nam",
    data: Data = None,
    example: Annotated[str | None, typer.Option(help="start from an example, e.g. scorecard-2022")] = None,
    language: Language = None,
) -> None:
    """Make a file of answers: empty, or a copy of an example in your language. Never overwrites a file."""
    from dataclasses import replace

    from cgd.toolkit.answers import new_answers
    from cgd.toolkit.examples import read_example
    from cgd.toolkit.loading import load_toolkit
    from cgd.toolkit.store import Store

    _speak(language)
    if file.exists():
        raise CgdError(_("{file} is there already. Name another file, or open it: cgd toolkit form").format(file=file))
    answers = read_example(example) if example else new_answers(load_toolkit(country), tongue.language())
    toolkit = load_toolkit(answers.country if example else country)
    Store(file, toolkit, answers).save(replace(answers, data=data) if data else answers)
    say(_("Made: {file}").format(file=file))


@app.command()
def form(
    file: File,
    country: MaybeCountry = None,
    data: Data = None,
    language: Language = None,
    port: Annotated[int, typer.Option(min=1024, max=65535, help="the first port to try")] = 8866,
    browser: Annotated[bool, typer.Option(help="open the browser")] = True,
) -> None:
    """Open the form for a file of answers in the browser, without any code on the page. Ctrl-C stops it."""
    from cgd.course.form_app import serve_form
    from cgd.toolkit.store import open_store

    _speak(language)
    open_store(file, _form(country))  # a file that cannot be read is told here, not in the browser
    status = serve_form(
        file,
        language=tongue.language(),
        country=country or "",
        data=data or "",
        port=port,
        browser=browser,
        ready=lambda address: say(_("The form is at {address}  (Ctrl-C stops)").format(address=address)),
    )
    raise typer.Exit(status)


@app.command()
def evidence(
    file: File,
    data: Data = None,
    figures: Annotated[str | None, typer.Option(help="some figures only, e.g. FIG02,FIG04")] = None,
    check: Annotated[
        bool, typer.Option("--check", help="only say what is out of date; exit status 1 if anything is")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Compute the figures (FIG01 ...) of a survey into the answers, or check that they are up to date."""
    from dataclasses import replace

    from cgd.toolkit.computing import data_path, is_outdated, store_evidence
    from cgd.toolkit.evidence import sentence, title, to_plain
    from cgd.toolkit.store import open_store

    store = open_store(file)
    if check:
        answers = replace(store.answers, data=data) if data else store.answers
        source = data_path(answers, file)
        old = [f for f, item in answers.evidence.items() if is_outdated(item, answers, store.toolkit, source)]
        _print_json(old) if as_json else print("\n".join(f"{figure}  {title(figure)}" for figure in old))
        raise typer.Exit(1 if old else 0)
    wanted = [name.strip() for name in figures.split(",")] if figures else None
    found = store_evidence(store, wanted, data=data)
    if as_json:
        _print_json({figure: to_plain(item) for figure, item in found.items()})
        return
    for figure, item in found.items():
        print(f"{figure}  {sentence(item)}")


@app.command()
def check(file: File, country: MaybeCountry = None, as_json: AsJson = False) -> None:
    """Say how far a form is, what the rules object to, what the data are fit for; exit status 1 if a rule is broken."""
    from cgd.toolkit.report import plain_report, text_report
    from cgd.toolkit.rules.settings import load_rules

    answers, toolkit = _read(file, country)
    rules = load_rules(country or answers.country)
    report = plain_report(answers, toolkit, rules)
    if as_json:
        _print_json(report)
    else:
        print(text_report(answers, toolkit, rules))
    raise typer.Exit(1 if report["violations"] else 0)


@app.command()
def export(
    file: File,
    to: Annotated[Path, typer.Option(help="the folder to write into")] = Path("toolkit-export"),
    what: Annotated[str, typer.Option(help="toolkit, declaration, indicators, nso, ddi, json, changes, all")] = "all",
    formats: Annotated[str, typer.Option("--format", help="of the documents, with commas")] = "docx,pdf,html",
    language: OneOrBoth = None,
    tier: Annotated[int, typer.Option(min=1, max=3, help="unanswered questions up to this tier are shown")] = 3,
) -> None:
    """Write documents of a filled form: for a reader, for a statistics office, for an archive."""
    from cgd.toolkit.export.files import write_exports

    answers, toolkit = _read(file, None)
    wanted = [part.strip() for part in what.split(",")]
    kinds = [part.strip() for part in formats.split(",")]
    tongues = _tongues(language)
    tiers = tuple(range(1, tier + 1))
    for path in write_exports(answers, toolkit, file, to, wanted, kinds, tongues, tiers):
        print(path)


@app.command()
def sheet(
    file: Annotated[Path, typer.Argument(help="the answers to write into the sheet; an empty form if there is none")],
    to: Annotated[Path, typer.Option(help="the file to write: .xlsx, or .docx, .pdf, .html for paper")] = Path(
        "toolkit.xlsx"
    ),
    read: Annotated[Path | None, typer.Option(help="read a filled .xlsx back into FILE")] = None,
    country: MaybeCountry = None,
    tier: Annotated[int, typer.Option(min=1, max=3, help="questions on paper up to this tier")] = 1,
    language: Language = None,
) -> None:
    """Write the form as an Excel workbook or for paper, or read a filled workbook back; exit status 1 if parts are not
    understood."""
    from cgd.toolkit.sheet.files import read_sheet, write_sheet

    _speak(language)
    if read is None:
        write_sheet(file, to, _form(country), tuple(range(1, tier + 1)))
        print(to)
        return
    messages = read_sheet(read, file, _form(country))
    for line in messages:
        say(line)
    raise typer.Exit(1 if messages else 0)


@app.command()
def feedback(
    files: Annotated[list[Path], typer.Argument(help="the groups' files of answers, or folders with them")],
    to: Annotated[Path, typer.Option(help="the folder to write into")] = Path("toolkit-feedback"),
    country: Country = "viet-nam",
    language: OneOrBoth = None,
) -> None:
    """Bring what many groups say of the Toolkit (section L) into one report, without names."""
    from cgd.files import write_atomically
    from cgd.toolkit.export.convert import convert
    from cgd.toolkit.feedback import feedback_csv, feedback_html, read_feedback
    from cgd.toolkit.loading import load_toolkit
    from cgd.toolkit.words import speaking

    tongues = _tongues(language)
    toolkit = load_toolkit(country)
    paths = [path for given in files for path in (sorted(given.rglob("*.yml")) if given.is_dir() else [given])]
    paths = [path for path in paths if ".versions" not in path.parent.name]
    found = read_feedback(paths, toolkit)
    for line in found.unread:
        say(line)
    for spoken in tongues:
        with speaking(spoken):
            report = feedback_html(found, toolkit)
        for fmt in ("docx", "html"):
            write_atomically(to / f"toolkit-feedback-{spoken}.{fmt}", convert(report, fmt, spoken))
    write_atomically(to / "toolkit-change-requests.csv", feedback_csv(found, toolkit))
    print(_("{n} forms: {folder}").format(n=found.groups, folder=to))


@app.command()
def merge(
    ours: File,
    theirs: Annotated[Path, typer.Argument(help="another person's file of the same form")],
    output: Annotated[Path, typer.Option("--output", "-o", help="the file to write")],
    base: Annotated[Path | None, typer.Option(help="the file that both have come from")] = None,
    as_json: AsJson = False,
) -> None:
    """Bring two files together, question by question; where they differ both answers are kept. Exit status 1 then."""
    from cgd.toolkit.answers_file import read_answers
    from cgd.toolkit.merging import merge as together
    from cgd.toolkit.store import open_store

    answers, toolkit = _read(ours, None)
    found = together(answers, read_answers(theirs, toolkit), read_answers(base, toolkit) if base else None)
    store = open_store(output, toolkit)
    store.save(found.answers)
    if as_json:
        _print_json({"conflicts": list(found.conflicts)})
    for question in [] if as_json else found.conflicts:
        print(f"{question}: " + _("two different answers; both are in the file. Open the form and choose."))
    raise typer.Exit(1 if found.conflicts else 0)


@app.command()
def versions(
    file: File,
    restore: Annotated[
        str | None, typer.Option(help="make this version (its name or the end of it) the current one")
    ] = None,
) -> None:
    """List the states of a file that were saved, the newest last, or restore one."""
    from cgd.toolkit.store import open_store
    from cgd.toolkit.store import restore as bring_back

    if not file.exists():
        raise CgdError(_("There is no file {file}.").format(file=file))
    found = open_store(file).versions()
    if restore is None:
        print("\n".join(path.stem for path in found))
        return
    chosen = [path for path in found if restore in path.stem]
    if len(chosen) != 1:
        raise allowed("version", restore, [path.stem for path in found])
    bring_back(file, chosen[0])
    say(_("Restored: {version}").format(version=chosen[0].stem))


def _print_form(toolkit: "Toolkit", names: set[str], *, whole: bool) -> None:
    from cgd.toolkit.words import say as words

    print(f"{words(toolkit.name)}, {toolkit.version}\n{words(toolkit.notice)}")
    for section in toolkit.sections:
        questions = [item for item in section.questions if item.id in names]
        if questions:
            print(f"\n{section.id}. {words(section.title)}")
        for item in questions:
            print(f"  {item.id:4} [{item.tier}{item.status}] {words(item.text)}")
            if whole:
                print(f"       {words(item.guidance)}")
                for entry in item.fields:
                    print(f"       - {entry.id} ({entry.type}): {words(entry.label)}")


def _read(file: Path, country: str | None) -> tuple["Answers", "Toolkit"]:
    from cgd.toolkit.answers_file import read_answers
    from cgd.toolkit.loading import load_toolkit

    if not file.is_file():
        raise CgdError(_("There is no file {file}.").format(file=file))
    toolkit = _form(country)
    answers = read_answers(file, toolkit)
    return answers, toolkit or load_toolkit(answers.country)


def _form(country: str | None) -> "Toolkit | None":
    from cgd.toolkit.loading import load_toolkit

    return load_toolkit(country) if country else None


def _speak(language: str | None) -> None:
    use_language(language or tongue.language())


def _tongues(language: str | None) -> list[str]:
    """The languages to write in; the messages come in the first that is asked for."""
    if language == "both":
        return list(tongue.LANGUAGES)
    _speak(language)
    return [tongue.language()]


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))
