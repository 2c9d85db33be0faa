import shutil
from pathlib import Path

import msgspec
import pytest

from afresh.errors import InfrastructureError, InputError
from afresh.model import Package, Task, make_case
from afresh.model.case import Step
from afresh.observe.program import reference_program
from afresh.observe.run import run_case
from afresh.progress import silent
from afresh.reference.importing import import_task
from afresh.reference.pages import render_page
from afresh.reference.tools import apt_of, mandoc_root
from afresh.sandbox import Sandbox
from afresh.store.home import Home
from afresh.store.records import write_toml

pytestmark = [
    pytest.mark.registry,
    pytest.mark.skipif(not shutil.which("apt-get"), reason="needs Debian's tools"),
]


def answer(home: Home, sandbox: Sandbox, task: Task, stdin: str, *argv: str) -> object:
    case = make_case(Step(argv=argv, stdin=stdin))
    return run_case(sandbox, reference_program(home, task), case, home.blobs).steps[0].stdout


def test_a_package_is_imported_with_all_it_needs(registry_home: Home, sandbox: Sandbox) -> None:
    task = import_task(registry_home, "deb:gron", sandbox=sandbox)
    assert answer(registry_home, sandbox, task, "[1]") == "json = [];\njson[0] = 1;\n"
    assert {"gron", "libc6"} <= {package.name for package in task.packages}
    assert all(len(package.sha256) == 64 and package.version for package in task.packages)
    docs = registry_home.docs("gron")
    assert ".TH" in (docs / "man/gron.1").read_text()
    assert "Transform JSON" in (docs / "help/help-option.txt").read_text()
    assert "MIT" in (registry_home.task_directory("gron") / task.licence).read_text()
    assert task.audit == ()


def test_the_same_versions_give_the_same_digest_in_another_home(
    registry_home: Home, sandbox: Sandbox, home: Home
) -> None:
    first = import_task(registry_home, "deb:gron", sandbox=sandbox)
    home.cache.parent.mkdir(parents=True)
    home.cache.symlink_to(registry_home.cache)
    assert import_task(home, "deb:gron", sandbox=sandbox) == first


def test_a_package_is_imported_again_without_any_network(
    registry_home: Home, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = import_task(registry_home, "deb:gron", sandbox=sandbox)
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    assert import_task(registry_home, "deb:gron", sandbox=sandbox) == first


def test_a_version_that_is_gone_is_named_with_the_way_out(
    registry_home: Home, sandbox: Sandbox, home: Home
) -> None:
    task = import_task(registry_home, "deb:gron", sandbox=sandbox)
    home.cache.parent.mkdir(parents=True)
    home.cache.symlink_to(registry_home.cache)
    gone = Package(name="gron", version="0.0.1-1", sha256="0" * 64)
    packages = tuple(gone if package.name == "gron" else package for package in task.packages)
    write_toml(home.task_directory("gron") / "task.toml", msgspec.structs.replace(task, packages=packages))
    with pytest.raises(InputError, match=r"'0\.0\.1-1' for 'gron' was not found.*--latest"):
        import_task(home, "deb:gron", sandbox=sandbox)


def test_the_current_version_replaces_one_that_is_gone_when_it_is_wanted(
    registry_home: Home, sandbox: Sandbox
) -> None:
    task = import_task(registry_home, "deb:gron", sandbox=sandbox)
    old = msgspec.structs.replace(
        task, packages=(Package(name="gron", version="0", sha256="0" * 64),), digest="0"
    )
    write_toml(registry_home.task_directory("gron") / "task.toml", old)
    assert import_task(registry_home, "deb:gron", sandbox=sandbox, latest=True) == task


def test_links_of_maintainer_scripts_are_made(registry_home: Home, sandbox: Sandbox) -> None:
    task = import_task(registry_home, "deb:figlet", sandbox=sandbox)
    assert (task.name, task.reference.entry) == ("figlet", "/usr/bin/figlet")
    assert answer(registry_home, sandbox, task, "", "-f", "term", "Hi") == "Hi\n"
    assert (registry_home.docs("figlet") / "man/figlet.6").is_file()


def test_what_every_debian_has_is_there_without_being_named(registry_home: Home, sandbox: Sandbox) -> None:
    task = import_task(registry_home, "deb:mawk", sandbox=sandbox)
    code = 'BEGIN { print "b\\na" | "sort"; close("sort"); system("TZ=Asia/Tokyo date -d @0 +%H") }'
    assert answer(registry_home, sandbox, task, "", code) == "a\nb\n09\n"
    tree = registry_home.reference_tree(task.reference.digest)
    assert (tree / "usr/lib/terminfo/x/xterm-256color").is_file()
    assert (tree / "usr/lib/locale/C.utf8").is_dir()


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("deb:afresh-has-no-such-package", "does not have it: Unable to locate package"),
        ("deb:gron=77", "does not have it: Version '77' for 'gron' was not found"),
        ("deb:libonig5", "has no executable"),
        ("deb:bsdextrautils", "several executables; choose one with --entry NAME: .*hexdump"),
    ],
)
def test_a_package_that_is_no_program_is_wrong_input(
    registry_home: Home, sandbox: Sandbox, source: str, problem: str
) -> None:
    with pytest.raises(InputError, match=problem):
        import_task(registry_home, source, sandbox=sandbox)


def test_a_registry_that_cannot_be_reached_is_told_from_an_unknown_package(
    home: Home, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    with pytest.raises(InfrastructureError, match="cannot be reached"):
        import_task(home, "deb:gron", sandbox=sandbox)


def test_without_the_registry_nobody_can_say_that_a_package_is_unknown(
    registry_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert apt_of(registry_home).resolve(["gron"])
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    with pytest.raises(InfrastructureError, match="cannot be reached"):
        apt_of(registry_home).resolve(["afresh-has-no-such-package"])


def test_a_machine_without_debians_tools_is_told_what_it_can_do(
    home: Home, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InfrastructureError, match=r"is not installed on this machine; .*give file:PATH"):
        import_task(home, "deb:gron", sandbox=sandbox)


def test_a_manual_page_is_rendered_without_overstriking(registry_home: Home, sandbox: Sandbox) -> None:
    mandoc = mandoc_root(registry_home, silent)
    assert mandoc is not None
    page = (
        b'.TH T 1 2020-01-01\n.SH NAME\nt \\- say "caf\\[\'e]"\n.SH OPTIONS\n.TP\n.B \\-v\nbe \\fIloud\\fR\n'
    )
    text = render_page(page, mandoc, sandbox)
    assert "\b" not in text
    assert 't - say "café"' in text
    assert "-v" in text
    assert "be loud" in text
