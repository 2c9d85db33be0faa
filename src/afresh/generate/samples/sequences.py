"""Biological sequences: FASTA, FASTQ, BED."""

import random
from collections.abc import Iterator

FASTA = (
    ">seq1 first\nACGTACGTNNACGT\n>seq2\nTTTTGGGGCCCCAAAA\n",
    ">one\nACGTAC\nGTACGT\nAC\n>two second record\nacgtnnnnACGT\n>three\n\n",
    ">a\nRYSWKMBDHVN\n>b\nGGGGGGCCCCCCGCGCGCATATATAT\n",
    ">x\r\nACGT\r\n",
    ">nodata\n",
)
FASTQ = (
    "@r1/1\nACGTACGT\n+\nIIIIHHHH\n@r1/2\nTTGGCCAA\n+\n!!!!5555\n",
    "@r2 comment\nNNACGTNN\n+r2 comment\n##IIII##\n@r3\nA\n+\nI\n",
    "@p1/1\nACGT\n+\nIIII\n@p1/2\nACGA\n+\nIII#\n@p2/1\nRYSW\n+\n5555\n@p3/1\nGG\n+\nII\n@p3/2\nCC\n+\n!!\n",
    "@long\nACGTACGTACGTACGTACGTACGTACGTACGT\n+\nIIIIIIIIIIIIIIIIIIIIIIII########\n",
)
BED = ("seq1\t0\t5\nseq2\t3\t9\tname\t0\t+\n", "seq1\t2\t4\n", "one\t1\t3\ntwo\t0\t8\n")
NAMES = ("seq1\n", "seq2\none\nr1/1\n")


def fasta(rng: random.Random, count: int) -> Iterator[bytes]:
    """Yield FASTA files."""
    for text in FASTA:
        yield text.encode()
    for _ in range(count):
        yield "".join(
            f">s{number}\n{''.join(rng.choices('ACGTNacgt', k=rng.randint(1, 60)))}\n"
            for number in range(rng.randint(1, 4))
        ).encode()


def fastq(rng: random.Random, count: int) -> Iterator[bytes]:
    """Yield FASTQ files."""
    for text in FASTQ:
        yield text.encode()
    for _ in range(count):
        records = []
        for number in range(rng.randint(1, 4)):
            length = rng.randint(1, 50)
            bases, qualities = rng.choices("ACGTN", k=length), rng.choices("!#5?AI", k=length)
            records.append(f"@q{number}\n{''.join(bases)}\n+\n{''.join(qualities)}\n")
        yield "".join(records).encode()


def regions(_rng: random.Random, _count: int) -> Iterator[bytes]:
    """Yield lists of regions and of names."""
    for text in (*BED, *NAMES):
        yield text.encode()
