"""What is said of a survey as a whole: title, producer, who was asked and how, limits, licence; in two languages."""

from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from cgd.errors import CgdError
from cgd.language import _

LANGUAGES = ("en", "vi")
COURSE_STUDY = Path(__file__).with_name("study.yml")

Words = dict[str, str]


@dataclass(frozen=True)
class Study:
    """Metadata of a whole survey; `study.yml` shows every field by example. Words: language ("en", "vi") and text."""

    synthetic: bool
    title: Words
    producer: str
    contact: str
    email: str
    version: str
    abstract: Words
    keywords: dict[str, list[str]]
    nation: Words
    geography: Words
    unit: Words
    universe: Words
    kind: Words
    sampling: Words
    mode: Words
    weighting: Words
    sampling_error: Words
    limits: list[Words]
    licence: Words
    licence_name: str
    licence_path: str
    access: Words
    confidentiality: Words

    def entitled(self, title: str = "", title_vi: str = "") -> "Study":
        """The study under another title; the title of synthetic data says so in both languages."""
        vietnamese = title_vi or title or self.title["vi"]
        titles = {"en": title or self.title["en"], "vi": vietnamese}
        return replace(self, title={language: self._marked(language, text) for language, text in titles.items()})

    def _marked(self, language: str, title: str) -> str:
        mark = settings()["synthetic"][language]
        if not self.synthetic or mark["word"].casefold() in title.casefold():
            return title
        return mark["added"].format(title=title)


@cache
def settings() -> dict[str, Any]:
    """The content of `export.yml`."""
    return yaml.safe_load(Path(__file__).with_name("export.yml").read_text(encoding="utf-8"))


def course_study() -> Study:
    """The study of the course's own synthetic survey."""
    return read_study(COURSE_STUDY)


def read_study(path: Path) -> Study:
    """Read the description of a survey from a YAML file such as `study.yml`.

    Raises
    ------
    CgdError
        The file is missing or no YAML, or a field is missing, unknown, empty in one language or of another kind; the
        line names the field.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CgdError(_("There is no file {file}.").format(file=path)) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CgdError(_("{file} is no YAML text: {reason}.").format(file=path.name, reason=_line(error))) from None
    content = content if isinstance(content, dict) else {}
    names = [field.name for field in fields(Study)]
    for name in [*names, *content]:
        if name not in content:
            raise CgdError(_("{file}: the field {field} is missing.").format(file=path.name, field=name))
        if name not in names:
            raise CgdError(_("{file}: there is no field {field}.").format(file=path.name, field=name))
        if not _complete(name, content[name]):
            raise _incomplete(path, name)
    return Study(**content).entitled()


_SINGLE = ("synthetic", "producer", "contact", "email", "version", "licence_name", "licence_path")
_MAY_BE_EMPTY = ("contact", "email", "licence_path")


def _incomplete(path: Path, name: str) -> CgdError:
    if name == "synthetic":
        line = _("{file}: the field {field} must be true or false.")
    elif name in _SINGLE:
        line = _("{file}: the field {field} needs a text in quotation marks.")
    else:
        line = _("{file}: the field {field} needs a text in each of the languages en and vi.")
    return CgdError(line.format(file=path.name, field=name))


def _complete(name: str, value: Any) -> bool:
    if name == "synthetic":
        return isinstance(value, bool)
    if name in _SINGLE:
        return isinstance(value, str) and (bool(value.strip()) or name in _MAY_BE_EMPTY)
    if name == "limits":
        return isinstance(value, list) and bool(value) and all(_both(words) for words in value)
    if name == "keywords":
        return isinstance(value, dict) and all(isinstance(value.get(language), list) for language in LANGUAGES)
    return _both(value)


def _both(words: Any) -> bool:
    return isinstance(words, dict) and all(
        isinstance(words.get(language), str) and words[language].strip() for language in LANGUAGES
    )


def _line(error: Exception) -> str:
    return " ".join(str(error).split())
