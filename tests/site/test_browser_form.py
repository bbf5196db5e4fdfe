"""The Toolkit's form in the browser alone: Python, libraries, survey and answers are all there."""

import re

import pytest
from test_toolkit_form import everything_is_there, fill, section

from cgd.course.server import HOST

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]

# JupyterLite asks the server for folders that so far are in the browser only; "no" is the answer it expects. Its pages
# name their icon late: by then the browser has asked for the usual one.
EXPECTED = re.compile(r"404 .*(/api/contents/.*/all\.json|/favicon\.ico)$|resource.*(/api/contents/|/favicon\.ico')")


def run_all(page):
    """Run the cells. What is asked before the kernel is there is not done, as anywhere in Jupyter: ask again."""
    page.locator(".jp-CodeCell .cm-content").first.wait_for()
    for _attempt in range(60):
        page.locator(".lm-MenuBar-itemLabel", has_text=re.compile("^Run$")).click()
        page.locator("[data-command='runmenu:run-all']").click()
        page.wait_for_timeout(2_000)
        if re.search(r"\[[*\d]", page.locator(".jp-CodeCell .jp-InputPrompt").first.inner_text()):
            return
    raise AssertionError("no kernel has started")


def open_form(page, site):
    """From the page of the book to the form."""
    page.goto(f"{site}/vi/book/using-the-toolkit.html")
    page.locator(".browser-form a").first.click()
    run_all(page)
    page.locator(".cgd-question").first.wait_for()


def test_ten_answers_are_there_after_a_reload(site, watched):
    page, watch = watched
    page.set_default_timeout(180_000)
    open_form(page, site)
    assert "bản dựng lại" in page.locator(".cgd-notice").inner_text()
    fill(page)
    page.reload()
    run_all(page)
    page.locator(".cgd-question").first.wait_for()
    everything_is_there(page)
    assert watch.outside() == []
    assert [error for error in watch.errors if not EXPECTED.search(error)] == []


def test_a_figure_and_a_rule_work_as_elsewhere(site, watched):
    page, watch = watched
    page.set_default_timeout(180_000)
    open_form(page, site)
    section(page, "F")
    page.get_by_role("button", name="Tính: Dự kiến và thực tế").first.click()
    page.locator(".cgd-figure", has_text="3.100").wait_for()
    assert watch.outside() == []


def test_the_files_can_be_taken_home(site, watched):
    page, _watch = watched
    page.set_default_timeout(180_000)
    open_form(page, site)
    section(page, "B")
    page.get_by_label("Vấn đề hoặc câu hỏi", exact=True).fill("Nước đục")
    page.wait_for_timeout(2_500)
    page.goto(f"{site}/vi/book/using-the-toolkit.html")
    page.locator(".browser-form a").nth(1).click()
    page.locator(".jp-DirListing-item", has_text="vi").dblclick()
    page.locator(".jp-DirListing-item", has_text=re.compile(r"^my-toolkit\.yml")).click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download").click()
    assert "Nước đục" in taken.value.path().read_text(encoding="utf-8")


def test_where_the_browser_keeps_no_files_it_says_so(site, browser, chromium):
    """Over plain http from another machine there is no place for files: better no form than answers that vanish."""
    flags = ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP classroom.test 127.0.0.1"]
    other = browser.browser_type.launch(executable_path=chromium, args=flags)
    page = other.new_page()
    page.set_default_timeout(180_000)
    elsewhere = site.replace(HOST, "classroom.test")
    page.goto(f"{elsewhere}/browser/notebooks/index.html?path=en/notebooks/toolkit_form.ipynb")
    run_all(page)
    page.locator(".jp-OutputArea-output", has_text="the browser keeps no files").wait_for()
    assert page.locator(".cgd-question").count() == 0
    other.close()
