"""What the documentation of a program says: options, examples, samples, vocabulary."""

from afresh.manual.examples import Example
from afresh.manual.manual import Manual, read_manual
from afresh.manual.operands import Operand
from afresh.manual.options import Option
from afresh.manual.samples import Sample

__all__ = ["Example", "Manual", "Operand", "Option", "Sample", "read_manual"]
