"""The common base of all records."""

import msgspec


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """An immutable record; a field that it does not know is an error, never ignored.

    A record that is a file of its own is declared with `tag_field="schema", tag=1`: the number of its
    schema is then always written, and another number is refused when it is read.
    """
