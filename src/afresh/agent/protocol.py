"""What an agent is."""

from pathlib import Path
from typing import Protocol

from afresh.agent.oracle import Oracle
from afresh.progress import Progress


class Agent(Protocol):
    """Rebuilds programs that it may run but not read."""

    name: str

    def work(
        self, workspace: Path, docs: Path, oracle: Oracle, *, name: str, seed: int, progress: Progress
    ) -> None:
        """Leave in the workspace a source tree whose `compile.sh` makes `executable`.

        `docs` is the folder of the documentation, `name` the name under which the program is started, and
        `seed` decides whatever is left to chance. An agent that cannot go on raises any exception.
        """
        ...
