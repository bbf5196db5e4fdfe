"""The door to the course: one file, standard library only, any Python from 3.11.

    python3 course.py serve      build the course and open it at http://127.0.0.1:8000
    python3 course.py test       run the tests (the long ones: test -m slow)
    python3 course.py --help     everything else

It keeps a private environment in .venv, installs into it exactly what requirements.lock
names (hashes checked), and hands over to the `cgd` command, or to pytest for `test`.
Its own messages go to stderr, so that the output of a command can be piped.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "installed.sha256"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


class DoorError(Exception):
    """One line for a person: what is wrong and what to do."""


def say(text):
    print(text, file=sys.stderr, flush=True)


def wanted():
    """What the environment must have been made from: the lock and the project file."""
    digest = hashlib.sha256()
    for name in ("requirements.lock", "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


NO_NETWORK = (
    "Installing the course did not work (see above). Check the internet connection and free disk "
    "space, then run the same command again: it goes on where it stopped."
)
NO_VENV = (
    "This Python cannot make an environment (see above). On Debian and Ubuntu: sudo apt install python3-venv. "
    "Elsewhere install Python from https://python.org. Then run the same command again."
)


def run(*command, otherwise=NO_NETWORK):
    """Run one installation step; its output goes to stderr, a failure becomes one line."""
    done = subprocess.run([str(part) for part in command], cwd=ROOT, stdout=sys.stderr)
    if done.returncode:
        raise DoorError(otherwise)


def uv_requirement():
    """The lines of requirements.lock that pin uv itself, with their hashes."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    found = re.search(r"^uv==(?:.*\\\n)+.*\n", lock, flags=re.MULTILINE)
    if not found:
        raise DoorError("requirements.lock names no uv: restore that file (git checkout requirements.lock)")
    return found.group()


def usable():
    """Whether .venv has a Python with pip: a half-made one (no python3-venv, Ctrl-C) has not, and is made anew."""
    return PYTHON.exists() and not subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True).returncode


def moved():
    """Whether .venv was made for another folder: the commands in it would still point there."""
    made_for = STAMP.read_text(encoding="utf-8").splitlines()[1:] if STAMP.exists() else []
    return bool(made_for) and made_for != [str(ROOT)]


def install():
    """Make .venv agree with requirements.lock. The stamp is written last, so an interrupted run repeats."""
    stamp = f"{wanted()}\n{ROOT}\n"
    if STAMP.exists() and PYTHON.exists() and STAMP.read_text(encoding="utf-8") == stamp:
        return
    say("Installing the course's environment into .venv (once; a few minutes on a slow line) ...")
    if moved() or not usable():
        shutil.rmtree(VENV, ignore_errors=True)
        run(sys.executable, "-m", "venv", VENV, otherwise=NO_VENV)
    STAMP.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        only_uv = Path(folder) / "uv.txt"
        only_uv.write_text(uv_requirement(), encoding="utf-8")
        run(PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes", "-r", only_uv)
    uv = [PYTHON, "-m", "uv", "pip"]
    run(*uv, "sync", "--require-hashes", "--python", PYTHON, "requirements.lock")
    run(*uv, "install", "-q", "--python", PYTHON, "--no-deps", "--no-build-isolation", "--editable", ".")
    STAMP.write_text(stamp, encoding="utf-8")
    say("Environment ready.")


def hand_over(arguments):
    """Run the command inside .venv and give back its exit status; Ctrl-C belongs to the child."""
    module = ["pytest", *arguments[1:]] if arguments[:1] == ["test"] else ["cgd", *arguments]
    env = {**os.environ, "PYTHONUTF8": "1"}
    env["PATH"] = str(PYTHON.parent) + os.pathsep + env.get("PATH", "")
    if module[0] == "pytest":
        os.chdir(ROOT)
    command = [str(PYTHON), "-m", *module]
    if os.name != "nt":
        # The command takes this process's place: whoever stops the door stops the course.
        os.execve(command[0], command, env)
    child = subprocess.Popen(command, env=env)
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue


def main():
    if sys.version_info < (3, 11):  # noqa: UP036 - the door is what an older Python meets first
        raise DoorError(f"This is Python {sys.version.split()[0]}; the course needs 3.11 or newer: https://python.org")
    try:
        install()
    except KeyboardInterrupt:
        raise DoorError("Stopped. Run the same command again: it goes on where it stopped.") from None
    return hand_over(sys.argv[1:])


if __name__ == "__main__":
    try:
        sys.exit(main())
    except DoorError as error:
        say(f"course.py: {error}")
        sys.exit(1)
