"""Random numbers that depend on a seed and on nothing else that is drawn."""

import random


def source(purpose: str, seed: int) -> random.Random:
    """Return the source of random numbers for one purpose."""
    return random.Random(f"{purpose} {seed}")  # noqa: S311 - variety, not secrecy
