"""Imports point one way, and rooms have names."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ORDER = [
    "foundation",
    "accounts",
    "households",
    "surveys",
    "assistance",
    "verification",
    "petitions",
    "reports",
    "demo",
]
NAMELESS = {"utils", "helpers", "common", "misc", "manager", "managers", "signals"}


def modules():
    for app in [*ORDER, "config"]:
        yield from ((app, path) for path in sorted((ROOT / app).rglob("*.py")))


def imported(tree: ast.AST):
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]
        elif isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)


def test_imports_point_left():
    wrong = []
    for app, path in modules():
        for name in imported(ast.parse(path.read_text(encoding="utf-8"))):
            if app == "config":
                # config imports no app by name, the few that carry the site's own doors aside.
                bad = name in ORDER[2:] and path.name not in {"api.py", "run.py", "urls.py"}
            else:
                bad = name in ORDER and ORDER.index(name) > ORDER.index(app)
            if bad:
                wrong.append(f"{path.relative_to(ROOT)} imports {name}")
    assert wrong == []


def test_no_import_hides_inside_a_function():
    hidden = []
    for _app, path in modules():
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name != "ready":
                hidden += [
                    f"{path.relative_to(ROOT)}:{inner.lineno}"
                    for inner in ast.walk(node)
                    if isinstance(inner, ast.Import | ast.ImportFrom)
                ]
    assert hidden == []


def test_every_room_has_a_name_and_every_module_a_sentence():
    nameless = [str(path.relative_to(ROOT)) for _, path in modules() if path.stem in NAMELESS]
    silent = [
        str(path.relative_to(ROOT))
        for _, path in modules()
        if "migrations" not in path.parts
        and path.stat().st_size
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert (nameless, silent) == ([], [])


def test_modules_stay_short():
    too_long = {
        str(path.relative_to(ROOT)): lines
        for _, path in modules()
        if "migrations" not in path.parts
        and (lines := path.read_text(encoding="utf-8").count("\n")) > 400
    }
    assert too_long == {}
