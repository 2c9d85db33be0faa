"""What holds for the whole repository, and what no linter checks."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "afresh"
MODULES = sorted(SOURCE.rglob("*.py"))


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT / "src").with_suffix("").parts).removesuffix(".__init__")


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def public(tree: ast.Module | ast.ClassDef) -> list[ast.AST]:
    """A module or class and everything in it that others may use."""
    found: list[ast.AST] = [tree]
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            found += public(node)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            found.append(node)
    return found


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_everything_public_says_what_it_is_for(path: Path) -> None:
    tree = ast.parse(path.read_text())
    silent = [node for node in public(tree) if not ast.get_docstring(node)]  # type: ignore[arg-type]
    assert [getattr(node, "name", "the module") for node in silent] == []


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_a_module_is_one_idea(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 400


def test_importing_any_module_does_nothing_that_can_be_seen(tmp_path: Path) -> None:
    names = [module_name(path) for path in MODULES]
    code = f"import importlib\nfor name in {names!r}: importlib.import_module(name)"
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=tmp_path, env={"HOME": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    assert list(tmp_path.iterdir()) == []


def test_the_command_line_starts_without_its_heavy_libraries() -> None:
    code = "import sys, afresh.cli; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    heavy = {"duckdb", "jinja2", "elftools", "numpy", "pandas", "asyncio"}
    assert heavy & set(loaded.split()) == set()


def kept_files() -> list[Path]:
    """Everything that is committed, or will be with the next commit."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


# Spelt in two parts, so that this file does not name them.
REGISTRIES = [
    first + second
    for first, second in (
        ("pypi.", "org"), ("files.python", "hosted.org"), ("registry.", "npmjs.org"), ("deb.", "debian.org"),
        ("snapshot.", "debian.org"), ("archive.", "ubuntu.com"), ("crates.", "io"), ("proxy.", "golang.org"),
    )
]  # fmt: skip
OWN_PLACES = re.compile(rb"(?<![\w.~-])/(work|root|home|Users)/(?!user\b)[a-z][\w.-]*/[\w.-]+")


def test_no_file_names_a_package_registry() -> None:
    # Which registry is asked is the machine's own configuration: a mirror must do as well.
    named = {
        relative(path): host
        for path in kept_files()
        for host in REGISTRIES
        if host.encode() in path.read_bytes()
    }
    assert named == {}


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    named = {
        relative(path): found.group()
        for path in kept_files()
        if (found := OWN_PLACES.search(path.read_bytes()))
    }
    assert named == {}


def test_every_test_stands_where_its_subject_stands() -> None:
    rooms = {path.name for path in SOURCE.iterdir() if path.is_dir()}
    folders = {path.parent.relative_to(ROOT / "tests").parts[0] for path in ROOT.glob("tests/*/**/test_*.py")}
    assert folders - rooms == {"house", "redteam"}


def test_every_room_is_tested() -> None:
    rooms = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    tested = {path.parent.name for path in ROOT.glob("tests/*/test_*.py")}
    assert rooms - tested == set()
