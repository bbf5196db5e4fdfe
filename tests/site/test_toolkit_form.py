"""The Toolkit's form in a real browser, as an app and in JupyterLab: what is typed survives a killed server."""

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page

from cgd.course.server import free_port
from cgd.toolkit.answers_file import read_answers

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]

# Ten answers as a group would type them: section, label of the field, words, question and field in the file.
TYPED = [
    ("A", "Tên đầy đủ", "Thẻ điểm nước sạch xã Tà Xùa", "A1", "name"),
    ("A", "Phiên bản của phiếu", "1.0", "A1", "version"),
    ("A", "Ai trả kinh phí", "Quỹ cộng đồng", "A4", "payers"),
    ("B", "Vấn đề hoặc câu hỏi", "Nước giếng đục vào mùa mưa", "B1", "problem"),
    ("B", "Ai cần câu trả lời", "Ủy ban nhân dân xã", "B1", "who"),
    ("B", "Không phù hợp để", "Xếp hạng các xã; nói về cả nước", "B6", "unsuitable"),
    ("D", "Ngôn ngữ", "tiếng Mông, tiếng Việt", "D3", "language"),
    ("D", "Cách rút lại", "Gọi số điện thoại trên phiếu", "D3", "withdraw"),
    ("F", "Thiếu những ai", "Hộ mới chuyển đến", "F2", "missing"),
    ("J", "Dòng đó", "82 hộ, chọn có chủ đích", "J6", "line"),
]


@contextmanager
def served(command, folder, ready: str):
    """Run a server until its output matches ``ready``; gives the address; kills it the hard way afterwards."""
    log = folder / f"log-{time.monotonic_ns()}.txt"
    env = {**os.environ, "PYTHONUTF8": "1", "HOME": str(folder), "CGD_LANG": "vi"}
    with log.open("w") as stream:
        process = subprocess.Popen(command, stdout=stream, stderr=stream, env=env, start_new_session=True)
    try:
        for _attempt in range(400):
            found = re.search(ready, log.read_text())
            if found:
                break
            assert process.poll() is None, log.read_text()
            time.sleep(0.25)
        else:
            raise AssertionError(log.read_text())
        yield found.group()
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(30)


def app(folder, *more: str):
    command = [sys.executable, "-m", "cgd", "toolkit", "form", str(folder / "chung.yml"), "--no-browser", *more]
    return served([*command, "--port", str(free_port(8866))], folder, r"http://127\.0\.0\.1:\d+/")


def section(page: Page, letter: str) -> None:
    """Open a section by its tab."""
    page.locator(".lm-TabBar-tab", has_text=re.compile(rf"^{letter} ")).click()
    page.locator("h4", has_text=re.compile(rf"^{letter}\d")).first.wait_for()


def fill(page: Page) -> None:
    for letter, label, words, *_place in TYPED:
        section(page, letter)
        page.get_by_label(label, exact=True).last.fill(words)
    page.wait_for_timeout(2_500)  # longer than the pause after which the form writes


def everything_is_there(page: Page) -> None:
    for letter, label, words, *_place in TYPED:
        section(page, letter)
        assert page.get_by_label(label, exact=True).last.input_value() == words


def on_the_disk(path) -> None:
    answers = read_answers(path)
    for _letter, _label, words, question, name in TYPED:
        assert answers.value(question, name) == words


def test_ten_answers_survive_a_killed_app(watched, tmp_path):
    page, watch = watched
    page.set_default_timeout(60_000)
    with app(tmp_path) as address:
        page.goto(address)
        page.locator(".cgd-question").first.wait_for()
        assert "bản dựng lại" in page.locator(".cgd-notice").inner_text()
        assert page.locator("html").get_attribute("lang") == "vi"
        fill(page)
    on_the_disk(tmp_path / "chung.yml")
    with app(tmp_path) as address:
        page.goto(address)
        page.locator(".cgd-question").first.wait_for()
        everything_is_there(page)
        assert page.locator("pre, .jp-InputArea:visible, .CodeMirror").count() == 0
    assert watch.outside() == []


def test_the_keyboard_is_enough(watched, tmp_path):
    page, _watch = watched
    page.set_default_timeout(60_000)
    with app(tmp_path) as address:
        page.goto(address)
        page.locator(".cgd-question").first.wait_for()
        page.locator(".cgd-bar select").first.focus()
        for _step in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.closest('.lm-TabBar-tab') !== null"):
                break
        else:
            raise AssertionError("the tabs cannot be reached with the Tab key")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        page.locator("h4", has_text=re.compile(r"^B1")).wait_for()
        for _step in range(20):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.tagName") == "TEXTAREA":
                break
        page.keyboard.type("Nước đục")
        page.wait_for_timeout(2_500)
    assert read_answers(tmp_path / "chung.yml").value("B1", "problem") == "Nước đục"


def test_languages_rules_and_figures_on_a_small_screen(watched, tmp_path, root):
    page, watch = watched
    page.set_default_timeout(60_000)
    with app(tmp_path, "--data", str(root / "datasets" / "scorecard-2022")) as address:
        page.goto(address)
        page.locator(".cgd-question").first.wait_for()
        section(page, "B")
        page.get_by_label("Vấn đề hoặc câu hỏi", exact=True).fill("Nước đục")
        page.get_by_label("Ngôn ngữ", exact=True).first.select_option(label="English")
        problem = page.get_by_label("The problem or question", exact=True)
        problem.wait_for()
        assert problem.input_value() == "Nước đục"
        section(page, "F")
        page.get_by_label("How chosen", exact=True).first.select_option(index=4)
        page.get_by_label("The results speak of", exact=True).select_option(label="The group in the whole country")
        page.locator(".cgd-problem", has_text="Why not?").wait_for()
        page.get_by_role("button", name="Compute: Planned and reached").first.click()
        page.locator(".cgd-figure", has_text="3,100 respondents were reached").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        unnamed = page.evaluate(UNNAMED)
        assert unnamed == []
    assert watch.outside() == []


# Controls that are seen and have no label, no text and no name of their own.
UNNAMED = """() => [...document.querySelectorAll('.cgd-form input, .cgd-form select, .cgd-form textarea')]
  .filter(control => control.offsetParent !== null)
  .filter(control => !(control.labels && control.labels.length && control.labels[0].textContent.trim()))
  .map(control => control.outerHTML.slice(0, 120))"""


def test_in_jupyterlab_the_same_file_goes_on(built, watched, tmp_path):
    page, watch = watched
    page.set_default_timeout(90_000)
    mine = tmp_path / "mine"
    command = [sys.executable, "-m", "cgd", "lab", "--language", "vi", "--session", "toolkit_form", "--no-browser"]
    command += ["--folder", str(mine), "--port", str(free_port(8900))]
    for first in (True, False):
        with served(command, tmp_path, r"http://127\.0\.0\.1:\d+/\S*token=\w+") as address:
            page.goto(address)
            page.locator(".jp-Notebook").first.wait_for()
            page.locator(".jp-NotebookPanel-toolbar").first.wait_for()
            page.wait_for_timeout(2_000)
            page.locator(".lm-MenuBar-itemLabel", has_text=re.compile("^(Run|Chạy)$")).click()
            page.locator("[data-command='runmenu:run-all']").click()
            page.locator(".cgd-question").first.wait_for()
            fill(page) if first else everything_is_there(page)
        on_the_disk(mine / "my-toolkit.yml")
    assert watch.outside() == []
