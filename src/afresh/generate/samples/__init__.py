"""Inputs of the usual formats, written by hand or made from a seed."""

from afresh.generate.samples.odd import odd_inputs
from afresh.generate.samples.typed import suffix_of, typed_samples

__all__ = ["odd_inputs", "suffix_of", "typed_samples"]
