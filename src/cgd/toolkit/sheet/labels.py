"""What the words in a workbook mean: codes for the labels of any language, also typed with other case or spaces."""

import re
import unicodedata

from cgd.language import LANGUAGES, _
from cgd.toolkit.bank import Column
from cgd.toolkit.sheet.packing import too_long
from cgd.toolkit.words import say, speaking, state_names


class Labels:
    """What the lists say in each language, for reading a workbook of either."""

    def __init__(self) -> None:
        self._yes_no: dict[str, str] = {"": "", "yes": "yes", "no": "no", "x": "yes", "✓": "yes"}
        self._states: dict[str, str] = {"": "", "unknown": "unknown", "not_applicable": "not_applicable"}
        self._long: set[str] = set()
        self._codes: dict[int, dict[str, str]] = {}
        for language in LANGUAGES:
            with speaking(language):
                self._yes_no |= {_same(_("Yes")): "yes", _same(_("No")): "no"}
                self._states |= {_same(name): state for state, name in state_names().items()}
                self._long.add(_same(too_long()))

    def yes_no(self, text: str) -> str | None:
        """ "yes", "no" or ""; None for a text that is neither."""
        return self._yes_no.get(_same(text))

    def state(self, text: str) -> str | None:
        """The state of a question, or ""; None for a text that is none."""
        return self._states.get(_same(text))

    def long_text(self, text: str) -> int | None:
        """Which of the texts that no cell can hold stands here; None for a text of its own."""
        sentence, _sign, number = text.rpartition("#")
        return int(number) if _same(sentence) in self._long and number.strip().isdecimal() else None

    def code(self, entry: Column, text: str) -> str:
        """The code of a label; a text that is no label stays, for `parse` to refuse."""
        return self._known(entry).get(_same(text), text.strip())

    def codes(self, entry: Column, text: str) -> list[str]:
        """The codes of labels with a semicolon, a comma or a line break between them."""
        if _same(text) in self._known(entry):
            return [self.code(entry, text)]
        found: list[str] = []
        for part in re.split(r"[;\n]", text):
            # A label may have a comma of its own.
            pieces = [part] if _same(part) in self._known(entry) else part.split(",")
            found += [self.code(entry, piece) for piece in pieces if piece.strip()]
        return found

    def _known(self, entry: Column) -> dict[str, str]:
        if id(entry) not in self._codes:
            known = {_same(code): code for code in entry.options}
            for language in LANGUAGES:
                with speaking(language):
                    known |= {_same(say(words)): code for code, words in entry.options.items()}
            self._codes[id(entry)] = known
        return self._codes[id(entry)]


def _same(text: str) -> str:
    """For comparing: whatever the case, the spaces and the way accents are written."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
