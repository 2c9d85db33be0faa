from afresh.manual.words import find_operators, find_terms


def test_headings_that_define_names_and_marked_names_are_terms() -> None:
    headings = ["ltrimstr(str)", "ascii_downcase, ascii_upcase", "Basic filters", "input_line_number", "I/O"]
    assert find_terms(headings, ["acos", "pow()", "two words", "@csv", "--option"]) == (
        "ltrimstr",
        "ascii_downcase",
        "ascii_upcase",
        "input_line_number",
        "acos",
        "pow",
        "@csv",
    )


def test_operators_stand_between_blanks() -> None:
    assert find_operators([".a |= 1", "x // y", ".b |= 2", "[1,2]", "a.b"]) == ("|=", "//")
