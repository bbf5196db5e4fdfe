"""The limits of `limits.yml`, for weights and for reliability figures."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def settings() -> dict[str, Any]:
    """The limits in limits.yml: section, then name, then value, mark, note."""
    return yaml.safe_load(Path(__file__).with_name("limits.yml").read_text(encoding="utf-8"))


def limit(section: str, name: str, given: float | None) -> Any:
    """A limit that was given, else the one in limits.yml."""
    return settings()[section][name]["value"] if given is None else given
