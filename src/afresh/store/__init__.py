"""Where tasks, suites, blobs and runs lie: atomic writes, digests, locks."""
