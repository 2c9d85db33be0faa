"""Inputs of the usual formats, written by hand or made from a seed."""

from afresh.generate.samples.odd import odd_inputs
from afresh.generate.samples.text_documents import rich_texts
from afresh.generate.samples.typed import suffix_of, typed_samples

__all__ = ["odd_inputs", "rich_texts", "suffix_of", "typed_samples"]
