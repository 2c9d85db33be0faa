"""The whole line: agents work behind the oracle, and what they leave is judged."""

import pytest

from afresh.agent.registry import agent_named
from afresh.agent.run import run_agent
from afresh.engine.local import LocalEngine
from afresh.judge.attempt import judge_attempt
from afresh.model import Task
from afresh.sandbox import Sandbox
from afresh.store.home import Home
from afresh.store.runs import Attempt
from afresh.store.suites import Suite

DOCS = """# greet

```
$ greet Ada
Hello, Ada!
```

`--nope` is an option that greet does not know.
"""


@pytest.mark.parametrize(("name", "passed"), [("noop", 0), ("parrot", 2)])
def test_an_agent_gets_what_it_deserves(  # noqa: PLR0917
    home: Home, task: Task, suite: Suite, attempt: Attempt, sandbox: Sandbox, name: str, passed: int
) -> None:
    docs = home.docs(task.name)
    docs.mkdir(parents=True)
    (docs / "README.md").write_text(DOCS)
    engine = LocalEngine(2)
    agent = agent_named(name)
    info = run_agent(home, task, agent, attempt, seed=0, budget={}, sandbox=sandbox, engine=engine)
    assert info.status == "submitted"
    evaluation = judge_attempt(
        home, task, suite, attempt, candidate=name, gold=1.0, sandbox=sandbox, engine=engine
    )
    assert (evaluation.build.status, evaluation.passed) == ("built", passed)
