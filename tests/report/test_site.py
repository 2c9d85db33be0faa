import base64
import hashlib
import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from afresh.errors import InputError
from afresh.model import RunInfo
from afresh.report.attempt_pages import CASES_A_PAGE
from afresh.report.collect import collect
from afresh.report.site import file_names, write_site
from afresh.store.home import Home
from afresh.store.runs import Run

from .conftest import Showcase
from .fixtures import add_run, add_suite, failed, failed_hostile, hostile_cases, jq_cases, passed
from .reader import Page, pages


@pytest.fixture(scope="module")
def site(shown: Showcase) -> dict[Path, Page]:
    return pages(shown.site)


def test_every_page_is_well_formed_and_there_are_all_kinds(site: dict[Path, Page]) -> None:
    names = {re.sub(r"^.*-(differences|passed)-\d+", r"\1", path.stem) for path in site}
    assert names == {"index", "differences", "passed"}


def test_every_link_leads_somewhere_inside_the_site(shown: Showcase, site: dict[Path, Page]) -> None:
    for path, page in site.items():
        assert page.links
        for link in page.links:
            name, _, fragment = link.partition("#")
            target = (path.parent / unquote(name)).resolve() if name else path
            assert target.is_relative_to(shown.site.resolve())
            assert target in site, f"{path}: {link}"
            assert not fragment or fragment in site[target].ids, f"{path}: {link}"


def test_every_page_can_be_reached_from_the_first(shown: Showcase, site: dict[Path, Page]) -> None:
    seen: set[Path] = set()
    waiting = [shown.site / "index.html"]
    while waiting:
        path = waiting.pop()
        if path not in seen:
            seen.add(path)
            links = (link.partition("#")[0] for link in site[path].links)
            waiting += [(path.parent / link).resolve() for link in links if link]
    assert seen == set(site)


def test_nothing_remote_is_named_and_the_policy_forbids_it(site: dict[Path, Page]) -> None:
    for path, page in site.items():
        policies = [values["content"] for _, values in page.tags if values.get("http-equiv")]
        assert len(policies) == 1
        assert policies[0].startswith("default-src 'none'; ")
        assert "unsafe" not in policies[0]
        assert "//" not in re.sub(r"'sha256-[^']*'", "", policies[0])
        for tag, values in page.tags:
            assert tag not in ("img", "iframe", "link", "object", "embed", "base", "form"), path
            assert "src" not in values
            assert "style" not in values
            assert not [name for name in values if name.startswith("on")]


