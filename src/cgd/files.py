"""Files are written whole or not at all."""

import os
import tempfile
from collections.abc import Collection
from pathlib import Path


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write ``content`` to ``path`` (UTF-8, Unix line ends) through a temporary file beside it.

    A reader sees the old file or the new one, never a half. Folders are made as needed.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    path.parent.mkdir(parents=True, exist_ok=True)
    # The rights that the file has, or that a new one would get: mkstemp's own are for the owner alone.
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def write_if_changed(path: Path, content: str | bytes) -> bool:
    """Like `write_atomically`, but leave an equal file (and its time) alone; say whether it was written."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    if path.is_file() and path.read_bytes() == data:
        return False
    write_atomically(path, data)
    return True


def mirror(source: Path, target: Path, keep: Collection[str] = ()) -> None:
    """Make folder ``target`` hold exactly the files of ``source``; equal files keep their time.

    Files and folders of ``target`` that ``keep`` names are left alone.
    """
    wanted = {path.relative_to(source) for path in source.rglob("*") if path.is_file()}
    for name in sorted(wanted):
        write_if_changed(target / name, (source / name).read_bytes())
    for path in [path for path in target.rglob("*") if path.is_file()]:
        name = path.relative_to(target)
        if name not in wanted and name.parts[0] not in keep:
            path.unlink()
