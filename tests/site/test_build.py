"""The build: made again only where needed, repaired after an interruption, served and stopped cleanly."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from cgd.course import tasks
from cgd.course.layout import Layout
from cgd.course.server import HOST
from cgd.errors import CgdError

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]


def test_a_build_with_nothing_to_do_writes_no_page(built):
    page = built.site() / "vi" / "book" / "welcome.html"
    before = page.stat().st_mtime_ns
    tasks.build(built)
    assert page.stat().st_mtime_ns == before


def test_an_interrupted_build_repairs_itself(built):
    # What a power cut in the middle of writing pages leaves: a half page, the mark, a torn memory.
    half = built.html("en") / "book" / "glossary.html"
    whole = half.read_text(encoding="utf-8")
    half.write_text(whole[:500], encoding="utf-8")
    (built.html("en").parent / "unfinished").touch()
    memory = built.build / "doit.json"
    memory.write_text(memory.read_text(encoding="utf-8")[:-40], encoding="utf-8")
    tasks.build(built)
    for page in (half, built.site() / "en" / "book" / "glossary.html"):
        assert page.read_text(encoding="utf-8") == whole
    assert not (built.html("en").parent / "unfinished").exists()


def test_a_lost_page_comes_back(built):
    lost = built.site() / "vi" / "book" / "sessions" / "s01_voices.html"
    lost.unlink()
    tasks.build(built)
    assert lost.is_file()


def test_a_source_that_cannot_be_read_is_one_error_that_names_it(root, tmp_path):
    layout = Layout(tmp_path)
    for folder in ("book", "notebooks"):
        (tmp_path / folder).mkdir()
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: book/welcome\n")
    (tmp_path / "_config.yml").write_text("title: T\n")
    (tmp_path / "book" / "welcome.md").write_text("# T\n")
    (tmp_path / "notebooks" / "s01.ipynb").write_text("{torn")
    with pytest.raises(CgdError, match=r"s01\.ipynb"):
        tasks.build(layout, only="stage-vi")


def test_serving_takes_the_next_free_port_and_stops_on_ctrl_c(built, tmp_path):
    with socket.socket() as other:
        other.bind((HOST, 0))
        other.listen()
        port = other.getsockname()[1]
        command = [sys.executable, "-m", "cgd", "serve", "--port", str(port)]
        log = tmp_path / "log.txt"
        with log.open("w") as stream:
            process = subprocess.Popen(command, stderr=stream, cwd=tmp_path, env={**os.environ, "PYTHONUTF8": "1"})
        try:
            address = _address(process, log)
            assert int(address.rsplit(":", 1)[1]) > port
            assert f"{port}" in log.read_text()
            assert "vi/book/welcome.html" in urllib.request.urlopen(address, timeout=10).read().decode()
        finally:
            process.send_signal(signal.SIGINT)
            status = process.wait(30)
    assert status == 0
    assert "Traceback" not in log.read_text()


def _address(process, log):
    for _attempt in range(480):
        found = re.search(r"http://127\.0\.0\.1:\d+", log.read_text().split("The course is at")[-1])
        if "The course is at" in log.read_text() and found:
            return found.group()
        assert process.poll() is None, log.read_text()
        time.sleep(0.25)
    raise AssertionError(log.read_text())


@pytest.fixture
def tiny(root, tmp_path):
    """A course of two pages and one exercise, with this course's settings."""
    files = {
        "_toc.yml": "format: jb-book\nroot: book/welcome\nchapters:\n- file: book/more\n",
        "book/welcome.md": "# Welcome\n\n{download}`the exercise <../exercises/en/s01/ex.ipynb>`\n",
        "book/more.md": "# More\n",
        "exercises/en/s01/ex.ipynb": "first",
        "exercises/vi/s01/ex.ipynb": "first",
        "requirements.lock": "",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    for name in ("_config.yml", "book/agenda.yml"):
        (tmp_path / name).write_bytes((root / name).read_bytes())
    return Layout(tmp_path)


def test_what_changed_or_was_withdrawn_reaches_every_page_of_the_site(tiny):
    tasks.build(tiny)
    download = next((tiny.site() / "en" / "_downloads").rglob("ex.ipynb"))
    assert download.read_text() == "first"
    assert (tiny.site() / "vi" / "book" / "more.html").is_file()

    # An exercise changes and no page with it.
    (tiny.root / "exercises" / "en" / "s01" / "ex.ipynb").write_text("second")
    tasks.build(tiny)
    assert download.read_text() == "second"

    # A page is withdrawn: it goes, and the navigation of the others forgets it.
    (tiny.root / "book" / "more.md").unlink()
    (tiny.root / "_toc.yml").write_text("format: jb-book\nroot: book/welcome\n")
    tasks.build(tiny)
    assert not (tiny.site() / "vi" / "book" / "more.html").exists()
    assert "More" not in (tiny.site() / "en" / "book" / "welcome.html").read_text()
