"""The nouns of Afresh as plain immutable records. No input or output, no logic beyond their invariants."""

from afresh.model.case import Case, FileEntry, Step, case_id, make_case
from afresh.model.content import Blob, Content, Octets, Text, text_from_bytes, text_to_bytes
from afresh.model.evaluation import Build, Difference, Evaluation, Verdict
from afresh.model.limits import Limits
from afresh.model.observation import Change, Channel, Expectation, Limit, Mask, Observation, Usage
from afresh.model.run import AttemptInfo, RunInfo
from afresh.model.suite import Quality, SuiteInfo
from afresh.model.task import Finding, Package, Reference, Task
from afresh.model.trajectory import Note, OracleCall, TrajectoryEvent

__all__ = [
    "AttemptInfo",
    "Blob",
    "Build",
    "Case",
    "Change",
    "Channel",
    "Content",
    "Difference",
    "Evaluation",
    "Expectation",
    "FileEntry",
    "Finding",
    "Limit",
    "Limits",
    "Mask",
    "Note",
    "Observation",
    "Octets",
    "OracleCall",
    "Package",
    "Quality",
    "Reference",
    "RunInfo",
    "Step",
    "SuiteInfo",
    "Task",
    "Text",
    "TrajectoryEvent",
    "Usage",
    "Verdict",
    "case_id",
    "make_case",
    "text_from_bytes",
    "text_to_bytes",
]
