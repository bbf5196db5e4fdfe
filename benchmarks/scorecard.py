"""Time and memory of reading a survey and of all its checks, from 3,100 to 3,100,000 respondents.

    .venv/bin/python benchmarks/scorecard.py [RESPONDENTS ...]

The large files are the shipped survey as it came in (with its planted faults), repeated; each repetition has
interviewers, tablets and respondent numbers of its own. Each size is measured in a process of its own, so that the peak
of its memory is its own. The files are made in a temporary folder: 3,100,000 respondents need about 1.3 GB there.
"""

import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SIZES = (3_100, 31_000, 310_000, 3_100_000)
SHIPPED = Path(__file__).resolve().parents[1] / "datasets" / "scorecard-2022"
RAW = "scorecard-2022-raw-synthetic.csv"
COPIED = ("indicators.csv", "indicators-raw.csv", "official-status-illustrative.csv")


def write(folder: Path, respondents: int) -> Path:
    """The raw survey, repeated until it has about ``respondents`` rows (whole repetitions)."""
    with (SHIPPED / RAW).open(encoding="utf-8", newline="") as stream:
        names, *rows = csv.reader(stream)
    number, interviewer, device = (names.index(name) for name in ("respondent_id", "interviewer", "device"))
    path = folder / RAW
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(names)
        for turn in range(round(respondents / 3_100)):
            for place, row in enumerate(rows):
                cells = list(row)
                cells[number] = f"R{turn * len(rows) + place:07d}"
                cells[interviewer] = f"I{turn * 100 + int(cells[interviewer][1:]):06d}"
                cells[device] = f"T{turn * 200 + int(cells[device][1:]):06d}"
                writer.writerow(cells)
    for name in COPIED:
        (folder / name).write_bytes((SHIPPED / name).read_bytes())
    return path


def measure(path: Path) -> dict[str, float]:
    """Seconds and peak memory of reading one file and of all checks on it."""
    start = time.perf_counter()
    import cgd.scorecard  # noqa: F401 - what is timed is this line

    imported = time.perf_counter()
    from cgd.scorecard import check_quality, read  # brings pandas

    ready = time.perf_counter()
    survey = read(path)
    was_read = time.perf_counter()
    after_read = _peak()
    findings = check_quality(survey)
    checked = time.perf_counter()
    return {
        "respondents": len(survey.respondents),
        "ratings": int((survey.answers != 0).sum(dtype="int64")),
        "findings": len(findings),
        "import_s": imported - start,
        "libraries_s": ready - imported,
        "read_s": was_read - ready,
        "checks_s": checked - was_read,
        "peak_read_mb": after_read,
        "peak_mb": _peak(),
    }


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


COLUMNS = {
    "respondents": "{respondents:,}",
    "import (s)": "{import_s:.2f}",
    "pandas and the rest (s)": "{libraries_s:.2f}",
    "read (s)": "{read_s:.2f}",
    "checks (s)": "{checks_s:.2f}",
    "ms per 1,000": "{spent:.0f}",
    "peak (MB)": "{peak_mb:,.0f}",
    "kB per respondent": "{each:.2f}",
}


def main(sizes: tuple[int, ...]) -> None:
    """Measure each size in a process of its own and print a table."""
    print(f"| {' | '.join(COLUMNS)} |")
    print("|" + "---:|" * len(COLUMNS))
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = write(Path(folder), size)
            command = [sys.executable, __file__, "--measure", str(path)]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
        found = json.loads(done.stdout)
        found["spent"] = (found["read_s"] + found["checks_s"]) / found["respondents"] * 1e6
        found["each"] = found["peak_mb"] / found["respondents"] * 1024
        print(f"| {' | '.join(column.format(**found) for column in COLUMNS.values())} |", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(measure(Path(sys.argv[2]))))
    else:
        main(tuple(int(argument) for argument in sys.argv[1:]) or SIZES)
