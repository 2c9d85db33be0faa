"""Ideas for cases, from documentation and from the calls that are known to work."""

from afresh.generate.seed.context import Context
from afresh.generate.seed.plan import first_seeds, further_seeds, widening_seeds

__all__ = ["Context", "first_seeds", "further_seeds", "widening_seeds"]
