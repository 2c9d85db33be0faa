"""What is known of a suite besides its cases."""

from afresh.model.record import Record


class Quality(Record, frozen=True, kw_only=True):
    """How good a suite is. None where a figure was not measured."""

    options_documented: int = 0
    options_exercised: int = 0
    blocks_reached: int | None = None
    unstable: int = 0
    """Cases dropped because the reference did not repeat itself."""
    crashed: int = 0
    """Cases dropped because the reference died by a signal or ran into a limit."""
    dummy_passed: int = 0
    """Cases dropped because a program without any knowledge passes them."""
    successes: int = 0
    """Cases in which every step of the reference exits with 0."""
    labels: dict[str, int] = {}


class SuiteInfo(Record, frozen=True, kw_only=True, tag_field="schema", tag=1):
    """The head of a suite: what it belongs to, how it was made, and the digests that guard its files."""

    task: str
    reference: str
    """Digest of the reference that its expectations were recorded on."""
    digest: str
    """SHA-256 over the digests of cases and expectations."""
    cases: int
    cases_sha256: str
    expected_sha256: str
    seed: int
    generator: str
    """Version of Afresh that made it."""
    budget: str = ""
    quality: Quality = Quality()
