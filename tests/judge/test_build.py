import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from afresh.judge.build import BUILD_LIMITS, build_submission, build_tree
from afresh.judge.manifest import manifest_digest, read_tree
from afresh.judge.unpack import ArchiveError
from afresh.sandbox import Sandbox, TreeEntry

SHELL = "#!/bin/sh\n"
Submit = Callable[[dict[str, str]], Path]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "built"


def test_a_c_program_over_several_files_is_built(sandbox: Sandbox, submit: Submit, out: Path) -> None:
    archive = submit(
        {
            "compile.sh": SHELL + "set -e\ncd src\ncc -O1 -o ../executable main.c greet.c\necho done\n",
            "src/main.c": '#include "greet.h"\nint main(void) { return greet(); }\n',
            "src/greet.c": '#include "greet.h"\nint greet(void) { return 0; }\n',
            "src/greet.h": "int greet(void);\n",
        }
    )
    build = build_submission(sandbox, archive, out)
    assert (build.status, build.log) == ("built", "done\n")
    assert (out / "executable").read_bytes().startswith(b"\x7fELF")
    assert (out / "src" / "greet.h").is_file()
    assert build.manifest == manifest_digest(read_tree(out))


def test_the_built_tree_is_read_only(sandbox: Sandbox, submit: Submit, out: Path) -> None:
    build_submission(sandbox, submit({"compile.sh": SHELL + "cp compile.sh executable\n"}), out)
    assert {path.name: path.stat().st_mode & 0o777 for path in out.iterdir()} == {
        "compile.sh": 0o555,
        "executable": 0o555,
    }


def test_a_script_without_interpreter_line_is_run_by_sh(sandbox: Sandbox, submit: Submit, out: Path) -> None:
    assert build_submission(sandbox, submit({"compile.sh": "cp $0 executable"}), out).status == "built"


@pytest.mark.parametrize(
    ("sources", "status", "said"),
    [
        ({"main.c": ""}, "no_compile_script", "no compile.sh"),
        ({"project/compile.sh": ""}, "no_compile_script", "no compile.sh"),
        ({"compile.sh": SHELL + "echo broken >&2; exit 3"}, "failed", "broken\n\n[compile.sh: exit 3]"),
        ({"compile.sh": SHELL + "kill -9 $$"}, "failed", "signal 9"),
        ({"compile.sh": SHELL + "yes"}, "failed", "limit: output"),
        ({"compile.sh": SHELL + "sleep 100"}, "timed_out", ""),
        ({"compile.sh": SHELL + "mkdir -p $(printf '%0100d/' $(seq 12))"}, "failed", "over 1024 bytes"),
        ({"compile.sh": SHELL + "true"}, "no_executable", ""),
        ({"compile.sh": SHELL + "mkdir executable"}, "no_executable", ""),
        ({"compile.sh": SHELL + "ln -s compile.sh executable"}, "no_executable", ""),
        ({"compile.sh": SHELL + "echo > executable; chmod 644 executable"}, "no_executable", ""),
        ({"compile.sh": SHELL + "echo > ~/executable; chmod 755 ~/executable"}, "no_executable", ""),
        ({"../compile.sh": ""}, "unsafe_archive", "leaves the tree"),
    ],
)
def test_what_goes_wrong_is_the_status(  # noqa: PLR0917
    sandbox: Sandbox, submit: Submit, out: Path, sources: dict[str, str], status: str, said: str
) -> None:
    limits = msgspec.structs.replace(BUILD_LIMITS, wall_seconds=2)
    build = build_submission(sandbox, submit(sources), out, limits=limits)
    assert build.status == status
    assert said in build.log
    assert not out.exists()


def test_an_archive_that_a_person_named_is_their_mistake(sandbox: Sandbox, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="there is no such file"):
        build_submission(sandbox, tmp_path / "missing.tar.gz", tmp_path / "built", given=True)


def test_a_log_cannot_play_with_the_terminal_and_only_its_end_is_kept(
    sandbox: Sandbox, submit: Submit, out: Path
) -> None:
    script = SHELL + "seq 100000; printf '\\033[2J\\377\\n'; exit 1"
    log = build_submission(sandbox, submit({"compile.sh": script}), out).log
    assert "100000\n\ufffd[2J\ufffd\n" in log
    assert len(log) < 5000


def test_links_cross_only_where_they_stay_inside(sandbox: Sandbox, submit: Submit, out: Path) -> None:
    script = "cp $0 executable; ln -s executable twin; ln -s /etc/passwd out; ln -s ../x up; mkfifo pipe"
    assert build_submission(sandbox, submit({"compile.sh": script}), out).status == "built"
    assert sorted(path.name for path in out.iterdir()) == ["compile.sh", "executable", "twin"]


def test_equal_trees_have_equal_manifests(sandbox: Sandbox, submit: Submit, tmp_path: Path) -> None:
    archive = submit({"compile.sh": "cp $0 executable"})
    one, other = (build_submission(sandbox, archive, tmp_path / name) for name in "ab")
    assert one.manifest == other.manifest
    assert (
        one.manifest
        != build_submission(sandbox, submit({"compile.sh": "cp  $0 executable"}), tmp_path / "c").manifest
    )


def test_a_build_finds_nothing_of_this_machine_but_its_programs(
    sandbox: Sandbox, submit: Submit, out: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "expected.jsonl"
    secret.write_text("the answer")
    script = f"""
cat {secret} && exit 1
ls {tmp_path} && exit 2
getent hosts example.org && exit 3
echo x > /usr/x && exit 4
cp $0 executable
"""
    assert build_submission(sandbox, submit({"compile.sh": script}), out).status == "built"


def test_a_masked_program_is_not_there_to_be_copied(sandbox: Sandbox, submit: Submit, out: Path) -> None:
    archive = submit({"compile.sh": "cp /usr/bin/sed executable; [ -s executable ]"})
    assert build_submission(sandbox, archive, out, masked=("/usr/bin/sed",)).status == "failed"
    assert build_submission(sandbox, archive, out).status == "built"


@pytest.mark.parametrize(
    ("tool", "source", "compile_script"),
    [
        (
            "cc",
            ("main.c", 'int puts(const char *); int main(void) { puts("hi"); }'),
            "cc -o executable main.c",
        ),
        (
            "go",
            ("main.go", 'package main\n\nfunc main() { println("hi") }'),
            "GOCACHE=/tmp/cache go build -o executable main.go",
        ),
        (
            "javac",
            ("Hi.java", "class Hi { public static void main(String[] a) {} }"),
            "javac Hi.java && printf '#!/bin/sh\\nexec java Hi\\n' > executable && chmod +x executable",
        ),
    ],
)
def test_the_toolchains_of_this_machine_build(
    sandbox: Sandbox, tmp_path: Path, tool: str, source: tuple[str, str], compile_script: str
) -> None:
    if not shutil.which(tool, path="/usr/bin:/usr/local/bin:/usr/local/go/bin"):
        pytest.skip(f"{tool} is not installed on this machine")
    entries = (
        TreeEntry(b"compile.sh", "file", 0o755, f"#!/bin/sh\n{compile_script}\n".encode()),
        TreeEntry(source[0].encode(), "file", 0o644, source[1].encode()),
    )
    build = build_tree(sandbox, entries, tmp_path / "built")
    assert build.status == "built", build.log