def test_the_policy_allows_exactly_the_page_s_own_style_and_script(shown: Showcase) -> None:
    text = (shown.site / "index.html").read_text()
    for tag in ("style", "script"):
        [own] = re.findall(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(own.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in text.replace("&#39;", "'").replace("&#43;", "+")


def test_hostile_contents_stay_text(site: dict[Path, Page]) -> None:
    text = "".join(page.text for page in site.values())
    for hostile in ("<script>alert('owned')</script>", "<b>label</b>", "</td></table>", "</pre></code>"):
        assert hostile in text
    for path, page in site.items():
        assert sum(tag == "script" for tag, _ in page.tags) == 1, path
        assert not any(tag == "img" for tag, _ in page.tags), path


def test_no_control_character_is_in_any_page(site: dict[Path, Page]) -> None:
    for path in site:
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]", path.read_text()), path


def test_the_pages_show_as_many_cases_as_the_verdicts_have(shown: Showcase, site: dict[Path, Page]) -> None:
    for row in collect(shown.runs):
        if row.evaluation is None or row.evaluation.build.status == "failed":
            continue
        folder = shown.site / "runs" / row.run.name
        stem = f"{row.task}-{row.attempt.number}"
        failing = [
            values["id"]
            for path in folder.glob(f"{stem}-differences-*.html")
            for tag, values in site[path].tags
            if tag == "article"
        ]
        passing = [
            tag
            for path in folder.glob(f"{stem}-passed-*.html")
            for tag, values in site[path].tags
            if tag == "li" and "data-filter" in values
        ]
        assert len(set(failing)) == len(failing) == row.evaluation.failed + row.evaluation.no_evidence
        assert len(passing) == row.evaluation.passed


def test_every_attempt_is_on_the_leaderboard_with_what_it_came_to(
    shown: Showcase, site: dict[Path, Page]
) -> None:
    text = site[shown.site / "index.html"].text
    for row in collect(shown.runs):
        assert row.name in text
        if row.evaluation:
            assert f"{row.evaluation.passed} / {row.evaluation.cases}" in text
        else:
            assert row.detail in text
        for flag in row.flags:
            assert flag.text in text
    assert text.count("self-check: the reference scores 100 %") == 2


def test_the_build_of_a_failed_candidate_is_shown_with_its_log(
    shown: Showcase, site: dict[Path, Page]
) -> None:
    text = site[shown.site / "runs" / "sketch" / "index.html"].text
    assert "unknown type name 'strnig'" in text
    assert "There is no candidate to run, so every case fails." in text


def test_a_kind_that_spans_pages_is_linked_where_it_begins(shown: Showcase, site: dict[Path, Page]) -> None:
    for name in ("index.html", "runs/noop/index.html"):
        links = [link.rpartition("/")[2] for link in site[shown.site / name].links if "jq-1-diff" in link]
        assert "jq-1-differences-1.html#kind-1" in links
    assert len(list((shown.site / "runs/noop").glob("jq-1-differences-*.html"))) == 5


def test_pages_stay_light(site: dict[Path, Page]) -> None:
    for path, page in site.items():
        assert path.stat().st_size < 1_000_000
        assert sum(tag == "article" for tag, _ in page.tags) <= CASES_A_PAGE


def test_the_data_lies_beside_the_pages(shown: Showcase) -> None:
    data = json.loads((shown.site / "leaderboard.json").read_text())
    assert [board["task"] for board in data["boards"]] == ["gron", "jq"]


def test_the_same_runs_make_the_same_site(shown: Showcase, tmp_path: Path) -> None:
    again = write_site(shown.home, shown.runs, tmp_path / "again").parent
    for path in shown.site.rglob("*.*"):
        assert (again / path.relative_to(shown.site)).read_bytes() == path.read_bytes()


def test_an_old_site_is_replaced_and_nothing_of_it_stays(home: Home, tmp_path: Path) -> None:
    suite = add_suite(home, "jq", jq_cases(4))
    one = add_run(tmp_path / "one", "one", [(suite, list(map(failed, suite.cases())))])
    two = add_run(tmp_path / "two", "two", [(suite, list(map(passed, suite.cases())))])
    site = tmp_path / "site"
    write_site(home, [one], site)
    write_site(home, [two], site)
    assert [path.name for path in (site / "runs").iterdir()] == ["two"]


def test_a_site_that_cannot_be_finished_leaves_the_old_one(home: Home, tmp_path: Path) -> None:
    suite = add_suite(home, "jq", jq_cases(4))
    run = add_run(tmp_path / "one", "one", [(suite, list(map(failed, suite.cases())))])
    page = write_site(home, [run], tmp_path / "site")
    before = page.read_bytes()

    def interrupt(_what: str, done: int, _total: int | None) -> None:
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_site(home, [run], tmp_path / "site", interrupt)
    assert page.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "one", "site"]


@pytest.mark.parametrize("name", ["", "notes.txt", "index.html"])
def test_a_folder_of_something_else_is_never_replaced(shown: Showcase, tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    if name:
        out.mkdir()
        (out / name).write_text("mine")
    else:
        out.write_text("mine")
    with pytest.raises(InputError, match="choose another --out"):
        write_site(shown.home, shown.runs, out)
    assert (out / name if name else out).read_text() == "mine"


def test_runs_of_equal_folder_names_get_pages_of_their_own(home: Home, tmp_path: Path) -> None:
    suite = add_suite(home, "jq", jq_cases(4))
    verdicts = list(map(failed, suite.cases()))
    runs = [add_run(tmp_path / parent / "run", parent, [(suite, verdicts)]) for parent in ("a", "b")]
    site = write_site(home, runs, tmp_path / "site").parent
    titles = [Page(site / "runs" / name / "index.html").text for name in ("run", "run_2")]
    assert "a · Afresh" in titles[0]
    assert "b · Afresh" in titles[1]


def test_names_that_are_no_file_names_are_made_so() -> None:
    names = file_names(["../../etc", ".", "", "A b", "a/b", "a-b", "ü" * 300, "x" * 300])
    assert len(set(names)) == len(names)
    for name in names:
        assert re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,63}", name), name


def test_a_run_with_hostile_names_makes_a_whole_site(home: Home, tmp_path: Path) -> None:
    suite = add_suite(home, "jq", hostile_cases())
    verdicts = list(map(failed_hostile, suite.cases()))
    name = "<img src=x onerror=alert(1)>\x1b]0;owned\x07"
    run = add_run(tmp_path / "<b>run", name, [(suite, verdicts)], kind="candidate", model=name, root=name)
    for page in pages(write_site(home, [run], tmp_path / "site").parent).values():
        assert not any(tag == "img" for tag, _ in page.tags)
        assert "onerror=alert(1)" in page.text


def test_a_run_without_any_evaluation_makes_a_site(home: Home, tmp_path: Path) -> None:
    run = Run.create(tmp_path / "run", RunInfo(agent="a", tasks={"jq": "cd"}))
    site = write_site(home, [run.directory], tmp_path / "site").parent
    assert "the attempt has not ended" in Page(site / "index.html").text
