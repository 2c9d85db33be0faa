"""What all tests share: a real sandbox, a home of their own, and small programs to put to the test."""

from pathlib import Path

import pytest

from afresh.sandbox import Sandbox, default_sandbox
from afresh.store.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture(scope="session")
def sandbox() -> Sandbox:
    return default_sandbox()
