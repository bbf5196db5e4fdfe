"""Code changes in comments and strings for people, and in nothing else."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cgd.course.notebooks import read_notebook
from cgd.course.translation import code, literals
from cgd.course.translation.literals import BadTranslation
from cgd.course.units import ROOT, visible

SAMPLE = Path(__file__).parent / "sample"
CHART = next(c.source for c in read_notebook(SAMPLE / "notebooks/s00_sample.ipynb").cells if c.id == "s00-chart")
MODULES = visible(ROOT / "src" / "cgd", "*.py")

# fmt: off
FRAGMENTS = [
    '"', "'", '"""', 'f"', "{x}", "{{", "x = ", "print(", "title=", ")", "\n", "\r\n", "\r", "# a comment", "## two\n",
    "# two words\n", "\\", 'r"', "%time x", "!ls", "é two words", "two words", "{", "}", " ", "    ", "def f():\n", "[",
    "]", ",", "+", '"a b"', "f'{a} and {b!r}'", "(\n", "\t", "\x0c", "\x00", ":", "rf'{a} b c'", "b'a b'", "%%bash\n",
]
# fmt: on
ANY_CODE = st.one_of(st.text(), st.lists(st.sampled_from(FRAGMENTS), max_size=20).map("".join))


def units(source: str) -> list[str]:
    found: list[str] = []
    code.walk(source, lambda unit: found.append(unit))
    return found


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANY_CODE)
def test_any_code_comes_back_byte_for_byte_and_its_translation_keeps_the_syntax_tree(source: str) -> None:
    assert code.walk(source, lambda unit: None) == source
    assert code.walk(source, lambda unit: unit) == source
    made = code.walk(source, lambda unit: f"⟦ {unit} ⟧")
    assert code.shape(made) == code.shape(source)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_real_modules_keep_their_syntax_tree_when_translated(path: Path, pseudo: Callable[..., str]) -> None:
    source = path.read_text(encoding="utf-8")
    assert code.walk(source, lambda unit: None) == source
    made = code.walk(source, pseudo)
    assert code.shape(made) == code.shape(source)
    compile(made, path.name, "exec")


def test_the_units_of_a_cell() -> None:
    assert units(CHART) == [
        "A chart of means,\none dot for each goal",
        "Draw the means.\n\nMore about the drawing.",
        "Mean rating of {group}: {means['a']:.2f} ({n!r} people)",
        "Goal",
        'Mean "rating"',
        "share of $\\alpha$ values",
        "Women",
        "All others",
        "a value to read",
        "One sentence in two pieces, with {n} fields.",
        "Done",
        "Something went wrong",
        "A block of text\n    in two lines.",
    ]


@settings(max_examples=300, deadline=None)
@given(st.text(), st.sampled_from(['"a b"', "'a b'", '"""a b"""', "'''a b'''", 'r"a b"', '("a "\n "b")', "u'a b'"]))
def test_a_translated_string_says_exactly_the_translation(translation: str, literal: str) -> None:
    made = code.walk(f"x = {literal}\n", lambda unit: translation)
    assert ast.literal_eval(made.removeprefix("x = ")) == translation


@settings(max_examples=300, deadline=None)
@given(st.text(), st.text(), st.sampled_from(['"', "'", '"""', "'''"]), st.sampled_from(["f", "F", "rf"]))
def test_a_translated_f_string_says_exactly_the_translation(before: str, after: str, quote: str, prefix: str) -> None:
    source = f"{prefix}{quote}mean of {{n + 1:.1f}}{quote}"
    escaped = [text.replace("{", "{{").replace("}", "}}") for text in (before, after)]
    made = code.walk(source, lambda unit: "{n + 1:.1f}".join(escaped))
    assert eval(made, {"n": 2}) == f"{before}3.0{after}"


def test_fields_may_change_their_order_but_not_be_lost_added_or_changed() -> None:
    source = "print(f'{a} of {b:.2f}')"
    assert code.walk(source, lambda unit: "{b:.2f} chia {a}") == "print(f'{b:.2f} chia {a}')"
    for bad in ("{a}", "{a} {b:.2f} {a}", "{a} {b:.1f}", "{a} of {c}", "no field"):
        with pytest.raises(BadTranslation, match=r"\{a\} of"):
            code.walk(source, lambda unit, bad=bad: bad)


