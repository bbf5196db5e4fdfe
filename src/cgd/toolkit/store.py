"""A file of answers that is being worked on: every state is kept, and nobody's work is overwritten."""

import hashlib
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cgd.errors import CgdError
from cgd.files import write_atomically
from cgd.language import _
from cgd.toolkit.answers import Answers, new_answers
from cgd.toolkit.answers_file import answers_from_text, answers_text, read_answers
from cgd.toolkit.bank import Toolkit
from cgd.toolkit.loading import load_toolkit
from cgd.toolkit.merging import merge

_STAMP = "%Y-%m-%dT%H-%M-%S.%fZ"
_PAUSE = timedelta(seconds=60)
_BROWSER_FOLDER = "/drive"


@dataclass(frozen=True)
class Saved:
    """What was written: the answers, and the questions where somebody else wrote something different meanwhile."""

    answers: Answers
    conflicts: tuple[str, ...] = ()
    notice: str = ""


class Store:
    """One file of answers, its versions in the folder beside it.

    Every state that was saved is a file of its own in `<name>.versions`; of states that follow one another within a
    minute while somebody types into one question, the last is kept. If the file has changed since it was read - another
    window, another person on a shared folder - the two are merged.
    """

    def __init__(self, path: Path, toolkit: Toolkit, answers: Answers) -> None:
        self.path, self.toolkit, self.answers = path, toolkit, answers
        self._base = answers
        self._digest = _digest(path)
        self._last: tuple[Path, str, datetime] | None = None

    def save(self, answers: Answers, typing: str = "") -> Saved:
        """Write ``answers`` to the file, and to its versions.

        ``typing`` is the question that somebody is typing into.

        Raises
        ------
        OSError
            The disk is full, or the folder cannot be written. The file is as before.
        """
        found, notice = self._merged(answers)
        content = answers_text(found.answers)
        if self.path.exists() and not self.versions():
            # The file comes from elsewhere: what it was before is the first version.
            write_atomically(versions_folder(self.path) / f"{_now():{_STAMP}}.yml", self.path.read_bytes())
        self._keep(content, typing)
        write_atomically(self.path, content)
        self.answers = self._base = found.answers
        self._digest = _digest(self.path)
        return Saved(found.answers, found.conflicts, notice)

    def versions(self) -> list[Path]:
        """The states that were saved, the oldest first."""
        return sorted(versions_folder(self.path).glob("*.yml"))

    def _merged(self, answers: Answers) -> tuple[Saved, str]:
        if not self.path.exists() or _digest(self.path) == self._digest:
            return Saved(answers), ""
        try:
            theirs = read_answers(self.path, self.toolkit)
        except CgdError as error:
            # Somebody broke it by hand. What they wrote is kept, and work goes on.
            kept = versions_folder(self.path) / f"{_now():{_STAMP}}.unreadable"
            write_atomically(kept, self.path.read_bytes())
            what = _("The file could not be read any more ({reason}). What was in it is kept as {kept}.")
            return Saved(answers), what.format(reason=error, kept=kept)
        result = merge(answers, theirs, self._base)
        return Saved(result.answers, result.conflicts), _(
            "Somebody else has changed the file; the changes were merged."
        )

    def _keep(self, content: str, typing: str) -> None:
        now = _now()
        if self._last and typing and self._last[1] == typing and now - self._last[2] < _PAUSE:
            path, started = self._last[0], self._last[2]
        else:
            path, started = versions_folder(self.path) / f"{now:{_STAMP}}.yml", now
        write_atomically(path, content)
        self._last = (path, typing, started)


def open_store(path: Path, toolkit: Toolkit | None = None, language: str = "en") -> Store:
    """The file at ``path``; a new, empty form of ``toolkit`` (without it, of the default country) if there is none.

    Nothing is written before the first save. A file of an older form is brought up to date then; what it was stays
    among its versions.

    Raises
    ------
    CgdError
        The file is there and cannot be read: it is not changed. Or nothing that is written at ``path`` would last.
    """
    _refuse_what_would_be_lost(path)
    if not path.exists():
        toolkit = toolkit or load_toolkit()
        return Store(path, toolkit, new_answers(toolkit, language))
    answers = read_answers(path, toolkit)
    return Store(path, toolkit or load_toolkit(answers.country), answers)


def _refuse_what_would_be_lost(path: Path) -> None:
    """In a browser only what lies in JupyterLite's own folder outlives the page; it is missing over plain http."""
    if sys.platform == "emscripten" and not path.resolve().is_relative_to(_BROWSER_FOLDER):
        raise CgdError(
            _(
                "At this address the browser keeps no files: what you type would be gone when the page closes. "
                "Open the course at an address that begins with https:// or with http://127.0.0.1."
            )
        )


def restore(path: Path, version: Path, toolkit: Toolkit | None = None) -> Answers:
    """Make ``version`` the current state of the file; the state before stays among the versions."""
    store = open_store(path, toolkit)
    answers = answers_from_text(version.read_text(encoding="utf-8"), version, store.toolkit)
    store.save(answers)
    return answers


def versions_folder(path: Path) -> Path:
    """Where the versions of a file lie."""
    return path.with_name(f"{path.stem}.versions")


def _now() -> datetime:
    return datetime.now(UTC)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""
