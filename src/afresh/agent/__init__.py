"""Whatever writes a rebuild: it gets the documentation and an oracle, and leaves a source tree."""
