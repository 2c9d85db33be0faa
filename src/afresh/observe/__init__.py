"""Run a case on a program and see what it did; compare two observations."""
