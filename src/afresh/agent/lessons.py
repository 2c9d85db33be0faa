"""What the parrot learns from the calls that it has seen: rules, the strongest first."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator

from afresh.agent.probes import Call, Twins
from afresh.agent.rules import HOLE, Answer, Line, Rule, common_template, escape, with_hole
from afresh.model import Content, Observation, text_to_bytes

Seen = dict[Call, Observation]
Read = Callable[[Content], bytes]


def learn(seen: Seen, twins: Iterable[Twins], same: dict[str, str], read: Read) -> list[Rule]:
    """Return the rules for what was seen, from what is known for certain down to mere guesses.

    `same` maps spellings of an option to its main one, `read` gives the bytes of an observed content.
    """
    answers = {
        call: _answer(observation, read) for call, observation in seen.items() if observation.exit is not None
    }
    known = {_plain(call, same): answer for call, answer in answers.items()}
    pairs = [(pair, answers[pair.calls[0]], answers[pair.calls[1]]) for pair in twins if _both(pair, answers)]
    templates = list(_templates(pairs))
    return [
        *(Rule(_conditions(call), _named(call, answer)) for call, answer in known.items()),
        *_either_way(known),
        *_any_input(known),
        *templates,
        *_general(templates),
        *_any_arguments(known),
        *_last_resort(known.values()),
    ]


def _both(pair: Twins, answers: dict[Call, Answer]) -> bool:
    return all(call in answers for call in pair.calls)


def _answer(observation: Observation, read: Read) -> Answer:
    written = (
        (text_to_bytes(change.path), read(change.content))
        for change in observation.files
        if change.kind == "file" and change.what != "deleted"
    )
    return Answer(
        exit=observation.exit or 0,
        stdout=escape(read(observation.stdout)),
        stderr=escape(read(observation.stderr)),
        writes=tuple(
            f"{escape(path)}\t{escape(data)}" for path, data in written if not path.startswith(b"~/")
        ),
    )


def _plain(call: Call, same: dict[str, str]) -> Call:
    """Return the call with every option in its main spelling."""
    return Call(tuple(same.get(word, word) for word in call.argv), call.stdin, call.files, call.env)


def _input_place(call: Call) -> int | None:
    """Return the number of the argument that names the call's only file."""
    names = [name for name, _ in call.files]
    return call.argv.index(names[0]) if len(names) == 1 and call.argv.count(names[0]) == 1 else None


def _conditions(call: Call) -> tuple[Line, ...]:
    """Return the conditions of an exact answer. A file counts by its content, not by its name."""
    place = _input_place(call)
    lines = [("arg", escape(word.encode())) for word in call.argv]
    files = [("file", f"{escape(name.encode())}\t{escape(data)}") for name, data in call.files]
    if place is not None:
        lines[place] = ("input", escape(call.files[0][1]))
        files = []
    return (*lines, ("stdin", escape(call.stdin)), *files)


def _named(call: Call, answer: Answer) -> Answer:
    """Return the answer with the name of the input, where it stands in the answer, as the hole."""
    place = _input_place(call)
    if place is None:
        return answer
    name = call.argv[place]
    return Answer(
        answer.exit,
        with_hole(answer.stdout, name),
        with_hole(answer.stderr, name),
        tuple(with_hole(text, name) for text in answer.writes),
    )


def _either_way(known: dict[Call, Answer]) -> Iterator[Rule]:
    """If a call did the same with an input on standard input and in a file, so may all others."""
    by_file = {
        (call.argv[:-1], call.files[0][1]): answer
        for call, answer in known.items()
        if call.argv and _input_place(call) == len(call.argv) - 1
    }
    by_stdin = {(call.argv, call.stdin): answer for call, answer in known.items() if not call.files}
    both = by_file.keys() & by_stdin.keys()
    agree = sum(by_file[key] == by_stdin[key] for key in both)
    if 2 * agree <= len(both):
        return
    for (argv, data), answer in by_stdin.items():
        yield Rule((*_words(argv), ("input", escape(data))), answer)
    for (argv, data), answer in by_file.items():
        yield Rule((*_words(argv), ("stdin", escape(data))), answer)


def _any_input(known: dict[Call, Answer]) -> Iterator[Rule]:
    """Answer the same arguments with any input as they were answered most often."""
    by_argv: defaultdict[tuple[str, ...], list[Answer]] = defaultdict(list)
    for call, answer in known.items():
        by_argv[call.argv].append(answer)
    for argv, answers in by_argv.items():
        yield Rule(_words(argv), Counter(answers).most_common(1)[0][0])


def _templates(pairs: list[tuple[Twins, Answer, Answer]]) -> Iterator[Rule]:
    """Turn two calls that differ in one invented word into one rule for all words in its place."""
    for pair, one, other in pairs:
        texts = [
            common_template(a, pair.words[0], b, pair.words[1])
            for a, b in ((one.stdout, other.stdout), (one.stderr, other.stderr))
        ]
        if None in texts or one.exit != other.exit:
            continue
        answer = Answer(one.exit, texts[0] or "", texts[1] or "")
        yield Rule(_pattern(pair), answer)


def _pattern(pair: Twins) -> tuple[Line, ...]:
    if pair.kind in {"-", "--"}:
        return (("unknown", pair.kind),)
    argv = list(_words(pair.calls[0].argv))
    pattern = argv[pair.place][1].replace(pair.words[0], HOLE)
    argv[pair.place] = ("absent", "") if pair.kind == "absent" else ("arg", pattern)
    return tuple(argv)


def _general(templates: list[Rule]) -> Iterator[Rule]:
    """If two calls complain of a missing file in the same words, so may all."""
    said = Counter(rule.answer for rule in templates if ("absent", "") in rule.conditions)
    for answer, times in said.most_common(1):
        if times > 1 and answer.exit:
            yield Rule((("last-absent", ""),), answer)


def _any_arguments(known: dict[Call, Answer]) -> Iterator[Rule]:
    """Answer a known input with what the plainest call made of it, whatever the other arguments."""
    for call, answer in sorted(known.items(), key=lambda item: len(item[0].argv)):
        place = _input_place(call)
        if answer.exit == 0 and place is not None and place == len(call.argv) - 1:
            yield Rule((("last-input", escape(call.files[0][1])),), _named(call, answer))
        elif answer.exit == 0 and call.stdin and not call.files:
            yield Rule((("anything", ""), ("stdin", escape(call.stdin))), answer)


def _last_resort(answers: Iterable[Answer]) -> Iterator[Rule]:
    usual = Counter(answers).most_common(1)
    if usual:
        yield Rule((("anything", ""),), usual[0][0])


def _words(argv: tuple[str, ...]) -> tuple[Line, ...]:
    return tuple(("arg", escape(word.encode())) for word in argv)
