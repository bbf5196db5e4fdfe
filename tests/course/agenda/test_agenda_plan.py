"""The two days add up, and a file that does not is refused with one line that says where."""

import pytest
import yaml

from cgd.course.agenda.plan import CONTACT_MINUTES, NOMINAL, load_agenda, number_of
from cgd.course.quizzes import quizzes
from cgd.errors import CgdError, UsageError

AGENDA = load_agenda()


def test_each_day_has_its_contact_minutes_and_a_session_is_held_once():
    for day in AGENDA.days:
        assert sum(AGENDA.session(name).minutes for name in day.sessions) == CONTACT_MINUTES == 300
    held = [name for day in AGENDA.days for name in day.sessions]
    assert [number_of(name) for name in held] == list(range(1, 15))


@pytest.mark.parametrize("name", list(AGENDA.written()))
def test_at_most_two_thirds_of_a_session_are_planned(name):
    session = AGENDA.session(name)
    assert 0 < session.planned <= session.minutes * NOMINAL
    assert session.planned + session.reserve == session.minutes


def test_every_written_session_has_its_files_and_every_file_its_session(root):
    written = list(AGENDA.written())
    for folder in ("book/sessions", "book/facilitation", "slides"):
        assert sorted(path.stem for path in (root / folder).glob("*.md")) == written, folder
    for name in written:
        title = (root / "book" / "sessions" / f"{name}.md").read_text(encoding="utf-8").splitlines()[0]
        assert title == f"# {AGENDA.session(name).title}"


@pytest.mark.parametrize("name", list(AGENDA.written()))
def test_the_run_page_tells_every_block_once_and_in_order(root, name):
    page = (root / "book" / "facilitation" / f"{name}.md").read_text(encoding="utf-8")
    told = [line.removeprefix(":::{block} ").strip() for line in page.splitlines() if line.startswith(":::{block}")]
    assert told == [block.id for block in AGENDA.session(name).blocks]


@pytest.mark.parametrize("name", list(AGENDA.written()))
def test_five_questions_a_session_and_every_objective_is_exercised(root, name):
    questions = quizzes(root / "book" / "sessions" / f"{name}.md")
    assert len(questions) == 5
    asked = {question.objective for question in questions}
    for path in (root / "solutions" / name).glob("answers.yml"):
        asked |= {q.get("objective", "") for q in yaml.safe_load(path.read_text("utf-8"))["questions"].values()}
    assert set(AGENDA.session(name).objectives) <= asked
    # The right answer is not always at the same place.
    places = [[answer.right for answer in question.answers].index(True) for question in questions]
    assert len(set(places)) > 1


def test_the_test_before_and_after_has_twelve_items_from_both_days(root):
    questions = quizzes(root / "book" / "test.md")
    assert len(questions) == 12
    days = {
        AGENDA.day_of(name) for q in questions for name, s in AGENDA.sessions.items() if q.objective in s.objectives
    }
    assert days == {1, 2}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('minutes: 40\n    gsbpm: ["1"]', 'minutes: 41\n    gsbpm: ["1"]', "Plan and collect: its sessions take 301"),
        ("- session: s02_toolkit", "- session: s02_tools", "programs and sessions differ"),
        ("priority: should", "priority: perhaps", "priority"),
        ("        short: 2\n", "", "says how short it can be"),
        ("minutes: 6\n        priority: must", "minutes: 16\n        priority: must", "at most 26 of 40"),
        ("id: chart", "id: opening", "two blocks have one id"),
        ("lunch: true", "lunch: false", "one lunch"),
        ("s01-what:", "s02-what:", "does not begin with"),
        ("\nsessions:", "\nsessions: [", "agenda.yml"),
    ],
)
def test_a_file_that_does_not_add_up_is_one_line(root, tmp_path, old, new, message):
    text = (root / "book" / "agenda.yml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "agenda.yml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CgdError) as caught:
        load_agenda(tmp_path)
    assert message in str(caught.value) and "\n" not in str(caught.value)


def test_names_that_do_not_exist_say_what_is_allowed():
    for ask in (lambda: AGENDA.session("s99"), lambda: AGENDA.day(3), lambda: AGENDA.session("s01_voices").block("x")):
        with pytest.raises(UsageError, match="Allowed"):
            ask()
    with pytest.raises(CgdError, match=r"agenda\.yml"):
        load_agenda(AGENDA_MISSING)


AGENDA_MISSING = load_agenda.__globals__["ROOT"] / "no-such-folder"
