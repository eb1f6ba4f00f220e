"""What GitHub runs: its files are of the right form, and what they call is there."""

import copy
import importlib.util
import json
import pathlib
import re
import subprocess

import jsonschema
import pytest
import yaml

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
# The package is only read for the schemas that it brings: GitHub's own are nowhere else offline.
SCHEMAS = pathlib.Path(importlib.util.find_spec("check_jsonschema").origin).parent / "builtin_schemas/vendor"


class Loader(yaml.SafeLoader):
    """YAML in which `on` is a word, as GitHub reads it."""


Loader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))
WORKFLOWS = {path.stem: yaml.load(path.read_text(), Loader) for path in (ROOT / ".github/workflows").glob("*.yml")}
DEPENDABOT = yaml.load((ROOT / ".github/dependabot.yml").read_text(), Loader)
STEPS = [step for workflow in WORKFLOWS.values() for job in workflow["jobs"].values() for step in job["steps"]]


def problems(value, schema):
    text = json.loads((SCHEMAS / f"{schema}.json").read_text())
    return [error.message for error in jsonschema.validators.validator_for(text)(text).iter_errors(value)]


def test_the_files_are_of_the_right_form():
    assert set(WORKFLOWS) == {"test", "release"}
    for workflow in WORKFLOWS.values():
        assert problems(workflow, "github-workflows") == []
    assert problems(DEPENDABOT, "dependabot") == []


@pytest.mark.parametrize("planted", [{"runs-on": None}, {"steps": [{"ruin": "make test"}]}, {"timeout-minutes": "long"}])
def test_a_wrong_form_is_found(planted):
    workflow = copy.deepcopy(WORKFLOWS["test"])
    job = workflow["jobs"]["test"]
    for key, value in planted.items():
        job.pop(key) if value is None else job.update({key: value})
    assert problems(workflow, "github-workflows") != []


def test_what_is_run_is_there_and_is_clean():
    called = [step["run"] for step in STEPS if "run" in step]
    assert "make test" in called and any(run.startswith("make package") for run in called)
    makefile = (ROOT / "Makefile").read_text()
    for run in called:
        for target in re.findall(r"\bmake ([a-z-]+)", run):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
        for path in re.findall(r"(?:^|\s)((?:infra|tests|data|models)/[\w./-]+)", run):
            assert (ROOT / path).exists(), path
        # What GitHub fills in before the shell reads it; the shell ends at a failure.
        script = "set -e\n" + re.sub(r"\$\{\{.*?\}\}", "x", run)
        linted = subprocess.run(["shellcheck", "--shell", "bash", "-"], input=script, capture_output=True, text=True, check=False)
        assert linted.returncode == 0, linted.stdout


def test_a_workflow_may_do_no_more_than_it_must():
    for name, workflow in WORKFLOWS.items():
        assert workflow["permissions"] == {"contents": "read"}, name
        for job in workflow["jobs"].values():
            assert job.get("timeout-minutes", 360) <= 120 and job.get("permissions", {"contents": "read"}) in (
                {"contents": "read"}, {"contents": "write"}), name
    for step in STEPS:
        if "uses" in step:
            assert re.fullmatch(r"actions/[a-z-]+@v\d+", step["uses"]), step["uses"]
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


def test_the_versions_of_everything_are_followed():
    followed = {update["package-ecosystem"]: update for update in DEPENDABOT["updates"]}
    assert set(followed) == {"cargo", "pip", "npm", "github-actions"}
    assert {f"/{file.parent}" for file in committed("*requirements.txt")} == set(followed["pip"]["directories"])
    assert [f"/{file.parent}" for file in committed("*package-lock.json")] == [followed["npm"]["directory"]]


def test_what_is_fetched_is_what_was_once_looked_at():
    """The tools of Python and of npm, by their digests; cargo's are in its lock files."""
    for file in [*committed("*requirements.txt"), *committed("infra/tests/deny.txt")]:
        text = (ROOT / file).read_text().replace("\\\n", " ")
        for line in filter(None, (line.partition("#")[0].strip() for line in text.splitlines())):
            assert re.fullmatch(r"[\w.-]+==[\w.]+( *; [^-]+)?( +--hash=sha256:[0-9a-f]{64})+", line), (file, line)
    for file in committed("*package-lock.json"):
        for name, package in json.loads((ROOT / file).read_text())["packages"].items():
            assert not name or package["integrity"].startswith("sha512-"), name
    for file in committed("*.sh"):
        fetched = re.findall(r"\bnpm (?:install|exec)|\bnpx |\bpip\"? install(?! .*--require-hashes)", (ROOT / file).read_text())
        assert not fetched, (file, fetched)


def committed(pattern):
    listed = subprocess.run(["git", "ls-files", pattern], cwd=ROOT, capture_output=True, text=True, check=True)
    return [pathlib.Path(file) for file in listed.stdout.split()]
