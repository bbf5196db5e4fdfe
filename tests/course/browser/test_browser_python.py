"""The Python for the browser: made of PyPI alone, whole, and what it says it is."""

import hashlib
import json
import subprocess
import sys
import zipfile

import pytest

from cgd.course.browser import pyodide
from cgd.course.browser.site import prepare_python
from cgd.course.browser.wheels import described, needs, pure_wheel
from cgd.course.layout import Layout
from cgd.errors import CgdError


def test_only_what_a_browser_needs_is_asked_for():
    never = ['pexpect; sys_platform != "emscripten"', 'old; python_version < "3.12"', 'x; extra == "y"']
    assert needs(["Pandas_Extra>=2", *never]) == ["pandas-extra"]


def test_a_wheel_made_of_what_is_installed_works_without_its_compiled_parts(tmp_path):
    wheel = pure_wheel("PyYAML", tmp_path)
    name, _version, depends, modules = described(wheel)
    assert (name, depends, modules) == ("pyyaml", [], ["_yaml", "yaml"])
    assert not [name for name in zipfile.ZipFile(wheel).namelist() if name.endswith((".so", ".pyc", ".pyd"))]
    code = f"import sys; sys.path.insert(0, {str(wheel)!r}); import yaml; print(yaml.__file__, yaml.safe_load('a: 1'))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert wheel.name in said and "{'a': 1}" in said


def test_the_same_installation_gives_the_same_bytes(tmp_path):
    assert pure_wheel("polib", tmp_path / "a").read_bytes() == pure_wheel("polib", tmp_path / "b").read_bytes()


def test_a_distribution_that_is_not_whole_is_named(tmp_path, monkeypatch):
    class Hollow:
        files, version = [], "1"

    monkeypatch.setattr("cgd.course.browser.wheels.distribution", lambda name: Hollow)
    with pytest.raises(CgdError, match="polib is not whole"):
        pure_wheel("polib", tmp_path)


@pytest.fixture
def carrier(tmp_path, monkeypatch):
    """A package that carries a Pyodide with two libraries, one needing the other and one that is installed here."""
    content = {"calc-1.0-cp314-wasm32.whl": b"compiled", "base-2.0-cp314-wasm32.whl": b"compiled too"}
    packages = {}
    for file, needed in zip(content, (["base", "polib"], []), strict=True):
        name = file.split("-")[0]
        digest = hashlib.sha256(content[file]).hexdigest()
        packages[name] = {"name": name, "version": "1", "file_name": file, "sha256": digest, "depends": needed}
    files = {**dict.fromkeys(pyodide.CORE, b"core"), **content}

    def packed(**changed):
        package = tmp_path / "carrier.whl"
        with zipfile.ZipFile(package, "w") as archive:
            archive.writestr(f"{pyodide._INSIDE}{pyodide.LIST}", json.dumps({"info": {}, "packages": packages}))
            for name, data in {**files, **changed}.items():
                archive.writestr(f"{pyodide._INSIDE}{name}", data)
        monkeypatch.setattr(pyodide, "fetch", lambda folder: package)

    return packed


def listed(folder):
    return json.loads((folder / pyodide.LIST).read_text())["packages"]


def test_everything_that_a_library_needs_comes_along(carrier, tmp_path):
    carrier()
    folder = tmp_path / "python"
    pyodide.make_python(["calc"], [], folder)
    assert set(listed(folder)) == {"calc", "base", "polib"}
    for entry in listed(folder).values():
        assert hashlib.sha256((folder / entry["file_name"]).read_bytes()).hexdigest() == entry["sha256"]
    assert all((folder / name).is_file() for name in pyodide.CORE)


def test_another_build_than_pyodides_own_is_refused(carrier, tmp_path):
    carrier(**{"base-2.0-cp314-wasm32.whl": b"something else"})
    with pytest.raises(CgdError, match=r"base-2\.0-cp314-wasm32\.whl is not Pyodide's own build"):
        pyodide.make_python(["calc"], [], tmp_path / "python")


def test_a_wheel_whose_needs_are_not_there_is_refused(carrier, tmp_path):
    carrier()
    pyodide.make_python(["base"], [], tmp_path / "python")
    wheel = pure_wheel("ipywidgets", tmp_path)
    with pytest.raises(CgdError, match="lacks what ipywidgets needs: comm, ipython"):
        pyodide.add_wheel(wheel, tmp_path / "python")
    assert set(listed(tmp_path / "python")) == {"base"}
    pyodide.add_wheel(pure_wheel("polib", tmp_path), tmp_path / "python")
    assert set(listed(tmp_path / "python")) == {"base", "polib"}


def test_without_a_network_one_line_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    with pytest.raises(CgdError, match=r"cannot be fetched \(No matching distribution.*connect to the inter") as error:
        pyodide.fetch(tmp_path)
    assert len(str(error.value).splitlines()) == 1


def test_where_nothing_can_be_fetched_the_python_that_is_there_stays(tmp_path, monkeypatch):
    layout = Layout(tmp_path)
    there = layout.browser("python") / pyodide.LIST
    there.parent.mkdir(parents=True)
    there.write_text("{}")

    def offline(folder):
        raise CgdError("offline")

    monkeypatch.setattr(pyodide, "fetch", offline)
    with pytest.raises(CgdError, match="offline"):
        prepare_python(layout)
    assert there.read_text() == "{}"


def test_what_came_is_compared_with_the_hash(tmp_path, monkeypatch):
    wrong = tmp_path / "pyodide.txt"
    wrong.write_text(pyodide.REQUIREMENT.read_text().replace("sha256:02e9", "sha256:0000"))
    monkeypatch.setattr(pyodide, "REQUIREMENT", wrong)
    (tmp_path / "links").mkdir()
    with zipfile.ZipFile(tmp_path / "links" / "open_webui-0.12.4-py3-none-any.whl", "w") as fake:
        said = "Metadata-Version: 2.1\nName: open-webui\nVersion: 0.12.4\n"
        fake.writestr("open_webui-0.12.4.dist-info/METADATA", said)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "links"))
    with pytest.raises(CgdError, match="DO NOT MATCH THE HASHES") as error:
        pyodide.fetch(tmp_path / "out")
    assert len(str(error.value).splitlines()) == 1
