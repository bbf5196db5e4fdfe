"""What we put in the place of nbgrader's own steps, and why."""

from typing import Any

from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.preprocessors import (
    ClearHiddenTests,
    ClearMarkScheme,
    DeduplicateIds,
    GetGrades,
    NbGraderPreprocessor,
    OverwriteCells,
)

from cgd.language import _, language
from cgd.scorecard.labels import number

Resources = dict[str, Any]


class DropDuplicates(DeduplicateIds):
    """Make the copy of a graded cell an ordinary cell.

    nbgrader leaves empty metadata behind, takes them for an outdated format and stops the whole run (its issue 1083).
    """

    def preprocess_cell(self, cell: NotebookNode, resources: Resources, index: int) -> tuple[NotebookNode, Resources]:
        cell, resources = super().preprocess_cell(cell, resources, index)
        if "nbgrader" in cell.metadata and not cell.metadata.nbgrader:
            del cell.metadata["nbgrader"]
        return cell, resources


class RunEveryCell(NbGraderPreprocessor):
    """Take away the tag with which a cell asks not to be run: a test that does not run cannot fail."""

    def preprocess_cell(self, cell: NotebookNode, resources: Resources, index: int) -> tuple[NotebookNode, Resources]:
        if "tags" in cell.metadata:
            cell.metadata["tags"] = [tag for tag in cell.metadata["tags"] if tag != "skip-execution"]
        return cell, resources


class PutBackCells(OverwriteCells):
    """Put deleted cells back after the nearest cell before them that is still there.

    nbgrader looks for the graded or answer cell just before; where that one is deleted too, or is only read, it stops
    the whole run.
    """

    def add_missing_grade_cells(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        source = self.gradebook.find_notebook(self.notebook_id, self.assignment_id)
        points = {cell.name: cell.max_score for cell in source.grade_cells}
        answers = {cell.name for cell in source.solution_cells}
        place = 0
        for cell in source.source_cells:
            ids = [each.metadata.get("nbgrader", {}).get("grade_id") for each in nb.cells]
            if cell.name in ids:
                place = ids.index(cell.name) + 1
            elif cell.name in points:
                nb.cells.insert(place, self.missing_cell_transform(cell, points[cell.name], cell.name in answers))
                place += 1
        return nb, resources


class TruthfulGrades(GetGrades):
    """Points for the feedback page; an answer that nobody has read yet has no points instead of zero."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        self.waiting = 0.0
        nb, resources = super().preprocess(nb, resources)
        resources["nbgrader"]["waiting"] = self.waiting
        return nb, resources

    def _get_score(self, cell: NotebookNode, resources: Resources) -> None:
        super()._get_score(cell, resources)
        grade = self.gradebook.find_grade(
            cell.metadata["nbgrader"]["grade_id"], self.notebook_id, self.assignment_id, self.student_id
        )
        cell.metadata.nbgrader["waiting"] = bool(grade.needs_manual_grade)
        if grade.needs_manual_grade:
            self.waiting += grade.max_score


class FeedbackPage(NbGraderPreprocessor):
    """Make the notebook a page for its author: names of the questions, words in their language, no test code."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        resources["cgd"] = {"language": language(), "say": _words()}
        self.heading = ""
        return super().preprocess(nb, resources)

    def preprocess_cell(self, cell: NotebookNode, resources: Resources, index: int) -> tuple[NotebookNode, Resources]:
        headings = [line.lstrip("# ") for line in cell.source.splitlines() if line.startswith("#")]
        if cell.cell_type == "markdown" and headings:
            self.heading = headings[-1]
        cell.metadata["cgd_heading"] = self.heading
        if utils.is_grade(cell) and not utils.is_solution(cell):
            cell.source = ""  # test code is for machines
        self._only_the_message(cell)
        if cell.metadata.get("nbgrader", {}).get("comment") == "No response.":  # nbgrader's words, not a trainer's
            cell.metadata.nbgrader["comment"] = None
            cell.metadata["cgd_note"] = _("You did not write an answer.") if utils.is_grade(cell) else ""
        return cell, resources

    def _only_the_message(self, cell: NotebookNode) -> None:
        """A traceback helps nobody here, and may quote the hidden lines of a test."""
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                known = output.ename == "Misconception"
                output.traceback = [output.evalue if known else f"{output.ename}: {output.evalue}"]


def _words() -> dict[str, str]:
    return {
        "feedback": _("Feedback"),
        "points": _("points"),
        "of": _("of"),
        "your_answer": _("Your answer"),
        "result": _("Result"),
        "waiting": _("not graded yet: your trainer will read it"),
        "comment": _("Comment of your trainer"),
        "right": _("This is right."),
        "decimal_mark": number(1.5, 1)[1],
    }


FEEDBACK = [TruthfulGrades, ClearHiddenTests, ClearMarkScheme, FeedbackPage]
