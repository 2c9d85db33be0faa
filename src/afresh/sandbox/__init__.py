"""Isolation: one protocol, and the backends that keep it."""
