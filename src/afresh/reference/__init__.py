"""Where programs come from: fetching, documentation, clean-room audit, import."""
