"""Verdicts as a table, for questions over many runs."""

import tempfile
from pathlib import Path

from afresh.errors import InfrastructureError
from afresh.store.atomic import write_file

_SELECT = """
    SELECT "case", status, channel, coalesce(reason, '') AS reason, coalesce(lenient, false) AS lenient,
        coalesce(usage.cpu_ms, 0) AS cpu_ms, coalesce(usage.wall_ms, 0) AS wall_ms,
        coalesce(usage.memory_kib, 0) AS memory_kib,
        coalesce(reference_usage.cpu_ms, 0) AS reference_cpu_ms,
        coalesce(reference_usage.wall_ms, 0) AS reference_wall_ms,
        coalesce(reference_usage.memory_kib, 0) AS reference_memory_kib
    FROM read_json(?, format = 'newline_delimited', columns = {
        "case": 'VARCHAR', status: 'VARCHAR', channel: 'VARCHAR', reason: 'VARCHAR', lenient: 'BOOLEAN',
        usage: 'STRUCT(cpu_ms DOUBLE, wall_ms DOUBLE, memory_kib BIGINT)',
        reference_usage: 'STRUCT(cpu_ms DOUBLE, wall_ms DOUBLE, memory_kib BIGINT)'
    })
"""


def write_table(verdicts: Path, table: Path) -> None:
    """Write a journal of verdicts as a Parquet file, whole or not at all.

    Columns: case, status, channel, reason, lenient, and CPU time, wall time (both in milliseconds) and peak
    memory (KiB) of candidate and reference. InfrastructureError is raised when the disk is full.
    """
    import duckdb  # noqa: PLC0415 - takes longer to import than everything else together

    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        made = Path(folder, table.name)
        try:
            connection.execute("SET threads = 1")
            connection.sql(_SELECT, params=[str(verdicts)]).write_parquet(str(made), compression="zstd")
        except duckdb.IOException as error:
            raise InfrastructureError(f"{made}: cannot be written ({error}); free some space") from error
        write_file(table, made.read_bytes())
