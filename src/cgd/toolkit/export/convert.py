"""An HTML page as a Word document or a PDF.

Needs the course's environment (pandoc, Typst); the browser build offers HTML, which prints as well.
"""

import html
import re
from pathlib import Path
from typing import Literal

from cgd.errors import CgdError
from cgd.language import _
from cgd.toolkit.loading import toolkit_folder

Format = Literal["html", "docx", "pdf"]
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
# Typst would make other marks of "--", "-5" and "...", and drop the hyphen in "-?". Addresses are not its text.
_SHORTHAND = re.compile(r'(#link\("[^"\n]*"\)|\\.)|-(?=[-\d?])|\.(?=\.\.)')
FORMATS: tuple[Format, ...] = ("html", "docx", "pdf")


def convert(page: str, fmt: Format, language: str) -> bytes:
    """``page``, a whole HTML page in ``language``, in another format.

    Word documents take their styles from `toolkit/templates/toolkit.docx`: change them there, in Word.

    Raises
    ------
    CgdError
        A part of the course's environment is missing.
    """
    if fmt == "html":
        return page.encode("utf-8")
    return _docx(page, language) if fmt == "docx" else _pdf(page, language)


def _docx(page: str, language: str) -> bytes:
    from cgd.toolkit.export.word import finished

    template = _templates() / "toolkit.docx"
    made = _pandoc(_untitled(page), "docx", [f"--reference-doc={template}", f"--metadata=lang:{language}"])
    return finished(made, _title(page), language)


def _pdf(page: str, language: str) -> bytes:
    try:
        import typst
    except ImportError:
        raise _missing() from None
    source = typst_source(page, language)
    try:
        return typst.compile(source, pdf_standards=["ua-1"])
    except typst.TypstError:
        # Where no font of this machine has a letter that somebody typed, the standard for accessible PDF does not
        # allow the page; without its mark the same tagged page is made, with a box in place of the letter.
        return typst.compile(source)


def typst_source(page: str, language: str) -> bytes:
    """What the PDF of ``page`` is set from: the template `toolkit/templates/toolkit.typ`, then the page.

    Raises
    ------
    CgdError
        Pandoc is missing.
    """
    head = (_templates() / "toolkit.typ").read_text(encoding="utf-8")
    head = head.replace("LANGUAGE", language).replace("TITLE", _title(page).replace("\\", "").replace('"', "'"))
    made = _pandoc(_untitled(page), "typst-smart", ["--wrap=none"]).decode("utf-8")
    return (head + _SHORTHAND.sub(lambda found: found.group(1) or "\\" + found.group(), made)).encode("utf-8")


def _pandoc(page: str, to: str, options: list[str]) -> bytes:
    import tempfile

    try:
        import pypandoc

        pypandoc.get_pandoc_path()  # raises OSError where pandoc is missing or cannot run
    except (ImportError, OSError):
        raise _missing() from None
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / f"page.{to}"
        # The page's own ids are enough: links point at questions.
        options = [f"--lua-filter={_templates() / 'toolkit.lua'}", *options]
        pypandoc.convert_text(page, to, "html-auto_identifiers", extra_args=options, outputfile=str(target))
        return target.read_bytes()


def _templates() -> Path:
    return toolkit_folder() / "templates"


def _title(page: str) -> str:
    found = _TITLE.search(page)
    return html.unescape(found.group(1)) if found else ""


def _untitled(page: str) -> str:
    """Without <title>: pandoc would print it above the heading that says the same."""
    return _TITLE.sub("", page)


def _missing() -> CgdError:
    return CgdError(_("Word and PDF need the course's environment: python3 course.py toolkit export ..."))
