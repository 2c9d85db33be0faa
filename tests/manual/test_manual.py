from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from afresh.manual import read_manual
from afresh.manual.samples import guess_format


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def test_a_folder_gives_options_subcommands_examples_samples_and_words(tmp_path: Path) -> None:
    docs = write(
        tmp_path,
        {
            "man/tool.1": ".TH TOOL 1\n.SH OPTIONS\n.TP\n\\-n, \\-\\-number NUM\nHow many (default: 3).\n",
            "help/help-option.txt": "Usage: tool COMMAND\n\nCommands:\n  add   Add it\n  list  List them\n",
            "README.md": 'Set the environment variable TOOL_HOME.\n\n```json\n{"a": 1}\n```\n\n'
            "```\n$ tool add 'x y'\n```\n",
            "doc/test_data/in.fa": ">a\nACGT\n",
        },
    )
    manual = read_manual(docs, "tool")
    assert [(option.names, option.default) for option in manual.options] == [(("-n", "--number"), "3")]
    assert manual.subcommands == ("add", "list")
    assert [example.argv for example in manual.examples] == [("add", "x y")]
    assert {(sample.name, sample.format) for sample in manual.samples} == {("in.fa", "fasta"), ("", "json")}
    assert manual.environment == ("TOOL_HOME",)
    assert "add" in manual.words


def test_pages_of_other_programs_are_left_out_where_the_program_has_its_own(tmp_path: Path) -> None:
    page = ".TH X 1\n.SH OPTIONS\n.TP\n\\-{}\nText.\n"
    docs = write(tmp_path, {"man/a.1": page.format("a"), "man/b.1": page.format("b")})
    assert [option.name for option in read_manual(docs, "a").options] == ["-a"]
    assert [option.name for option in read_manual(docs).options] == ["-a", "-b"]


def test_an_empty_or_missing_folder_gives_an_empty_manual(tmp_path: Path) -> None:
    assert read_manual(tmp_path).options == ()
    assert read_manual(tmp_path / "missing").examples == ()


def test_shell_scripts_show_how_the_program_is_called(tmp_path: Path) -> None:
    docs = write(tmp_path, {"doc/run-test": "#!/bin/sh -e\nset -u\ntool seq -a in.fq > out.fa\n"})
    assert [example.argv for example in read_manual(docs, "tool").examples] == [("seq", "-a", "in.fq")]


def test_formats_are_guessed_from_content() -> None:
    assert guess_format(b'{"a": [1]}') == "json"
    assert guess_format(b"@r\nACGT\n+\nIIII\n") == "fastq"
    assert guess_format(b"a,b\n1,2\n") == "csv"
    assert guess_format(b"\xff\x00") == "binary"
    assert guess_format(b"hello\n") == "text"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(
    st.sampled_from(["man/x.1", "man/x.1.txt", "help/x.txt", "README.md", "data.bin"]),
    st.one_of(
        st.binary(max_size=2000),
        st.text(alphabet=".\\\"'`-$<>[]{}|=\n abTHSPI", max_size=2000).map(str.encode),
    ),
)
def test_hostile_documents_are_read(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b".TH X 1\n" + data if name.startswith("man") else data)
    read_manual(tmp_path, "x")


def test_a_hostile_document_of_a_megabyte_takes_seconds_at_most(tmp_path: Path) -> None:
    lines = [
        "-a " * 5000,
        "[" * 50_000,
        "'" * 50_000,
        "`" * 50_000,
        "default " * 5000,
        "--x=<" * 9000,
        "$ x '" * 9000,
    ]
    write(tmp_path, {"README.md": "\n".join(lines * 3), "help/x.txt": "\n".join(lines)})
    read_manual(tmp_path, "x")
