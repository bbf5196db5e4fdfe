"""What counts as wrong: the limits of `limits.yml`."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

Limits = dict[str, Any]


@cache
def read_limits() -> Limits:
    """The limits of `limits.yml`. Do not change the dictionary: make a copy of it."""
    return yaml.safe_load(Path(__file__).with_name("limits.yml").read_text(encoding="utf-8"))
