from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from afresh.errors import InputError
from afresh.reference.elf import check_machine, is_elf, linkage
from afresh.reference.libraries import library_closure

TRUE = Path("/usr/bin/true")


def test_a_program_of_this_machine_is_accepted() -> None:
    assert is_elf(TRUE)
    check_machine(TRUE, "true")


def test_a_program_for_another_architecture_is_refused_by_name(tmp_path: Path) -> None:
    data = bytearray(TRUE.read_bytes())
    data[18:20] = (22).to_bytes(2, "little")
    foreign = tmp_path / "foreign"
    foreign.write_bytes(data)
    with pytest.raises(InputError, match="is an executable for s390, and this machine is"):
        check_machine(foreign, "foreign")


def test_the_closure_of_a_small_program_is_its_loader_and_the_c_library() -> None:
    closure = library_closure(TRUE)
    interpreter = linkage(TRUE).interpreter
    assert interpreter is not None
    assert set(closure) == {interpreter, "libc.so.6"}
    assert all(path.is_file() for path in closure.values())


def test_the_closure_holds_the_libraries_of_libraries() -> None:
    # ls itself does not name the regular expressions that its libselinux needs.
    program = Path("/usr/bin/ls")
    closure = library_closure(program)
    assert any(name.startswith("libpcre2") for name in closure.keys() - set(linkage(program).needed))
    for path in closure.values():
        needed = set(linkage(path).needed)
        assert needed <= set(closure) | {Path(name).name for name in closure}


def test_a_missing_library_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.write_bytes(TRUE.read_bytes().replace(b"libc.so.6\0", b"libq.so.6\0"))
    with pytest.raises(InputError, match=r"its library libq\.so\.6 is not on this machine"):
        library_closure(broken)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(cut=st.integers(4, 30_000), at=st.integers(4, 4000), value=st.integers(0, 255))
def test_a_damaged_file_is_refused_or_read_and_never_crashes(
    tmp_path: Path, cut: int, at: int, value: int
) -> None:
    data = bytearray(TRUE.read_bytes())
    data[at] = value
    damaged = tmp_path / "damaged"
    damaged.write_bytes(data[:cut])
    with suppress(InputError):
        linkage(damaged)
