"""Plain text and tables: lines, numbers, fields, records of log files."""

import random
from collections.abc import Iterator

TEXTS = (
    "hello world\n",
    "The quick brown fox\njumps over\nthe lazy dog.\n",
    "apple\nbanana\ncherry\nbanana\nApple\n\nzebra 10\nzebra 9\n",
    "10\n9\n-3\n2.5\n1e2\n007\n",
    "one  two\tthree\n  leading and trailing  \n\n\nfour\n",
    "\u00e9t\u00e9 na\u00efve \u4e16\u754c \U0001f600\n\u03b1\u03b2\u03b3 \u00df \u0130\n",
    "name:x:1000:1000:Ada Lovelace:/home/ada:/bin/sh\nroot:x:0:0:root:/root:/bin/bash\n",
    "2020-01-02 03:04:05 INFO start id=1\n2020-01-02 03:04:06 ERROR failed id=2 code=17\n",
    "foo(bar) [baz] {qux} \"quoted\" 'single' $var `tick` \\back\\ *star* ^caret\n",
    "a" * 100 + "\n" + "word " * 30 + "\n",
    "x\n",
)
TABLES = (
    "id,name,price\n1,pen,10.5\n2,ink,3\n3,paper,7.25\n",
    'name,quote\nAda,"hello, world"\nBob,"say ""hi"""\nCid,"two\nlines"\n',
    "a,b,c\n1,,3\n,,\n4,5,6\n",
    "city,country,population\nParis,FR,2148000\nBerlin,DE,3645000\nMadrid,ES,3223000\nLyon,FR,513000\n",
    "x\n1\n2\n2\n3\n",
)
_WORDS = ("alpha", "beta", "gamma", "delta", "Foo", "bar", "42", "7", "x=1", "-", "end.", "na\u00efve")


def text_documents(rng: random.Random, count: int) -> Iterator[bytes]:
    """Yield the fixed texts, then `count` random ones."""
    for text in TEXTS:
        yield text.encode()
    for _ in range(count):
        lines = (" ".join(rng.choices(_WORDS, k=rng.randint(0, 6))) for _ in range(rng.randint(1, 8)))
        yield ("\n".join(lines) + "\n").encode()


def rich_texts() -> Iterator[bytes]:
    """Yield texts with every printable character, and texts in the encodings that people use."""
    printable = "".join(map(chr, range(32, 127)))
    yield "".join(f"{printable[start : start + 24]}\n" for start in range(0, 95, 24)).encode()
    yield "".join(f"{chr(code)} " for code in range(0xA1, 0x100)).encode("latin-1") + b"\n"
    yield "\u00c4\u00d6\u00dc \u00e9\u00e8 \u0416\u0443\u043a \u05d0\u05d1 \u30ab\u30ca \u20ac\n".encode()
    for encoding in ("iso2022_jp", "hz", "shift_jis", "koi8_r"):
        text = "abc \u0416\u0443\u043a\n" if encoding == "koi8_r" else "abc \u65e5\u672c xyz\n"
        yield text.encode(encoding)


def tables(rng: random.Random, count: int, separator: str) -> Iterator[bytes]:
    """Yield the fixed tables, then `count` random ones, with the separator between fields."""
    for text in TABLES:
        yield text.replace(",", separator).encode()
    for _ in range(count):
        width = rng.randint(1, 5)
        rows = [[f"c{column}" for column in range(width)]]
        rows += [[rng.choice(_WORDS) for _ in range(width)] for _ in range(rng.randint(0, 6))]
        yield ("\n".join(separator.join(row) for row in rows) + "\n").encode()


def numbers(rng: random.Random, count: int) -> Iterator[bytes]:
    """Yield columns of random numbers."""
    for _ in range(count):
        yield "".join(f"{rng.randint(-100, 1000)}\n" for _ in range(rng.randint(1, 12))).encode()
