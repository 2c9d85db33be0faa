from dataclasses import dataclass
from pathlib import Path

import pytest

from afresh.report.site import write_site
from afresh.store.home import Home

from .fixtures import showcase


@dataclass(frozen=True)
class Showcase:
    """A home and runs with everything that a report has to show, and the site written of them."""

    home: Home
    runs: list[Path]
    site: Path


@pytest.fixture(scope="session")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Showcase:
    folder = tmp_path_factory.mktemp("showcase")
    home, runs = showcase(folder)
    return Showcase(home, runs, write_site(home, runs, folder / "site").parent)
