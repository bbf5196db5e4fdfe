"""JupyterLab as a participant meets it: open the notebook, run everything, turn the knob."""

import os
import re
import signal
import subprocess
import sys
import time

import pytest

from cgd.course.server import free_port

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]


# True once every picture of a widget differs from the one given.
CHANGED = """(before) => {
  const pictures = [...document.querySelectorAll('.jupyter-widgets img, .widget-output img')];
  return pictures.length > 0 && pictures.every(picture => picture.src !== before);
}"""


@pytest.fixture
def lab(built, tmp_path):
    """`cgd lab` on a fresh folder; gives the address with its token and stops it afterwards."""
    log = tmp_path / "log.txt"
    command = [sys.executable, "-m", "cgd", "lab", "--language", "vi", "--session", "s01_voices", "--no-browser"]
    command += ["--folder", str(tmp_path / "mine"), "--port", str(free_port(8900))]
    env = {**os.environ, "PYTHONUTF8": "1", "HOME": str(tmp_path)}
    with log.open("w") as stream:
        process = subprocess.Popen(command, stderr=stream, stdout=stream, env=env, start_new_session=True)
    try:
        yield _address(process, log)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def _address(process, log):
    for _attempt in range(240):
        found = re.search(r"http://127\.0\.0\.1:\d+/\S*token=\w+", log.read_text())
        if found:
            return found.group()
        assert process.poll() is None, log.read_text()
        time.sleep(0.25)
    raise AssertionError(log.read_text())


def test_run_all_cells_and_move_the_widget(lab, watched):
    page, watch = watched
    page.goto(lab)
    page.wait_for_selector(".jp-Notebook", timeout=60_000)
    page.wait_for_selector(".jp-NotebookPanel-toolbar")
    page.wait_for_timeout(2_000)
    page.locator(".lm-MenuBar-itemLabel", has_text=re.compile("^(Run|Chạy)$")).click()
    page.locator("[data-command='runmenu:run-all']").click()
    menus = page.locator(".jp-OutputArea select")
    menus.first.wait_for(timeout=90_000)
    picture = page.locator(".jp-OutputArea:has(select) img, .widget-output img, .jupyter-widgets img").last
    picture.wait_for(timeout=60_000)
    before = picture.get_attribute("src")
    group = menus.first
    group.select_option(index=(group.evaluate("(e) => e.selectedIndex") + 1) % group.locator("option").count())
    page.wait_for_function(CHANGED, arg=before, timeout=30_000)
    assert page.locator(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
    assert page.get_by_text("Jupyter news").count() == 0
    assert watch.outside() == []
