"""Build the candidate, see what it does with every case, and count."""
