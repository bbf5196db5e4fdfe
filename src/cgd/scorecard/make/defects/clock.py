"""Times of the survey file as minutes of a day, and back."""


def minutes_of(text: str) -> int:
    """Minutes after midnight of a text such as ``2022-07-15T08:31``."""
    return int(text[11:13]) * 60 + int(text[14:16])


def stamp(day: str, minutes: int) -> str:
    """The text of a time: the day (year-month-day) and minutes after midnight."""
    return f"{day}T{minutes // 60:02d}:{minutes % 60:02d}"
