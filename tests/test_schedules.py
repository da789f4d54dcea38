"""The ways to schedule a refresh are sound, as far as a machine without them can tell."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from geotracker.cli import main

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "schedules"
COMMAND = re.compile(r"(?:^|[/\s])geotracker((?: [a-z-]+)+)$")
SECRET = ("data/reports", "data/control", "data/store")


def program(name: str) -> str:
    """Return the path of a program, of this Python's own first; the test is not run without it."""
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    if found is None:
        pytest.skip(f"not run: no {name}")
    return found


def check_command(line: str) -> None:
    """Fail unless the line ends with a geotracker command that exists, options and all."""
    said = COMMAND.search(line)
    assert said, line
    name, *arguments = said[1].split()
    command = main.commands[name]
    context = click.Context(main, **main.context_settings)
    assert command.make_context(name, arguments, parent=context, resilient_parsing=True).params is not None
    known = {option for parameter in command.params for option in parameter.opts}
    assert set(arguments) <= known


@pytest.fixture(scope="module")
def workflow() -> dict[str, Any]:
    """Return the workflow that publishes to Pages."""
    found: dict[str, Any] = yaml.safe_load((FOLDER / "github-pages.yml").read_text(encoding="utf-8"))
    return found


def steps(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the steps of all jobs."""
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def test_cron_line_is_one() -> None:
    """Five fields of time, then a command that exists."""
    lines = (FOLDER / "crontab").read_text(encoding="utf-8").splitlines()
    (line,) = [line for line in lines if line and not line.startswith("#") and not re.match(r"[A-Z]+=", line)]
    minute, hour, *rest, command = line.split(maxsplit=5)
    assert (minute, hour, rest) == ("30", "6", ["*", "*", "*"])
    assert shlex.split(command)[:2] == ["cd", "/srv/geotracker"]
    check_command(command)


def test_systemd_accepts_service_and_timer(tmp_path: Path) -> None:
    """With the program put where one is, since systemd looks for it."""
    for name in ("geotracker.service", "geotracker.timer"):
        text = (FOLDER / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace("/srv/geotracker/.venv/bin/geotracker", "/bin/true"))
    units = sorted(map(str, tmp_path.iterdir()))
    run = subprocess.run([program("systemd-analyze"), "verify", "--man=no", *units], capture_output=True, check=False)
    assert (run.returncode, run.stdout + run.stderr) == (0, b"")


def test_service_runs_a_command_that_exists_in_the_workspace_alone() -> None:
    """Exit 3, another run, is no failure."""
    lines = (FOLDER / "geotracker.service").read_text(encoding="utf-8").splitlines()
    said = dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    check_command(said["ExecStart"])
    assert said["SuccessExitStatus"] == "3"
    assert (said["ProtectSystem"], said["ReadWritePaths"]) == ("strict", said["WorkingDirectory"])


def test_zizmor_finds_nothing_in_the_workflow() -> None:
    """Not even by its pedantic rules."""
    arguments = ["--offline", "--no-progress", "--persona", "pedantic", str(FOLDER / "github-pages.yml")]
    run = subprocess.run([program("zizmor"), *arguments], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


def test_workflow_publishes_what_may_be_published(workflow: dict[str, Any]) -> None:
    """A refresh for the public comes before anything goes out, and a failure of it ends the run."""
    runs = [step["run"] for step in steps(workflow) if "run" in step]
    assert "geotracker refresh --public" in runs
    for run in runs:
        if run.startswith("geotracker"):
            check_command(run)
    assert not any("continue-on-error" in step or "||" in step.get("run", "") for step in steps(workflow))
    assert workflow["jobs"]["deploy"]["needs"] == "refresh"


def test_workflow_uploads_the_chosen_folder_alone(workflow: dict[str, Any]) -> None:
    """No report, polygon or store leaves, neither as an artifact nor in a cache."""
    used = [step for step in steps(workflow) if "uses" in step]
    uploads = [step for step in used if "upload" in step["uses"]]
    assert [step["with"] for step in uploads] == [{"path": "public"}]
    assert not any("cache" in json.dumps(step) for step in steps(workflow))
    assert not any(name in json.dumps(steps(workflow)) for name in SECRET)


def test_workflow_takes_no_more_rights_than_it_needs(workflow: dict[str, Any]) -> None:
    """None unless a job names it; every action is one commit's."""
    assert workflow["permissions"] == {}
    assert workflow["jobs"]["refresh"]["permissions"] == {"contents": "read"}
    assert all(re.search(r"@[0-9a-f]{40}$", step["uses"]) for step in steps(workflow) if "uses" in step)


def public(tmp_path: Path, maps: Path) -> subprocess.CompletedProcess[str]:
    """Run what chooses the files that go out."""
    command = [str(FOLDER / "public.sh"), str(maps), str(tmp_path / "public")]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def maps(tmp_path: Path) -> Path:
    """Return a folder of maps as a public refresh leaves it."""
    folder = tmp_path / "maps"
    folder.mkdir()
    for name, text in {"index.html": "<p>map</p>", "events.geojson": "{}", "README.md": "what lies here"}.items():
        (folder / name).write_text(text)
    (folder / ".writing-1").write_text("half")
    return folder


def test_maps_go_out_whole(tmp_path: Path, maps: Path) -> None:
    """Without what is hidden or for its user alone."""
    assert public(tmp_path, maps).returncode == 0
    assert sorted(path.name for path in (tmp_path / "public").iterdir()) == ["events.geojson", "index.html"]


@pytest.mark.parametrize("name", ["index.html", "events.gpkg", "earlier/index.html"])
def test_a_private_working_copy_does_not_go_out(tmp_path: Path, maps: Path, name: str) -> None:
    """Wherever it says so, nothing goes out at all."""
    (maps / name).parent.mkdir(exist_ok=True)
    (maps / name).write_bytes(b"\x00A private working copy\x00")
    run = public(tmp_path, maps)
    assert (run.returncode, (tmp_path / "public").exists()) == (1, False)
    assert f"a private working copy is not published: {maps / name}" in run.stderr


def test_what_is_no_map_does_not_go_out(tmp_path: Path, maps: Path) -> None:
    """Nor does a link that leads elsewhere."""
    (maps / "link").symlink_to("/etc/passwd")
    assert f"{maps / 'link'} has no place among maps" in public(tmp_path, maps).stderr
    (maps / "link").unlink()
    (maps / "a.parquet").write_text("x")
    assert "has no place among maps" in public(tmp_path, maps).stderr
    assert not (tmp_path / "public").exists()


@pytest.mark.parametrize(
    "name",
    ["ledger/changes.jsonl", "data/ledger/x", "fetched/a.html", "fetched.jsonl", "reports/a.md", "logs/a", "a.log.1"],
)
def test_ledger_fetched_pages_and_logs_do_not_go_out(tmp_path: Path, maps: Path, name: str) -> None:
    """Should they ever come to lie among maps."""
    (maps / name).parent.mkdir(parents=True, exist_ok=True)
    (maps / name).write_text("x")
    assert "has no place among maps" in public(tmp_path, maps).stderr
    assert not (tmp_path / "public").exists()


def test_without_a_map_nothing_goes_out(tmp_path: Path, maps: Path) -> None:
    """Nor over what is there."""
    (tmp_path / "public").mkdir()
    assert "is there already" in public(tmp_path, maps).stderr
    (maps / "index.html").unlink()
    assert "geotracker refresh --public writes it" in public(tmp_path, maps).stderr


def container_file() -> list[tuple[str, str]]:
    """Return the instructions of the container file with what they say, lines that go on put together."""
    text = re.sub(r"(?m)^#.*\n", "", (FOLDER / "Containerfile").read_text(encoding="utf-8"))
    lines = [line for line in text.replace("\\\n", " ").splitlines() if line.strip()]
    return [(word, " ".join(rest.split())) for word, _, rest in (line.partition(" ") for line in lines)]


def test_container_file_can_be_read() -> None:
    """Every instruction is one that builders know, and what it starts is a command that exists."""
    said = container_file()
    known = {"FROM", "COPY", "RUN", "USER", "WORKDIR", "VOLUME", "ENTRYPOINT", "CMD"}
    assert {word for word, _ in said} <= known
    assert said[0] == ("FROM", "docker.io/library/python:3.13-slim AS build")
    final = dict(said)
    check_command(" ".join(json.loads(final["ENTRYPOINT"]) + json.loads(final["CMD"])))
    assert json.loads(final["VOLUME"]) == [final["WORKDIR"]]
    assert final["USER"] == "geotracker"


def test_container_image_holds_nothing_of_its_builder() -> None:
    """The checkout, with its reports, is copied into a stage that is not in the image."""
    said = container_file()
    last = max(place for place, (word, _) in enumerate(said) if word == "FROM")
    assert [place < last for place, (word, _) in enumerate(said) if word == "COPY"] == [True]


def test_guide_warns_of_schedules_that_are_switched_off() -> None:
    """And names every file that it speaks of."""
    guide = (ROOT / "docs" / "schedule.md").read_text(encoding="utf-8")
    assert "switches a schedule off after 60 days" in guide
    named = set(re.findall(r"schedules/([\w.-]+)", guide)) - {""}
    assert {"crontab", "geotracker.service", "geotracker.timer", "github-pages.yml", "Containerfile"} <= named
    assert all((FOLDER / name).is_file() for name in named)
