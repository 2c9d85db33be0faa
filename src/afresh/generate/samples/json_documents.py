"""JSON documents: every kind of value, the shapes that people use, and random ones."""

import json
import random
from collections.abc import Iterator

FIXED = (
    '{"name": "Ada", "age": 36, "tags": ["math", "poetry"], "active": true, "boss": null}',
    '[{"id": 1, "price": 10.5, "name": "pen"}, {"id": 2, "price": 3, "name": "ink"}, {"id": 3}]',
    '{"a": {"b": {"c": [1, [2, [3, {"d": "deep"}]]]}}}',
    "[1, 2, 3, 4, 5]",
    '["beta", "alpha", "Gamma", "", "alpha"]',
    "[]",
    "{}",
    "null",
    "true",
    "0",
    "-12.5e3",
    '"just a string"',
    '{"z": 1, "a": 2, "M": 3, "10": 4, "9": 5}',
    '{"key with spaces": 1, "dotted.key": 2, "quote\\"d": 3, "back\\\\slash": 4, "": 5, "a-b": 6, "1st": 7}',
    '{"text": "tab\\tnewline\\nquote\\"slash\\/ unicode \\u00e9 \\ud83d\\ude00 control \\u0001"}',
    '{"gr\u00fc\u00df": "\u4e16\u754c", "emoji": "\U0001f600", "for": 1, "class": 2}',
    "[0, -0, 1, -1, 1.0, 1.5, 1e3, 1E-2, 100000000000000000000, 3.14159265358979]",
    "[9007199254740991, 9007199254740993, 1e308, -1e-308, 0.1, 1e17, 123456789012]",
    '{"users": [{"name": "ann", "roles": ["admin", "dev"]}, {"name": "bob", "roles": []}], "total": 2}',
    "[[1, 2], [3, 4], [], [[5]]]",
    '[null, true, false, 0, "", [], {}]',
    '{"a": 1}\n{"a": 2, "b": [true]}\n{"a": 3}\n',
    '1 2 3\n"four" [5]\n',
    '{"html": "<a href=\\"x\\">&amp;</a>", "url": "https://example.org/?q=1&r=2"}',
    '  {\n\t"spaced"  :  [ 1 ,2\n,3 ] }  \n',
    '{"date": "2015-03-05T23:51:47Z", "epoch": 1425599621, "list": [{"k": "x", "v": 1}, {"k": "y", "v": 2}]}',
    '[{"a": 1, "b": "x"}, {"a": 2, "b": "y"}, {"a": 1, "b": "z"}]',
    '["10", "9", "1.5", "abc", "-3"]',
)
_KEYS = ("id", "name", "items", "value", "a", "b", "type", "x y", "list", "n0")
_STRINGS = ("", "foo", "bar baz", "\u00e9t\u00e9", 'q"q', "line\nbreak", "0", "true", "\t", "a/b")
_NUMBERS = (0, 1, -1, 2, 10, 42, 1.5, -0.25, 1e10, 255, 65536, 1234567890123)


def json_documents(rng: random.Random, count: int) -> Iterator[bytes]:
    """Yield the fixed documents, then `count` random ones."""
    for text in FIXED:
        yield text.encode() + (b"" if text.endswith("\n") else b"\n")
    for number in range(count):
        indent = rng.choice((None, None, 2))
        yield (
            json.dumps(_value(rng, 1 + number % 4), ensure_ascii=rng.random() < 0.3, indent=indent).encode()
            + b"\n"
        )


def _value(rng: random.Random, depth: int) -> object:
    if depth == 0 or rng.random() < 0.1:
        return rng.choice((None, True, False, rng.choice(_STRINGS), rng.choice(_NUMBERS)))
    if rng.random() < 0.5:
        return [_value(rng, depth - 1) for _ in range(rng.randint(0, 4))]
    return {rng.choice(_KEYS): _value(rng, depth - 1) for _ in range(rng.randint(0, 4))}
