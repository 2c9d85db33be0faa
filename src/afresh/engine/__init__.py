"""Where work runs: one protocol, and the engines that keep it."""
