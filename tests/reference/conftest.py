"""What the tests of programs from registries share: one home, so that each archive is fetched once."""

from pathlib import Path

import pytest

from afresh.store.home import Home


@pytest.fixture(scope="session")
def registry_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("registry") / "home")


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """A program that is a shell script."""
    path = tmp_path / "greet"
    path.write_text(
        '#!/bin/sh\n[ "$1" = --help ] && printf "Usage: greet NAME\\n  -v  be loud\\n" || echo "hi $1"\n'
    )
    path.chmod(0o755)
    return path
