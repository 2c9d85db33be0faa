import hashlib
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from afresh.model import FileEntry, Step, make_case, text_from_bytes

texts = st.binary(max_size=20).map(text_from_bytes)
steps = st.builds(
    Step, argv=st.lists(texts, max_size=4).map(tuple), stdin=texts, env=st.dictionaries(st.text(), texts)
)
trees = st.lists(
    st.builds(FileEntry, path=texts, mode=st.integers(0, 0o777), content=texts),
    max_size=5,
    unique_by=lambda entry: repr(entry.path),
)


@given(steps, trees, st.randoms(use_true_random=False))
def test_the_order_of_files_does_not_change_the_identity(
    step: Step, files: list[FileEntry], random: Random
) -> None:
    shuffled = random.sample(files, len(files))
    assert make_case(step, tuple(files)).id == make_case(step, tuple(shuffled)).id


@given(st.dictionaries(st.text(), texts, min_size=2))
def test_the_order_of_the_environment_does_not_change_the_identity(env: dict[str, str]) -> None:
    backwards = dict(reversed(env.items()))
    assert make_case(Step(env=dict(env))).id == make_case(Step(env=dict(backwards))).id


@given(st.tuples(steps, trees), st.tuples(steps, trees))
def test_ids_are_equal_exactly_where_inputs_are(
    one: tuple[Step, list[FileEntry]], other: tuple[Step, list[FileEntry]]
) -> None:
    def inputs(case: tuple[Step, list[FileEntry]]) -> tuple[Step, list[FileEntry]]:
        return case[0], sorted(case[1], key=lambda entry: repr(entry.path))

    first, second = (make_case(step, tuple(files)).id for step, files in (one, other))
    assert (first == second) == (inputs(one) == inputs(other))


@given(steps, trees)
def test_what_a_case_is_about_is_no_part_of_its_identity(step: Step, files: list[FileEntry]) -> None:
    labelled = make_case(step, tuple(files), labels=("option:-r",), origin="pair")
    assert labelled.id == make_case((step,), tuple(files)).id


def test_the_identity_of_a_case_is_the_same_in_every_version() -> None:
    # Stored suites name their cases by it: a change here needs a new schema.
    step = Step(argv=("-r", text_from_bytes(b"\xff")), stdin="in\n", env={"B": "2", "A": "1"})
    case = make_case(step, (FileEntry(path="b"), FileEntry(path="a", kind="directory")))
    encoded = (
        rb'[[{"argv":["-r",{"kind":"octets","base64":"/w=="}],"stdin":"in\n","env":{"A":"1","B":"2"}}],'
        rb'[{"path":"a","kind":"directory"},{"path":"b"}]]'
    )
    assert case.id == hashlib.sha256(encoded).hexdigest()[:16]
