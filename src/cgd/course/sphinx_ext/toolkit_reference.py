"""The Toolkit's questions as pages of the book, made from the bank; and links to them.

```{toolkit-section} A
```

makes the page of a section; ``{q}`A1` `` is a link to a question from anywhere.
"""

from collections.abc import Iterator
from typing import cast

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.domains.std import StandardDomain
from sphinx.util.docutils import SphinxDirective, SphinxRole

from cgd.course.coverage import COUNTRY
from cgd.course.units import ROOT, TOOLKIT
from cgd.language import LANGUAGES, SOURCE_LANGUAGE, _, use_language
from cgd.toolkit import load_toolkit
from cgd.toolkit.bank import Column, Entry, Question
from cgd.toolkit.evidence.titles import titles
from cgd.toolkit.words import origin, say


class ToolkitSection(SphinxDirective):
    """A section with all its questions: words, guidance, fields, proof, figures, where it comes from."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        language = self.env.config.language
        use_language(language if language in LANGUAGES else SOURCE_LANGUAGE)
        for path in (ROOT / TOOLKIT).rglob("*.yml"):
            self.env.note_dependency(str(path))
        found = [section for section in load_toolkit(COUNTRY).sections if section.id == self.arguments[0]]
        if not found:
            raise self.error(f"The Toolkit has no section {self.arguments[0]!r}.")
        section = found[0]
        page = nodes.section(ids=[f"toolkit-{section.id.lower()}"], names=[])
        page += nodes.title(text=f"{section.id}. {say(section.title)}")
        page += nodes.paragraph(text=say(section.purpose))
        for question in section.questions:
            page += self._question(question)
        return [page]

    def _question(self, question: Question) -> nodes.section:
        label = _label(question.id)
        part = nodes.section(ids=[label], names=[])
        heading = f"{question.id}. {say(question.text)}"
        part += nodes.title(text=heading)
        part += nodes.paragraph(text=origin(question), classes=["question-origin"])
        if question.guidance:
            part += nodes.paragraph(text=say(question.guidance))
        fields = nodes.bullet_list()
        fields += [nodes.list_item("", nodes.paragraph(text=line)) for line in _fields(question)]
        part += fields
        if question.proof:
            part += nodes.paragraph("", "", nodes.strong(text=_("Proof:") + " "), nodes.Text(say(question.proof)))
        names = titles()
        for figure in question.figures:
            words = f"{figure}, {names[figure]}"
            part += nodes.paragraph("", "", nodes.strong(text=_("Computed:") + " "), nodes.Text(words))
        domain = cast(StandardDomain, self.env.get_domain("std"))
        domain.labels[label] = (self.env.docname, label, heading)
        domain.anonlabels[label] = (self.env.docname, label)
        return part


class QuestionLink(SphinxRole):
    """A link to a question by its number."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        link = pending_xref(
            "", refdomain="std", reftype="ref", reftarget=_label(self.text), refexplicit=True, refwarn=True
        )
        link["refdoc"] = self.env.docname
        link += nodes.inline(text=self.text)
        return [link], []


def _label(question: str) -> str:
    return f"toolkit-{question.lower()}"


def _fields(question: Question) -> Iterator[str]:
    """What is to be filled in: the name of each field, its choices, the columns of a table."""
    for entry in question.fields:
        line = say(entry.label)
        if entry.columns:
            line += ": " + "; ".join(_with_choices(column) for column in entry.columns)
        elif entry.options:
            line = _with_choices(entry)
        yield line


def _with_choices(entry: Entry | Column) -> str:
    choices = " / ".join(say(label) for label in entry.options.values())
    return f"{say(entry.label)} ({choices})" if choices else say(entry.label)
