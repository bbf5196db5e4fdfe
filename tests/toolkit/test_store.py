"""Every state that was saved can be had again; two windows, a broken file or a full disk lose nothing."""

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from cgd.errors import CgdError
from cgd.toolkit.answers import new_answers, with_value
from cgd.toolkit.answers_file import answers_from_text, answers_text, read_answers
from cgd.toolkit.store import open_store, restore, versions_folder


def put(store, question, name, value):
    return with_value(store.answers, store.toolkit, question, name, value)


@pytest.fixture
def store(tmp_path, toolkit):
    return open_store(tmp_path / "ours.yml", toolkit)


def test_a_new_file_is_written_at_the_first_save(store, toolkit):
    assert not store.path.exists()
    store.save(put(store, "B1", "problem", "schools"))
    assert read_answers(store.path, toolkit).value("B1", "problem") == "schools"


def test_every_state_is_kept(store, toolkit):
    for text in ("one", "two", "three"):
        store.save(put(store, "B1", "problem", text))
    states = [answers_from_text(path.read_text(), path, toolkit).value("B1", "problem") for path in store.versions()]
    assert states == ["one", "two", "three"]


def test_pauses_while_typing_into_one_question_are_one_version(store):
    for text in ("s", "sch", "schools"):
        store.save(put(store, "B1", "problem", text), typing="B1")
    store.save(put(store, "B2", "uses", {"advocacy": {"decision": "x"}}), typing="B2")
    assert len(store.versions()) == 2


def test_an_earlier_state_can_be_restored_and_the_later_one_stays(store, toolkit):
    store.save(put(store, "B1", "problem", "one"))
    store.save(put(store, "B1", "problem", "two"))
    assert restore(store.path, store.versions()[0], toolkit).value("B1", "problem") == "one"
    assert read_answers(store.path, toolkit).value("B1", "problem") == "one"
    assert any("two" in path.read_text() for path in store.versions())


def test_two_windows_on_one_file(store, toolkit):
    store.save(put(store, "A1", "name", "Scorecard"))
    other = open_store(store.path, toolkit)
    other.save(put(other, "B1", "problem", "schools"))
    saved = store.save(put(store, "F2", "frame", "members"))
    assert "merged" in saved.notice
    found = read_answers(store.path, toolkit)
    assert [found.value(*at) for at in (("A1", "name"), ("B1", "problem"), ("F2", "frame"))] == [
        "Scorecard",
        "schools",
        "members",
    ]


def test_two_windows_in_one_question(store, toolkit):
    store.save(put(store, "A1", "name", "Scorecard"))
    other = open_store(store.path, toolkit)
    other.save(put(other, "B1", "problem", "schools"))
    assert store.save(put(store, "B1", "problem", "clinics")).conflicts == ("B1",)
    answer = read_answers(store.path, toolkit).of("B1")
    assert {answer.values["problem"], answer.others[0].values["problem"]} == {"schools", "clinics"}


def test_a_file_broken_by_hand_while_it_is_open_is_kept(store, toolkit):
    store.save(put(store, "B1", "problem", "schools"))
    store.path.write_text("format: [")
    saved = store.save(put(store, "B1", "problem", "clinics"))
    assert "kept as" in saved.notice
    assert [path.read_text() for path in versions_folder(store.path).glob("*.unreadable")] == ["format: ["]
    assert read_answers(store.path, toolkit).value("B1", "problem") == "clinics"


def test_a_broken_file_is_not_opened_and_not_touched(tmp_path, toolkit):
    path = tmp_path / "ours.yml"
    path.write_text("format: [")
    with pytest.raises(CgdError, match=r"ours\.yml, line"):
        open_store(path, toolkit)
    assert path.read_text() == "format: ["
    assert not versions_folder(path).exists()


def test_in_a_browser_that_keeps_no_files_nothing_is_typed_in_vain(tmp_path, toolkit, monkeypatch):
    monkeypatch.setattr(sys, "platform", "emscripten")
    with pytest.raises(CgdError, match="would be gone when the page closes"):
        open_store(tmp_path / "mine.yml", toolkit)
    monkeypatch.setattr("cgd.toolkit.store._BROWSER_FOLDER", tmp_path)
    assert open_store(tmp_path / "mine.yml", toolkit).path == tmp_path / "mine.yml"


def test_a_disk_that_takes_nothing_leaves_the_file_as_it_was(store, toolkit, monkeypatch):
    store.save(put(store, "B1", "problem", "schools"))
    before = store.path.read_bytes()

    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        store.save(put(store, "B1", "problem", "clinics"))
    assert store.path.read_bytes() == before
    assert [path.name for path in store.path.parent.iterdir() if path.name.startswith(".")] == []


def test_the_first_version_of_a_file_from_elsewhere_is_what_it_was(tmp_path, toolkit):
    path = tmp_path / "ours.yml"
    original = "# by hand\n" + answers_text(replace(new_answers(toolkit), language="vi"))
    path.write_text(original)
    store = open_store(path, toolkit)
    assert not versions_folder(path).exists()
    store.save(put(store, "B1", "problem", "schools"))
    assert [version.read_text() == original for version in store.versions()] == [True, False]


WRITER = """
import sys
from pathlib import Path
from cgd.toolkit.answers import with_value
from cgd.toolkit.store import open_store
store = open_store(Path(sys.argv[1]))
for number in range(1, 10**6):
    store.save(with_value(store.answers, store.toolkit, "B1", "problem", f"{number} " + "x" * 5000))
    print(number, flush=True)
"""


@pytest.mark.slow
def test_killed_at_any_moment_the_file_is_whole(tmp_path, toolkit):
    chance = random.Random(4)
    path = tmp_path / "ours.yml"
    for _round in range(8):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True)
        assert writer.stdout.readline()
        time.sleep(chance.random() / 2)
        os.kill(writer.pid, signal.SIGKILL)
        said = [int(line) for line in writer.communicate()[0].split()]
        found = int(str(read_answers(path, toolkit).value("B1", "problem")).split()[0])
        assert found >= max(said, default=1)
