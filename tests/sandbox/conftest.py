import os

import pytest

from afresh.errors import InfrastructureError
from afresh.sandbox import Sandbox
from afresh.sandbox.bubblewrap import BubblewrapSandbox
from afresh.sandbox.default import probe


@pytest.fixture(params=["as root", "by user namespaces"])
def sandbox(request: pytest.FixtureRequest) -> Sandbox:
    """Every test of the sandbox runs over every way in which it can be had here."""
    privileged = request.param == "as root"
    if privileged and os.geteuid() != 0:
        pytest.skip("this way of sandboxing needs root, and the tests do not run as root")
    backend = BubblewrapSandbox(privileged=privileged)
    try:
        probe(backend)
    except InfrastructureError as error:
        pytest.skip(f"this way of sandboxing does not work on this machine: {error}")
    return backend
