"""The way to the Toolkit's form that runs in the browser, and to the files that it keeps there.

```{browser-form}
```
"""

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from cgd.course.layout import FORM
from cgd.language import LANGUAGES, SOURCE_LANGUAGE, _, use_language


class BrowserForm(SphinxDirective):
    """A line with two links; nothing in a lone book, beside which there is no such form."""

    def run(self) -> list[nodes.Node]:
        if not self.config.cgd_browser:
            return []
        language = self.config.language if self.config.language in LANGUAGES else SOURCE_LANGUAGE
        use_language(language)
        root = "../" * str(self.env.docname).count("/") + self.config.cgd_browser
        form = f"{root}/notebooks/index.html?path={language}/notebooks/{FORM}"
        line = nodes.paragraph(classes=["browser-form"])
        line += nodes.reference("", _("Open the form in this browser"), refuri=form, internal=False)
        line += nodes.Text(" · ")
        line += nodes.reference("", _("your files in this browser"), refuri=f"{root}/tree/index.html", internal=False)
        return [line]
