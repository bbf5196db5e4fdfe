"""Office files (zip archives) that do not tell when and where they were made: the same content gives the same bytes."""

import datetime
import io
import re
import zipfile
from collections.abc import Callable

MOMENT = datetime.datetime(2022, 1, 1)
"""Stands in place of the time of making."""


def timeless(content: bytes, change: Callable[[str, bytes], bytes] | None = None, *, compressed: bool = False) -> bytes:
    """An office file without the times of making and writing.

    Parameters
    ----------
    change
        Makes the new content of a part from its name and content.
    compressed
        Smaller, but the bytes may differ between machines: zlib is not the same everywhere.
    """
    stream = io.BytesIO()
    stamp = MOMENT.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    method = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", method) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            data = old.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + stamp, data)
            entry = zipfile.ZipInfo(name, MOMENT.timetuple()[:6])
            entry.compress_type = method
            # The machine's own way of marking files would otherwise stand in the archive.
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            new.writestr(entry, change(name, data) if change else data)
    return stream.getvalue()
