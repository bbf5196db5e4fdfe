"""What the course adds to Jupyter Book: quizzes, figures taken from notebooks, what comes from agenda and data."""

import hashlib
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

from cgd.course.sphinx_ext.browser_form import BrowserForm
from cgd.course.sphinx_ext.coverage_table import CoverageTable
from cgd.course.sphinx_ext.fault_table import FaultTable
from cgd.course.sphinx_ext.notebook_figure import NotebookFigure
from cgd.course.sphinx_ext.quiz import Quiz
from cgd.course.sphinx_ext.session import AgendaTable, BlockCard, CutList, SessionFoot, SessionHead
from cgd.course.sphinx_ext.toolkit_reference import QuestionLink, ToolkitSection
from cgd.course.units import AGENDA, LIBRARY, ROOT, TOOLKIT

HERE = Path(__file__).parent
DIRECTIVES = {
    "agenda": AgendaTable,
    "block": BlockCard,
    "browser-form": BrowserForm,
    "coverage": CoverageTable,
    "cut-list": CutList,
    "fault-table": FaultTable,
    "notebook-figure": NotebookFigure,
    "quiz": Quiz,
    "session-foot": SessionFoot,
    "session-head": SessionHead,
    "toolkit-section": ToolkitSection,
}


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx (called by Sphinx itself)."""
    # Languages that stand beside this book on the site, as {code: name}; empty in a lone book.
    app.add_config_value("cgd_languages", {}, "html")
    # Where the form in the browser lies, seen from the root of this book; "" in a lone book, which has none.
    app.add_config_value("cgd_browser", "", "html")
    # Sphinx does not see that an extension's code has changed: its digest, as a setting, makes every page anew.
    app.add_config_value("cgd_extension", _digest(), "env")
    for name, directive in DIRECTIVES.items():
        app.add_directive(name, directive)
    app.add_role("q", QuestionLink())
    app.connect("config-inited", _extend_theme)
    app.connect("html-page-context", _page_context)
    app.add_css_file("course.css")
    app.add_js_file("quiz.js", loading_method="defer")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _digest() -> str:
    digest = hashlib.sha256()
    words = [path for name in (LIBRARY, AGENDA, TOOLKIT) for path in sorted((ROOT / "locale").glob(f"*/{name}.po"))]
    for path in [*sorted(p for p in HERE.rglob("*") if p.is_file() and p.suffix != ".pyc"), *words]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _extend_theme(app: Sphinx, config: Config) -> None:
    """Add our folders and the language switch to what Jupyter Book has set up."""
    config.templates_path.append(str(HERE / "templates"))
    config.html_static_path.append(str(HERE / "static"))
    if config.cgd_languages:
        # The theme's own default, which setting the option replaces, comes after the switch.
        ours = ["language-switch.html", "article-header-buttons.html"]
        config.html_theme_options["article_header_end"] = ours
    config.html_favicon = str(HERE.parent / "front" / "favicon.svg")


def _page_context(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object) -> None:
    context["cgd_languages"] = app.config.cgd_languages
    # Jupyter Book always loads sphinx-thebe, which runs cells on a server in the internet. We never do.
    context["script_files"] = [script for script in context.get("script_files", []) if "thebe" not in _words_of(script)]


def _words_of(script: Any) -> str:
    return f"{getattr(script, 'filename', '')} {getattr(script, 'attributes', {}).get('body', '')}".lower()
