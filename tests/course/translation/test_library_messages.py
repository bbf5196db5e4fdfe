"""Every message of the library can be found by the extraction."""

import ast

from cgd.course.units import visible


def test_no_message_hides_inside_an_f_string(root):
    # The extraction reads tokens; before Python 3.12 an f-string is a single one, and `_()` in it would stay English.
    hidden = [
        f"{path.relative_to(root)}:{call.lineno}"
        for path in visible(root / "src" / "cgd", "*.py")
        for string in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "_"
    ]
    assert hidden == []
