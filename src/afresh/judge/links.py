"""Which symbolic links may be believed."""


def stays_inside(path: bytes, target: bytes) -> bool:
    """Tell whether a link at path (relative to its tree) leads to a place inside the tree.

    Only leading `..` are allowed in the target. One further on would be taken after another link was
    followed, and could climb out of the tree although the text of the target does not.
    """
    if target.startswith(b"/") or b"\0" in target or not target:
        return False
    parts = [part for part in target.split(b"/") if part not in {b"", b"."}]
    climbs = 0
    while climbs < len(parts) and parts[climbs] == b"..":
        climbs += 1
    return climbs <= path.count(b"/") and b".." not in parts[climbs:]
