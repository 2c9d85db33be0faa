"""Pack a source tree so that equal trees give equal archives."""

import gzip
import io
import tarfile
from pathlib import Path

from afresh.store.atomic import write_file


def pack_submission(workspace: Path, submission: Path) -> None:
    """Pack the files, directories and links of a workspace, atomically; anything else stays behind.

    Names are sorted; times, owners and all permissions but the right to execute are fixed.
    InfrastructureError is raised when the disk is full.
    """
    packed = io.BytesIO()
    with (
        gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=9, mtime=0) as stream,
        tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for path in sorted(workspace.rglob("*")):
            info = tarfile.TarInfo(str(path.relative_to(workspace)))
            if path.is_symlink():
                info.type, info.mode, info.linkname = tarfile.SYMTYPE, 0o777, str(path.readlink())
                archive.addfile(info)
            elif path.is_dir():
                info.type, info.mode = tarfile.DIRTYPE, 0o755
                archive.addfile(info)
            elif path.is_file():
                info.mode = 0o755 if path.stat().st_mode & 0o100 else 0o644
                data = path.read_bytes()
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
    write_file(submission, packed.getvalue())
