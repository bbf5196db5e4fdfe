"""A figure on a page, taken from the output of a notebook cell, so that page and notebook cannot disagree.

```{notebook-figure} ../../notebooks/s01_voices.ipynb
:cell: s01-compare-chart

The caption.
```
"""

from pathlib import Path
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from cgd.course.figures import figures_of
from cgd.errors import CgdError
from cgd.files import write_if_changed


class NotebookFigure(SphinxDirective):
    """The PNG of one cell with its alternative text; a pointer to the notebook while it has no outputs."""

    required_arguments = 1
    has_content = True
    option_spec: ClassVar = {"cell": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        relative, absolute = self.env.relfn2path(self.arguments[0])
        self.env.note_dependency(relative)
        cell = self.options.get("cell", "")
        try:
            figures = figures_of(Path(absolute))
        except CgdError as error:
            raise self.error(str(error)) from error
        found = figures.get(cell)
        if found is None and figures:
            names = ", ".join(figures)
            raise self.error(f"No picture in cell {cell!r} of {self.arguments[0]}. Cells with one: {names}.")
        caption = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, caption)
        if found is None:
            # A book built straight from the sources (jupyter-book build .): the notebook's own page has the figure.
            return list(caption.children)
        # Sphinx takes images from below the source folder only.
        image = Path(self.env.srcdir) / "_figures" / f"{cell}.png"
        write_if_changed(image, found.png)
        figure = nodes.figure("", nodes.image(uri=f"/_figures/{cell}.png", alt=found.alt))
        if caption.children:
            figure += nodes.caption("", "", *caption.children[0].children)
        return [figure]
