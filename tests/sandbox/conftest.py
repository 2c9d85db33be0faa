import pytest

from afresh.sandbox import Sandbox


@pytest.fixture
def sandbox(every_sandbox: Sandbox) -> Sandbox:
    """Every test of the sandbox runs over every way in which it can be had here."""
    return every_sandbox
