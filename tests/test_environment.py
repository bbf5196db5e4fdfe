"""The door and the files that say what is installed."""

import importlib.util
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement


def door(root: Path):
    spec = importlib.util.spec_from_file_location("course", root / "course.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def project(root: Path) -> dict:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def requirements(root: Path) -> list[str]:
    extras = project(root)["optional-dependencies"]
    return [*project(root)["dependencies"], *(r for group in extras.values() for r in group)]


def test_environment_yml_asks_for_what_pyproject_asks_for(root):
    conda = yaml.safe_load((root / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    pip = next(item["pip"] for item in conda if isinstance(item, dict))
    assert sorted(r for r in pip if not r.startswith("--")) == sorted(requirements(root))
    assert f"python{project(root)['requires-python']}" in conda


def test_the_lock_pins_every_requirement_with_hashes_and_names_no_address(root):
    lock = (root / "requirements.lock").read_text(encoding="utf-8")
    locked = {name.lower(): version for name, version in re.findall(r"^([\w.-]+)==([^\s;]+)", lock, flags=re.MULTILINE)}
    for asked in map(Requirement, requirements(root)):
        assert locked[asked.name.lower()] in asked.specifier, asked
    assert "://" not in lock
    blocks = re.findall(r"^[\w.-]+==(?:.*\\\n)*.*", lock, flags=re.MULTILINE)
    assert len(blocks) > 100
    assert all("--hash=sha256:" in block for block in blocks)


def test_the_door_takes_uv_from_the_lock_with_its_hashes(root):
    found = door(root).uv_requirement()
    assert found.startswith("uv==")
    assert found.count("--hash=sha256:") >= 2
    assert not re.search(r"^(?!uv)\w", found, flags=re.MULTILINE)


def test_the_door_says_one_line_when_the_lock_is_damaged(root, tmp_path, monkeypatch):
    course = door(root)
    monkeypatch.setattr(course, "ROOT", tmp_path)
    (tmp_path / "requirements.lock").write_text("nothing\n")
    with pytest.raises(course.DoorError, match="git checkout"):
        course.uv_requirement()


@pytest.fixture
def first_start(root, tmp_path, monkeypatch):
    """The door of a fresh folder; what it would install is noted and not installed."""
    course = door(root)
    monkeypatch.setattr(course, "ROOT", tmp_path)
    monkeypatch.setattr(course, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(course, "STAMP", tmp_path / ".venv" / "installed.sha256")
    monkeypatch.setattr(course, "PYTHON", tmp_path / ".venv" / course.PYTHON.relative_to(root / ".venv"))
    for name in ("requirements.lock", "pyproject.toml"):
        (tmp_path / name).write_bytes((root / name).read_bytes())
    course.done = []

    def run(*command, otherwise=""):
        course.done.append([str(part) for part in command])
        if "venv" in course.done[-1]:
            subprocess.run([*course.done[-1]], check=True)

    monkeypatch.setattr(course, "run", run)
    return course


def test_the_door_installs_once_and_again_when_the_lock_changes(first_start):
    first_start.install()
    assert any("sync" in command for command in first_start.done)
    first_start.done.clear()
    first_start.install()
    assert first_start.done == []
    with (first_start.ROOT / "requirements.lock").open("a") as lock:
        lock.write("# changed\n")
    first_start.install()
    assert any("sync" in command for command in first_start.done)
    assert not any("venv" in command for command in first_start.done)


def test_an_environment_without_pip_is_made_anew(first_start):
    # What Debian leaves without python3-venv, or Ctrl-C in the middle.
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(first_start.VENV)], check=True)
    first_start.install()
    assert any("venv" in command for command in first_start.done)
    assert first_start.usable()


def test_a_moved_clone_gets_a_new_environment(first_start):
    first_start.install()
    first_start.done.clear()
    first_start.STAMP.write_text(first_start.STAMP.read_text().replace(str(first_start.ROOT), "elsewhere"))
    first_start.install()
    assert any("venv" in command for command in first_start.done)


def test_the_door_needs_only_the_standard_library(root):
    import ast

    tree = ast.parse((root / "course.py").read_text(encoding="utf-8"))
    names = {a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names}
    names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names
