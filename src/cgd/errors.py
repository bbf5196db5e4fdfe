"""Every error that a person can cause or mend: one clear line, no traceback."""


class CgdError(Exception):
    """Something is wrong with a file, an answer or the machine: says what, where and what to do."""

    exit_status = 1


class UsageError(CgdError):
    """A name that does not exist (language, group, session, file): says what is allowed."""

    exit_status = 2
