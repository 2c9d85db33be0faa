from afresh.engine.protocol import Engine
from afresh.generate.dummies import passed_by
from afresh.generate.generate import generate_suite
from afresh.generate.verify import verify_suite
from afresh.model import Case, Expectation, Task, text_to_bytes
from afresh.sandbox import Sandbox
from afresh.store.home import Home
from afresh.store.suites import Suite

CASES = 24


def generate(home: Home, task: Task, sandbox: Sandbox, engine: Engine, *, seed: int = 0) -> Suite:
    return generate_suite(home, task, seed=seed, cases=CASES, sandbox=sandbox, engine=engine)


def rows(suite: Suite) -> list[tuple[Case, Expectation]]:
    return list(zip(suite.cases(), suite.expectations(), strict=True))


def test_a_suite_holds_only_what_shows_something_and_repeats_itself(
    home: Home, task: Task, sandbox: Sandbox, engine: Engine
) -> None:
    suite = generate(home, task, sandbox, engine)
    found = rows(suite)
    assert CASES // 2 < len(found) <= CASES
    used = {text_to_bytes(word).decode(errors="replace") for case, _ in found for word in case.steps[0].argv}
    # A later option can make the answer depend on something else; alone, none of these may be there.
    alone = {case.steps[0].argv for case, _ in found}
    for option in ("--random", "--where", "--who", "--date", "--crash", "--quiet", "--help"):
        assert (option,) not in alone
    assert {"--upper", "--number", "--reverse"} <= used
    for case, expected in found:
        assert all(step.exit is not None for step in expected.steps)
        assert not list(passed_by(case, expected.steps, home.blobs))
    quality = suite.info.quality
    assert quality.unstable > 0
    assert quality.crashed > 0
    assert quality.dummy_passed > 0
    assert quality.successes * 2 >= len(found)
    assert quality.successes == sum(expected.steps[0].exit == 0 for _, expected in found)
    assert quality.options_documented == 10
    assert 3 <= quality.options_exercised <= 10


def test_documented_examples_come_with_their_inputs(
    home: Home, task: Task, sandbox: Sandbox, engine: Engine
) -> None:
    documented = {
        (case.steps[0].argv, case.steps[0].stdin): expected.steps[0].stdout
        for case, expected in rows(generate(home, task, sandbox, engine))
        if "documented" in case.labels
    }
    assert documented[("-n", "2"), "hello\n"] == "hello!\nhello!\n"


def test_the_same_seed_gives_the_same_suite_and_another_seed_another(
    home: Home, task: Task, sandbox: Sandbox, engine: Engine
) -> None:
    first = generate(home, task, sandbox, engine)
    assert generate(home, task, sandbox, engine).info.digest == first.info.digest
    assert generate(home, task, sandbox, engine, seed=1).info.digest != first.info.digest


def test_a_verified_suite_has_no_flips_and_a_false_one_names_its_cases(
    home: Home, task: Task, sandbox: Sandbox, engine: Engine
) -> None:
    suite = generate(home, task, sandbox, engine)
    verification = verify_suite(home, task, suite, replays=2, sandbox=sandbox, engine=engine)
    assert verification.flips == ()
    assert verification.cases == suite.info.cases
    program = home.reference_tree(task.reference.digest) / "shout"
    program.write_text(program.read_text().replace("%s!", "%s?"))
    flips = verify_suite(home, task, suite, replays=1, sandbox=sandbox, engine=engine).flips
    assert flips
    assert set(flips) < {case.id for case in suite.cases()}


def test_a_program_without_documentation_still_gets_cases(
    home: Home, task: Task, sandbox: Sandbox, engine: Engine
) -> None:
    (home.docs("shout") / "README.md").unlink()
    assert generate(home, task, sandbox, engine).info.cases > 5


def test_no_time_gives_an_empty_suite_rather_than_a_long_wait(
    home: Home, task: Task, sandbox: Sandbox, engine: Engine
) -> None:
    suite = generate_suite(home, task, cases=CASES, minutes=0, sandbox=sandbox, engine=engine)
    assert suite.info.cases == 0
