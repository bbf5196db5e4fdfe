"""nbgrader as a library: one course directory, three steps, and its chatter kept for the log.

The folder has nbgrader's own default layout (source, release, submitted, autograded, feedback, gradebook.db), so that
a trainer can open it with nbgrader's formgrader too.
"""

import logging
import os
import re
import sysconfig
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback
from nbgrader.converters.base import BaseConverter
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearHiddenTests,
    ClearMarkScheme,
    ClearOutput,
    ClearSolutions,
    ComputeChecksums,
    LockCells,
    OverwriteKernelspec,
    SaveCells,
)
from nbgrader.utils import capture_log
from traitlets.config import Config

import cgd.language
from cgd.grading.preprocessors import FEEDBACK, DropDuplicates, PutBackCells, RunEveryCell
from cgd.language import _

SECONDS_PER_CELL = 60  # ours: the slowest cell of the exercises takes about 2 s on a weak laptop

# nbgrader's own steps in its own order, less the two for headers and generated tests, which no exercise uses.
RELEASE = [
    *(LockCells, ClearSolutions, ClearOutput, CheckCellMetadata, ComputeChecksums, SaveCells),
    *(ClearHiddenTests, ClearMarkScheme, ComputeChecksums, CheckCellMetadata),
]
SANITISE = [ClearOutput, DropDuplicates, RunEveryCell, OverwriteKernelspec, PutBackCells, CheckCellMetadata]


@dataclass(frozen=True)
class Outcome:
    """What one nbgrader step did: whether it worked, and everything that it said."""

    success: bool
    log: str

    def reason(self) -> str:
        """What stopped it, in one line: the message of the exception behind it."""
        raised = re.findall(r"^ {0,4}([\w.]*(?:Error|Exception)\b.*)$", self.log, flags=re.MULTILINE)
        # nbgrader wraps the cause in an exception of its own that only says "see above".
        causes = [line for line in raised if "NbGraderException" not in line]
        return (causes or raised or [_("unknown reason")])[-1].strip()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say everything in ``language``, here and in the programs that are started, and let nbgrader find its own."""
    spoken = cgd.language.language()
    # nbgrader starts the command "alembic" for a new gradebook, wherever the environment's Python was started from.
    path = os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", os.defpath)])
    before = {name: os.environ.get(name) for name in ("CGD_LANG", "PATH")}
    cgd.language.use_language(language)
    os.environ.update(CGD_LANG=language, PATH=path)
    try:
        yield
    finally:
        cgd.language.use_language(spoken)
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def generate_assignment(root: Path, assignment: str, language: str, *, gradebook: bool = True) -> Outcome:
    """Make the participants' version of ``root/source/<assignment>`` in ``root/release``.

    What stands in for a solution is said in ``language``. With ``gradebook``, the points, tests and locked cells are
    entered there, for grading; without it nothing but the version is made, which is much faster.
    """
    with speaking(language):
        config = _config()
        config.GenerateAssignment.preprocessors = [step for step in RELEASE if gradebook or step is not SaveCells]
        config.GenerateAssignment.no_database = not gradebook
        return _run(GenerateAssignment, _directory(root, assignment), config)


def autograde(root: Path, assignment: str, person: str, language: str) -> Outcome:
    """Run one person's notebook with all tests, hidden ones included, and enter the points in the gradebook."""
    with speaking(language):
        return _run(Autograde, _directory(root, assignment, person), _config())


def generate_feedback(root: Path, assignment: str, person: str, language: str) -> Outcome:
    """Write ``root/feedback/<person>/<assignment>/*.html`` in ``language``, without hidden tests and rubrics."""
    with speaking(language):
        return _run(GenerateFeedback, _directory(root, assignment, person), _config())


def _directory(root: Path, assignment: str, person: str = "*") -> CourseDirectory:
    return CourseDirectory(root=str(root.resolve()), course_id="cgd", assignment_id=assignment, student_id=person)


def _run(step: type[BaseConverter], directory: CourseDirectory, config: Config) -> Outcome:
    converter = step(coursedir=directory, config=config)
    converter.force = True
    with warnings.catch_warnings(), _quiet(converter.log):
        warnings.simplefilter("ignore")  # deprecations inside nbgrader and nbconvert: nobody here can act on them
        result = capture_log(converter)
    return Outcome(result["success"], result.get("log", "") + result.get("error", ""))


@contextmanager
def _quiet(log: logging.Logger) -> Iterator[None]:
    """Let a logger speak to the handlers it gets from now on, not to the terminal."""
    handlers, propagate, level = log.handlers[:], log.propagate, log.level
    log.handlers, log.propagate = [], False
    log.setLevel(logging.INFO)
    try:
        yield
    finally:
        log.handlers, log.propagate = handlers, propagate
        log.setLevel(level)


def _config() -> Config:
    config = Config()
    config.ClearSolutions.code_stub = {"python": "# " + _("Then hold Shift and press Enter.")}
    config.ClearSolutions.text_stub = _("Double-click here, delete this line and write your answer.")
    # The rubric stands beside the question: trainers see it while they grade, participants never.
    config.ClearMarkScheme.enforce_metadata = False
    config.PutBackCells.add_missing_cells = True
    config.PutBackCells.missing_cell_notification = (
        _("This cell had been deleted. It was put back for grading.") + "\n\n"
    )
    config.Execute.timeout = SECONDS_PER_CELL
    config.Execute.extra_arguments = ["--log-level=ERROR"]  # the kernel writes to the terminal, past every log
    config.Autograde.sanitize_preprocessors = SANITISE
    config.GenerateFeedback.preprocessors = FEEDBACK
    config.HTMLExporter.template_name = "cgd_feedback"
    config.HTMLExporter.extra_template_basedirs = [str(Path(__file__).parent / "templates")]
    return config
