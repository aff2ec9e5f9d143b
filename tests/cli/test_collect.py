"""`mediaframe collect` and `outlets check --live`: exit codes and what comes out of them."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator

import pytest
import yaml

from mediaframe.store import health
from mediaframe.workspace import Workspace
from tests.cli.running import run as run_cli
from tests.collect.server import Answer
from tests.pipeline.farm import NAMES, Farm, farm

OUTLET = "xx_farm_sunbulat"


@pytest.fixture
def running() -> Iterator[Farm]:
    with farm() as made:
        yield made


@pytest.fixture
def run(
    workspace: Workspace,
    running: Farm,
    capsysbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
):
    """Run a command in a workspace that has the farm as its outlets."""
    running.declare(workspace.path)
    for name, value in _environment().items():
        monkeypatch.setenv(name, value)

    def call(*arguments: object) -> tuple[int, str, str]:
        return run_cli(capsysbinary, *arguments, "-w", workspace.path)

    return call


def _environment() -> dict[str, str]:
    return {
        "MEDIAFRAME_CONTACT": "desk@example.org",
        "MEDIAFRAME_DELAY": "0",
        "MEDIAFRAME_ALLOW_LOOPBACK": "true",
    }


OUTLETS = [argument for name in NAMES for argument in ("--outlet", name)]


def _rows(out: str) -> dict[str, dict[str, str]]:
    return {row["outlet"]: row for row in csv.DictReader(io.StringIO(out))}


def test_the_summary_and_the_exit_code(run, running: Farm) -> None:
    code, out, err = run("collect", *OUTLETS, "--format", "csv")
    assert (code, err) == (1, "")
    for row in _rows(out).values():
        assert (row["found"], row["new"], row["rejected"]) == ("8", "6", "2")
        assert row["why"] == "1 robots.txt disallows it; 1 http 410"
        assert (row["sources"], row["note"]) == ("1 of 1 read", "")
    code, out, _ = run("collect", *OUTLETS)
    assert code == 0
    assert "unchanged" in out


def test_a_changed_article_is_analysed_anew(run, workspace: Workspace, running: Farm) -> None:
    listed = workspace.path / "urls.txt"
    path = running.paths[OUTLET][0]
    server = running.servers[OUTLET]
    listed.write_text(f"# one\n\n{server.url}{path}\n{server.url}{path}?utm_source=x\n")
    arguments = ("collect", "--outlet", OUTLET, "--url-list", listed)
    assert run(*arguments)[0] == 0
    assert Counter(running.asked()) == {server.url + path: 1, f"{server.url}/robots.txt": 1}
    assert run("analyze", "--workers", "1")[0] == 0
    assert run("search", "محل", "--format", "csv")[0] == 0
    whole = server.routes[path]
    assert isinstance(whole, Answer)
    assert isinstance(whole.body, bytes)
    old, new = running.titles[server.url + path], "جمعية نخيل للتنمية تفتح مركزاً"
    server.routes[path] = Answer(whole.body.replace(old.encode(), new.encode()))
    with workspace.store.begin() as conn:
        conn.exec_driver_sql("DELETE FROM captures")
    code, out, _ = run(*arguments, "--format", "csv")
    assert (code, _rows(out)[OUTLET]["changed"]) == (0, "1")
    with workspace.store.read() as conn:
        counts = health.counts(conn)
        assert (counts["analysed"], counts["mentions"], counts["bands"]) == (0, 0, 0)
        assert list(health.problems(conn)) == []
    code, out, _ = run("analyze", "--workers", "1")
    assert (code, out.partition(" ")[0]) == (0, "1")
    with workspace.store.read() as conn:
        assert list(health.problems(conn)) == []
    assert new in run("search", "نخيل", "--format", "csv")[1]


def test_what_is_collected_is_archived_and_can_be_read_again(
    run, workspace: Workspace, running: Farm
) -> None:
    folder = workspace.path / "kept"
    assert run("collect", "--outlet", OUTLET, "--archive", folder)[0] == 1
    running.forget()
    registry = workspace.path / "outlets.yaml"
    declared = yaml.safe_load(registry.read_text())
    for outlet in declared["outlets"]:
        outlet["sources"]["selectors"] = {"author": "title"}
    registry.write_text(yaml.safe_dump(declared))
    code, out, err = run("reextract", folder, "--workers", "1", "--format", "json")
    assert (code, err) == (0, "")
    (row,) = json.loads(out)
    assert row["outlet"] == OUTLET
    assert (row["new"], row["changed"], row["amended"] + row["unchanged"]) == (0, 0, 6)
    assert row["amended"] > 0
    assert running.asked() == []
    code, out, _ = run("import", folder)
    assert code == 0
    assert out.startswith("6 articles read from 1 file: 0 new, 6 stored before or repeated\n")
    (path,) = folder.iterdir()
    path.write_bytes(path.read_bytes()[:-40])
    code, out, err = run("reextract", path, "--outlet", "xx_farm_afaq")
    assert (code, "6 passed over: 6 of other outlets" in err) == (1, True)
    code, out, err = run("reextract", path)
    assert (code, "1 rejected (stored with file and offset):\n  1 damaged" in err) == (1, True)
    assert run("reextract", registry)[0] == 2


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["--outlet", OUTLET, "--archive", "/dev/null/x"], "/dev/null/x: cannot be made"),
        (["--outlet", "xx_none"], "'xx_none' is not in the registry"),
        (["--country", "ZZ"], "No outlet to collect"),
        (["--url-list", "none.txt"], "none.txt: cannot be read"),
        (["--url-list", "none.txt", "--country", "IQ"], "either --url-list or --country"),
        (["--outlet", OUTLET, "--since", "2024-02-01", "--until", "2024-01-01"], "after the last"),
        (["--outlet", OUTLET, "--since", "soon"], "is not a date"),
    ],
)
def test_errors_of_the_user(run, arguments: list[str], error: str) -> None:
    code, out, err = run("collect", *arguments)
    assert (code, out) == (2, "")
    assert error in err


def test_without_a_contact_it_says_how_to_set_one(
    run, running: Farm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MEDIAFRAME_CONTACT")
    for command in (("collect",), ("outlets", "check", "--live")):
        code, _, err = run(*command, "--outlet", OUTLET)
        assert code == 2
        assert "mediaframe.toml" in err
    monkeypatch.setenv("MEDIAFRAME_CONTACT", "nobody")
    assert run("collect", "--outlet", OUTLET)[0] == 2
    assert running.asked() == []


def test_lines_of_no_outlet_are_rejected(run, workspace: Workspace) -> None:
    listed = workspace.path / "urls.txt"
    listed.write_text("https://nowhere.example/1\n")
    code, _, err = run("collect", "--url-list", listed)
    assert code == 1
    assert "1 not collected: no outlet of the registry has its host" in err


def test_check_live(run, running: Farm) -> None:
    running.servers[OUTLET].routes["/sitemap.xml"] = Answer(status=404)
    arguments = ("outlets", "check", "--live", *OUTLETS, "--format", "csv")
    code, out, err = run(*arguments)
    assert code == 1
    assert "2 of 3 sources gave an article" in err
    rows = _rows(out)
    assert (rows[OUTLET]["status"], rows[OUTLET]["trouble"]) == ("404", "http 404")
    assert rows["xx_farm_afaq"]["extracted"].startswith("yes: ")
    assert run("outlets", "check", "--outlet", OUTLET)[0] == 2
