"""Machines on which no sandbox can be had give one line that says why."""

import subprocess
import sys
from pathlib import Path

import pytest

from afresh.errors import InfrastructureError
from afresh.sandbox import bubblewrap, default

TRY = "from afresh.sandbox import default_sandbox; default_sandbox()"


def test_without_bubblewrap_the_line_says_what_to_install(tmp_path: Path) -> None:
    tried = subprocess.run(
        [sys.executable, "-c", TRY], env={"PATH": str(tmp_path)}, capture_output=True, check=False
    )
    assert b"InfrastructureError: no sandbox" in tried.stderr
    assert b"apt-get install bubblewrap" in tried.stderr


def test_with_user_namespaces_switched_off_the_line_says_so() -> None:
    # In a user namespace of its own, this process may switch them off for itself.
    script = f'echo 0 > /proc/sys/user/max_user_namespaces && exec {sys.executable} -c "{TRY}"'
    tried = subprocess.run(["unshare", "-Ur", "sh", "-c", script], capture_output=True, check=False)
    assert b"InfrastructureError: no sandbox can be started here" in tried.stderr
    assert b"namespace" in tried.stderr


def test_without_the_warden_the_line_says_how_to_build_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(default, "WARDEN", tmp_path / "warden")
    default.default_sandbox.cache_clear()
    with pytest.raises(InfrastructureError, match="make setup"):
        default.default_sandbox()
    assert bubblewrap.WARDEN.is_file()
