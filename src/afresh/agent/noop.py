"""An agent that does nothing: the zero of every scale."""

from pathlib import Path

from afresh.agent.oracle import Oracle
from afresh.agent.tree import write_c_program
from afresh.progress import Progress


class Noop:
    """Leaves a program that compiles, prints nothing and exits with 0."""

    name = "noop"

    def work(
        self, workspace: Path, docs: Path, oracle: Oracle, *, name: str, seed: int, progress: Progress
    ) -> None:
        """Write the program, without a look at anything; see Agent."""
        del docs, oracle, name, seed, progress
        write_c_program(workspace, "noop.c")
