"""What all tests share: a real sandbox, a home of their own, and small programs to put to the test."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from afresh.sandbox import Sandbox, default_sandbox
from afresh.store.home import Home

# No test measures time: a busy machine must not turn a slow example into a failure.
settings.register_profile("afresh", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("afresh")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture(scope="session")
def sandbox() -> Sandbox:
    return default_sandbox()
