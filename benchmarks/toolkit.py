"""How long the form takes to open, to answer a key and to switch a section, and the exports; prints a table.

.venv/bin/python benchmarks/toolkit.py
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from cgd.toolkit.examples import read_example
from cgd.toolkit.export import DOCUMENTS, export
from cgd.toolkit.export.convert import FORMATS
from cgd.toolkit.form.page import ToolkitForm
from cgd.toolkit.form.session import Session
from cgd.toolkit.loading import load_toolkit
from cgd.toolkit.rules.settings import load_rules
from cgd.toolkit.sheet.reading import read_workbook
from cgd.toolkit.sheet.workbook import write_workbook
from cgd.toolkit.store import Store

REPEATS = 5


def median(action: Callable[[], object]) -> float:
    """Median seconds of some calls."""
    times = []
    for _call in range(REPEATS):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return sorted(times)[REPEATS // 2]


def main() -> None:
    """Measure on the worked example: 108 questions, all figures."""
    start = time.perf_counter()
    answers, toolkit, rules = read_example("scorecard-2022"), load_toolkit(), load_rules()
    print(f"read form and answers, first time   {time.perf_counter() - start:6.2f} s")
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "a.yml", toolkit, answers)
        start = time.perf_counter()
        form = ToolkitForm(Session(store))
        print(f"open the form, first time           {time.perf_counter() - start:6.2f} s")
        print(f"open the form                       {median(lambda: ToolkitForm(Session(store))):6.2f} s")
        form.tier = 3
        for letter in "FK":
            place = [title[0] for title in form.tabs.titles].index(letter)

            def switch(place: int = place) -> None:
                form.tabs.selected_index = 0
                form.tabs.selected_index = place

            print(f"to section {letter} and back, all questions  {median(switch):6.2f} s")
        put = form.session.put
        print(f"one key, with rules and saving      {median(lambda: put('B1', 'problem', str(time.time()))):6.2f} s")
    for what in DOCUMENTS:
        for fmt in FORMATS:
            seconds = median(lambda what=what, fmt=fmt: export(what, fmt, answers, toolkit, rules))
            print(f"export {what:12} {fmt:4}             {seconds:6.2f} s")
    content = write_workbook(answers, toolkit)
    print(f"write the workbook                  {median(lambda: write_workbook(answers, toolkit)):6.2f} s")
    print(f"read the workbook                   {median(lambda: read_workbook(content, toolkit)):6.2f} s")


if __name__ == "__main__":
    main()
