"""The command line: one thin module per command; the only place that prints."""

from afresh.cli.app import main

__all__ = ["main"]
