"""Messages of a library; the sources of `cgd` itself look like this."""

from cgd.language import _, allowed


def speak(name: str, count: int) -> str:
    """Say something."""
    if count < 0:
        raise allowed("goal", count, [1, 4, 5])
    return _("{name} has {count} answers, one for each goal.").format(name=name, count=count)
