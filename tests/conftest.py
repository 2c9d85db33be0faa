"""What all tests share: a real sandbox, a home of their own, and small programs to put to the test."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from afresh.errors import InfrastructureError
from afresh.sandbox import Sandbox, default_sandbox
from afresh.sandbox.bubblewrap import BubblewrapSandbox
from afresh.sandbox.default import probe
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


@pytest.fixture(params=["as root", "by user namespaces"])
def every_sandbox(request: pytest.FixtureRequest) -> Sandbox:
    """Every way in which a sandbox can be had here, one after the other."""
    privileged = request.param == "as root"
    if privileged and os.geteuid() != 0:
        pytest.skip("this way of sandboxing needs root, and the tests do not run as root")
    backend = BubblewrapSandbox(privileged=privileged)
    try:
        probe(backend)
    except InfrastructureError as error:
        pytest.skip(f"this way of sandboxing does not work on this machine: {error}")
    return backend
