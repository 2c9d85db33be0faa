import pytest

from afresh.errors import InputError
from afresh.reference.entry import choose_entry

SEVERAL = ["/usr/bin/jq", "/usr/bin/jq-helper", "/usr/games/fun"]


def test_the_executable_named_as_the_package_is_the_program() -> None:
    assert choose_entry(SEVERAL, "jq", None) == "/usr/bin/jq"


def test_the_only_executable_is_the_program_whatever_its_name() -> None:
    assert choose_entry(["/usr/bin/fdfind"], "fd-find", None) == "/usr/bin/fdfind"


def test_a_name_or_a_path_chooses_among_several() -> None:
    assert choose_entry(SEVERAL, "jq", "fun") == "/usr/games/fun"
    assert choose_entry(SEVERAL, "jq", "/usr/games/fun") == "/usr/games/fun"


def test_of_equal_names_the_first_in_the_search_path_wins() -> None:
    assert choose_entry(["/usr/bin/jq", "/usr/sbin/jq"], "jq", None) == "/usr/bin/jq"


def test_several_without_a_choice_are_listed_with_what_to_do() -> None:
    with pytest.raises(InputError, match="--entry NAME: fun, jq, jq-helper"):
        choose_entry(SEVERAL, "other", None)


def test_a_package_without_executable_is_refused() -> None:
    with pytest.raises(InputError, match="no executable"):
        choose_entry([], "libjq1", None)


def test_a_name_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(InputError, match="'jqq'; give one of: fun, jq, jq-helper"):
        choose_entry(SEVERAL, "jq", "jqq")
