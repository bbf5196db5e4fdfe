"""A self-check question: radio buttons, and an explanation for every answer, right or wrong.

:::{quiz}
:objective: s01-what

The question?

- [ ] An answer

  What is wrong with it.
- [x] The right answer

  Why.
:::

``objective`` is what the question exercises (see book/agenda.yml). With ``:test:`` the page first counts the right
answers only; the explanations come when a reader asks for them.
"""

from html import escape
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from cgd.course.agenda.plan import load_agenda
from cgd.course.sphinx_ext.nodes import html
from cgd.language import _, use_language


class Quiz(SphinxDirective):
    """Plain HTML that works without a server; explanations appear when an answer is chosen."""

    has_content = True
    option_spec: ClassVar = {"objective": directives.unchanged_required, "test": directives.flag}

    def run(self) -> list[nodes.Node]:
        use_language(self.config.language or "en")
        body = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, body)
        lists = [child for child in body.children if isinstance(child, nodes.bullet_list)]
        if len(lists) != 1:
            raise self.error("A quiz is a question and one list of answers: - [ ] wrong, - [x] right.")
        options = [_read_option(self, item) for item in lists[0].children]
        if sum(right for right, _text, _why in options) != 1:
            raise self.error("A quiz has exactly one right answer, marked - [x].")
        objective = self.options.get("objective", "")
        if objective and not any(objective in session.objectives for session in load_agenda().sessions.values()):
            raise self.error(f"There is no objective {objective!r} in book/agenda.yml.")
        name = f"quiz-{self.env.new_serialno('quiz') + 1}"
        kind = "quiz quiz-test" if "test" in self.options else "quiz"
        parts: list[nodes.Node] = [html(f'<fieldset class="{kind}" id="{name}" {_words()}><legend>')]
        question = body.children[:-1]
        if not question or not all(isinstance(child, nodes.paragraph) for child in question):
            raise self.error("The question of a quiz is one paragraph or more, and its list of answers comes last.")
        for child in question:
            parts += [nodes.inline("", "", *child.children), nodes.Text(" ")]
        parts.append(html("</legend>"))
        for number, option in enumerate(options, start=1):
            parts += _write_option(name, number, *option)
        parts.append(html('<p class="quiz-status" role="status"></p></fieldset>'))
        return parts


def _read_option(quiz: Quiz, item: nodes.Node) -> tuple[bool, nodes.inline, list[nodes.Node]]:
    """Whether it is the right one, its text, its explanation."""
    assert isinstance(item, nodes.list_item)
    first = item.children[0] if item.children else None
    box = first.children[0] if isinstance(first, nodes.paragraph) and first.children else None
    if not isinstance(first, nodes.paragraph) or not isinstance(box, nodes.raw) or "checkbox" not in box.astext():
        raise quiz.error("Every answer of a quiz starts with [ ] (wrong) or [x] (right).")
    if len(item.children) < 2:
        raise quiz.error(f"This answer of a quiz has no explanation: {first.astext().strip()!r}")
    return "checked" in box.astext(), nodes.inline("", "", *first.children[1:]), list(item.children[1:])


def _write_option(name: str, number: int, right: bool, text: nodes.inline, why: list[nodes.Node]) -> list[nodes.Node]:
    field = f"{name}-{number}"
    verdict = _("Right.") if right else _("Not quite.")
    kind = "right" if right else "wrong"
    return [
        html(f'<div class="quiz-option"><input type="radio" name="{name}" id="{field}"><label for="{field}">'),
        text,
        html(f'</label><div class="quiz-why quiz-{kind}"><strong>{verdict}</strong> '),
        *why,
        html("</div></div>"),
    ]


def _words() -> str:
    """What the page's script says, as attributes: it has no language of its own."""
    words = {
        "score": _("Right at the first try: {right} of {total}"),
        "again": _("Start again"),
        "count": _("Count my right answers"),
        "counted": _("{right} of {total} are right."),
        "explain": _("Show the explanations"),
    }
    return " ".join(f'data-{name}="{escape(text)}"' for name, text in words.items())
