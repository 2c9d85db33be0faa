"""The record of what an agent did."""

from afresh.model.content import Text
from afresh.model.observation import Limit
from afresh.model.record import Record


class OracleCall(Record, frozen=True, kw_only=True, tag="oracle", tag_field="kind"):
    """One start of the reference on behalf of an agent."""

    number: int
    argv: tuple[Text, ...]
    stdin_sha256: str
    stdin_bytes: int
    exit: int | None = None
    signal: int | None = None
    limit: Limit | None = None
    seconds: float = 0.0


class Note(Record, frozen=True, kw_only=True, tag="note", tag_field="kind"):
    """Something that an agent says of its own work."""

    text: str


TrajectoryEvent = OracleCall | Note