@pytest.mark.parametrize(
    "source",
    [
        'x = df.query("a > 2 and b == 3")',
        'x = df["mean rating"]',
        'x = {"two words": 1}',
        'if a == "two words": pass',
        'x = "two words" in y',
        "ax.legend(loc='upper left')",
        'x = b"two words"',
        "x = 'one'",
        "print('group_mean')",
        "import os  # noqa",
        "x = 1  # type: ignore",
        "### BEGIN SOLUTION\nx = 1\n### END SOLUTION",
        "### BEGIN HIDDEN TESTS\n### END HIDDEN TESTS",
        "# YOUR CODE HERE",
        "# ---------",
        "# explore(survey, 'women')",
        "%matplotlib inline",
        "!pip install two words",
        "%%bash\necho two words",
        "this is no Python at all",
        "def f(x: 'a b' = 1): pass",
    ],
)
def test_what_programs_read_is_no_unit(source: str) -> None:
    assert units(source) == []


@pytest.mark.parametrize(
    ("source", "unit"),
    [
        ("x = 1  # type of chart", "type of chart"),
        ("# one\n# two\nx = 1", "one\ntwo"),
        ("title = 'Women'", "Women"),
        ("ax.set(title='Women')", "Women"),
        ("plt.ylabel('Rating')", "Rating"),
        ("pick = Dropdown(description='Group')", "Group"),
        ("print('Mean: {}'.format(x))", "Mean: {}"),
        ("why = {'a': 'Not a census.'}", "Not a census."),
        ("t.rename(columns={'mean': 'Average'})", "Average"),
        ("x = ('one '\n     'two')", "one two"),
        ("assert x, 'Missing'", "Missing"),
        ("print('a' if b else 'Yes')", "Yes"),
        ("%time x\nprint('Done')", "Done"),
        (r"print('It\'s done')", "It's done"),
        ("print(f'{{literal}} and {x}')", "{{literal}} and {x}"),
    ],
)
def test_what_people_read_is_a_unit(source: str, unit: str) -> None:
    assert units(source) == [unit]


def test_a_comment_may_take_more_or_fewer_lines() -> None:
    source = "def f():\n    # one\n    # two\n    return 1\n"
    assert code.walk(source, lambda unit: "một") == "def f():\n    # một\n    return 1\n"
    assert code.walk(source, lambda unit: "a\nb\nc") == "def f():\n    # a\n    # b\n    # c\n    return 1\n"
    assert code.walk("x = 1  # one\n", lambda unit: "a\nb") == "x = 1  # a\n# b\n"


def test_a_sentence_written_in_pieces_stays_in_readable_lines() -> None:
    source = 'text = ("One long sentence "\n        "in two lines")\n'
    made = code.walk(source, lambda unit: "từ " * 60)
    assert max(map(len, made.split("\n"))) < 130 and code.shape(made) == code.shape(source)


def test_the_fingerprint_sees_everything_but_words() -> None:
    same = [("x = 'a'", "x = 'b'  # c"), ("f'{a} {b}'", "f'{b}, {a}!'")]
    assert all(code.shape(one) == code.shape(other) for one, other in same)
    different = [("x = 'a'", "y = 'a'"), ("f'{a}'", "f'{b}'"), ("f'{a}'", "f'{a:.1f}'"), ("x = 'a'", "x = b'a'")]
    different += [("x = 1", "x = 2"), ("%time x", "%timeit x"), ("%%bash\nls", "%%bash\nrm")]
    assert not any(code.shape(one) == code.shape(other) for one, other in different)


def test_units_of_f_strings_keep_quotes_and_brackets_in_their_fields() -> None:
    assert literals.formatted_unit("""f"{d['a b']} and {f(x, {'k': '}'})!r:>{w}}" """.strip()) == (
        "{d['a b']} and {f(x, {'k': '}'})!r:>{w}}"
    )
    assert literals.formatted_unit(r"""f"\N{BULLET} a\tb {x}" """.strip()) == "\u2022 a\tb {x}"
