"""What a program did with a case is seen whole and exactly."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from afresh.model import (
    Blob,
    Change,
    FileEntry,
    Observation,
    Octets,
    Step,
    make_case,
    text_from_bytes,
)
from afresh.observe.program import Program
from afresh.observe.run import run_case
from afresh.sandbox import Sandbox
from afresh.sandbox.roots import host_root
from afresh.store.blobs import Blobs
from afresh.store.home import Home

SHELL = Program(host_root(), "/bin/sh", "sh")


def observe(
    sandbox: Sandbox, home: Home, *scripts: str, files: tuple[FileEntry, ...] = ()
) -> list[Observation]:
    case = make_case(tuple(Step(argv=("-c", script)) for script in scripts), files)
    return list(run_case(sandbox, SHELL, case, home.blobs).steps)


def test_text_stays_readable_and_bytes_stay_exact(sandbox: Sandbox, home: Home) -> None:
    (observation,) = observe(sandbox, home, r"echo grüß; printf '\377' >&2; exit 3")
    assert observation == Observation(exit=3, stdout="grüß\n", stderr=Octets(base64=b"\xff"))


def test_long_output_lies_in_a_blob(sandbox: Sandbox, home: Home) -> None:
    (observation,) = observe(sandbox, home, "head -c 5000 /dev/zero | tr '\\0' x")
    assert isinstance(observation.stdout, Blob)
    assert home.blobs.unpack(observation.stdout) == b"x" * 5000


def test_changes_to_files_are_told_and_nothing_else(sandbox: Sandbox, home: Home) -> None:
    files = tuple(FileEntry(path=name, content=name) for name in ("kept", "edited", "removed", "d/chmod"))
    edits = "echo more >> edited; rm removed; chmod 600 d/chmod"
    script = f"cat kept > /dev/null; {edits}; ln -s kept link; echo > ~/.rc"
    (observation,) = observe(sandbox, home, script, files=files)
    assert observation.files == (
        Change(path="d/chmod", what="changed", mode=0o600, content="d/chmod"),
        Change(path="edited", what="changed", mode=0o644, content="editedmore\n"),
        Change(path="link", what="created", kind="link", mode=0o777, content="kept"),
        Change(path="removed", what="deleted"),
        Change(path="~/.rc", what="created", mode=0o644, content="\n"),
    )


def test_each_step_is_told_against_the_one_before(sandbox: Sandbox, home: Home) -> None:
    first, second, third = observe(sandbox, home, "echo 1 > f", "cat f", "rm f")
    assert [change.what for change in first.files] == ["created"]
    assert (second.stdout, second.files) == ("1\n", ())
    assert [change.what for change in third.files] == ["deleted"]


def test_environment_can_be_perturbed_and_belongs_to_the_step(sandbox: Sandbox, home: Home) -> None:
    case = make_case((Step(argv=("-c", "echo $A$B; pwd"), env={"A": "1"}), Step(argv=("-c", "echo $A$B"))))
    plain = run_case(sandbox, SHELL, case, home.blobs)
    assert [step.stdout for step in plain.steps] == ["1\n/case\n", "\n"]
    perturbed = run_case(sandbox, SHELL, case, home.blobs, environment={"B": "2"}, directory="/elsewhere")
    assert [step.stdout for step in perturbed.steps] == ["12\n/elsewhere\n", "2\n"]


arguments = st.binary(max_size=40).filter(lambda argument: b"\0" not in argument)


@given(st.lists(arguments, max_size=5), st.binary(max_size=200))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_arguments_and_input_reach_the_program_byte_for_byte(
    sandbox: Sandbox, argv: list[bytes], stdin: bytes
) -> None:
    blobs = Blobs(Path("unused"))
    script = 'for a do printf "%s\\0" "$a"; done; cat'
    step = Step(argv=("-c", script, "sh", *map(text_from_bytes, argv)), stdin=text_from_bytes(stdin))
    recording = run_case(sandbox, SHELL, make_case(step), blobs)
    assert blobs.unpack(recording.steps[0].stdout) == b"".join(a + b"\0" for a in argv) + stdin
