"""Portfolio scoring: the definition of the state machine in two interpreters, and portfolio.py that runs it, killed too."""

import collections
import copy
import io
import json
import pathlib
import re
import signal
import subprocess
import sys
import threading
import time
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import boto3
import pytest
from moto import mock_aws
from moto.awslambda_simple.models import lambda_simple_backends

import cloudformation
import portfolio
import states

INFRA = pathlib.Path(__file__).resolve().parent.parent
SIZE, DEFINITION = portfolio.batches_of(INFRA / "template.yaml")
BATCH = {"Items": [{"client_id": 100001}, {"client_id": 100002}]}


def body(*results):
    """As predict writes it: without a space."""
    return json.dumps({"release": "r", "results": results}, separators=(",", ":"))


SCORED = {"prediction": {"points": 512, "reasons": [{"text": 'he said "status":503, and "status":5'}]}}
UNKNOWN, UNREAD, BROKEN = ({"problem": {"type": "t", "status": status, "detail": "d"}} for status in (404, 503, 500))
GOOD, REFUSED, DOWN, BUSY = (200, body(SCORED, UNKNOWN)), (401, "{}"), (500, "{}"), (429, "{}")
# What predict answers in turn, and what comes of the batch: an error, or nothing but the last answer. What is left of the
# answers was never asked for.
COURSES = {
    "good": ([GOOD], None, 0),
    "a row could not be read": ([(200, body(SCORED, UNREAD)), GOOD], None, 0),
    "one was not computed": ([(200, body(BROKEN, SCORED)), GOOD], None, 0),
    "predict is down, then busy": ([DOWN, BUSY, GOOD], None, 0),
    "what is refused is not asked again": ([REFUSED, GOOD], "Clairscore.Refused", 1),
    "not forever": ([(200, body(UNREAD))] * 7, "Clairscore.NotScored", 1),
}


def hurried(definition):
    """The same without the seconds between attempts."""
    definition = copy.deepcopy(definition)
    for rule in definition["States"]["Batch"]["Retry"]:
        if rule["MaxAttempts"]:
            rule |= {"IntervalSeconds": 1, "BackoffRate": 1.0, "JitterStrategy": "NONE"}
    return definition


def here(answers):
    answers = collections.deque(answers)

    def task(resource, parameters):
        assert resource == "arn:aws:states:::lambda:invoke"
        assert json.loads(parameters["Payload"]["body"]) == {"requests": BATCH["Items"]}
        status, text = answers.popleft()
        return {"Payload": {"statusCode": status, "body": text}}

    try:
        outcome = states.Machine(DEFINITION, task, sleep=lambda seconds: None).run(BATCH)
    except states.Failed as failure:
        outcome = failure.error
    return outcome, len(answers)


@pytest.fixture
def moto(monkeypatch):
    """Runs a definition in moto's interpreter: what comes of it, and how many of predict's answers were not asked for."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-3")
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as file:
        file.writestr("bootstrap", "x")

    def run(definition, given, answers):
        text = json.dumps(definition).replace("${Function}", "arn:aws:lambda:eu-west-3:123456789012:function:predict")
        role = boto3.client("iam").create_role(RoleName="r", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
        boto3.client("lambda").create_function(FunctionName="predict", Runtime="provided.al2023", Role=role,
                                               Handler="b", Code={"ZipFile": package.getvalue()})
        queue = lambda_simple_backends["123456789012"]["eu-west-3"].lambda_simple_results_queue
        queue[:] = [json.dumps({"statusCode": status, "body": text}) for status, text in answers]
        machines = boto3.client("stepfunctions")
        machine = machines.create_state_machine(name="m", definition=text, roleArn=role)["stateMachineArn"]
        started = machines.start_execution(stateMachineArn=machine, input=json.dumps(given))["executionArn"]
        for _ in range(600):
            ended = machines.describe_execution(executionArn=started)
            if ended["status"] != "RUNNING":
                return json.loads(ended["output"]) if ended["status"] == "SUCCEEDED" else ended["error"], len(queue)
            time.sleep(0.1)
        raise AssertionError("it does not end")

    with mock_aws(config={"stepfunctions": {"execute_state_machine": True}, "lambda": {"use_docker": False}}):
        yield run


@pytest.mark.parametrize("course", COURSES)
def test_a_batch_is_done_when_all_of_it_is_scored(course, moto):
    answers, error, left = COURSES[course]
    expected = error or {"answer": json.loads(answers[-1][1])}
    assert here(answers) == (expected, left)
    definition = hurried(DEFINITION)
    del definition["ProcessorConfig"]
    assert moto(definition, BATCH, answers) == (expected, left)


def whole():
    """The whole definition, less what moto's interpreter lacks: lines, batches, express runs, and paths in a writer."""
    resources = cloudformation.load(INFRA / "template.yaml")["Resources"]
    definition = copy.deepcopy(resources["PortfolioScoring"]["Properties"]["Definition"])
    shards = definition["States"]["Shards"]
    clients = shards["ItemProcessor"]["States"]["Clients"]
    for map_state in (shards, clients):
        del map_state["ToleratedFailurePercentage"]
        assert map_state["ResultWriter"]["Parameters"].pop("Prefix.$") == "$.results"
        map_state["ResultWriter"]["Parameters"]["Prefix"] = "results"
    clients["ItemReader"]["ReaderConfig"]["InputType"] = "JSON"
    clients["ItemProcessor"]["ProcessorConfig"]["ExecutionType"] = "STANDARD"
    clients["MaxConcurrency"] = 1
    del clients["ItemBatcher"]
    clients["ItemSelector"] = {"Items.$": "States.Array($$.Map.Item.Value)"}
    return json.loads(json.dumps(definition).replace("${Bucket}", "portfolio"))


@pytest.mark.parametrize(("name", "error", "left"), [("2026-11", None, 0), ("2026-12", "Clairscore.NoShard", 6)])
def test_the_maps_lead_from_a_name_to_every_client(moto, name, error, left):
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket="portfolio", CreateBucketConfiguration={"LocationConstraint": "eu-west-3"})
    for number in (0, 1):
        clients = json.dumps([{"client_id": 10 * number + n} for n in range(3)])
        s3.put_object(Bucket="portfolio", Key=f"jobs/2026-11/part-{number}.jsonl", Body=clients)
    outcome, not_asked = moto(whole(), {"name": name}, [GOOD] * 6)
    assert not_asked == left
    assert outcome == error if error else outcome["ResultWriterDetails"]["Bucket"] == "portfolio", outcome


def test_no_field_of_a_prediction_is_called_as_a_problem_s_status():
    """The definition finds a failure by `"status":5` in the answer."""
    schemas = json.loads((INFRA.parent / "functions/openapi.json").read_text())["components"]["schemas"]
    assert schemas["Problem"]["properties"]["status"]["type"] == "integer"
    reached, todo = set(), ["Prediction"]
    while todo:
        name = todo.pop()
        reached.add(name)
        assert "status" not in schemas[name].get("properties", {}), name
        todo += set(re.findall(r"#/components/schemas/(\w+)", json.dumps(schemas[name]))) - reached
    assert len(reached) > 5


def test_an_answer_that_is_too_large_fails_the_batch():
    # What is a text within a text has each of its marks twice.
    text = "x" * 2600 + '"' * 800
    large = body(*[{"prediction": {"text": text}}] * SIZE)
    assert 200_000 < len(large.encode()) < states.LARGEST
    assert here([(200, large)])[0] == "States.DataLimitExceeded"


def test_what_is_not_known_is_refused_and_not_guessed():
    for state in ({"Type": "Wait", "Seconds": 1}, {"Type": "Pass", "InputPath": "$.a"}, {"Type": "Pass", "OutputPath": "$..a"},
                  {"Type": "Pass", "Parameters": {"a.$": "States.UUID()"}}):
        machine = states.Machine({"StartAt": "A", "States": {"A": {**state, "End": True}}}, None)
        with pytest.raises(states.Failed, match="States.Runtime"):
            machine.run({"a": 1})


class Predict:
    """Answers `POST /predict/batch`, and remembers who was asked for."""

    def __init__(self, seconds=0.0):
        self.asked, self.headers, self.failing = collections.Counter(), None, set()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_POST(self):
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["requests"]
                outer.headers = (self.path, {name.lower(): text for name, text in self.headers.items()})
                time.sleep(seconds)
                outer.asked.update(item["client_id"] for item in asked)
                text = body(*[
                    BROKEN if item["client_id"] in outer.failing else {"prediction": {"client_id": item["client_id"]}}
                    for item in asked
                ]).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/api"


@pytest.fixture
def shards(tmp_path):
    folder = tmp_path / "jobs"
    folder.mkdir()
    for number in range(3):
        lines = [f'{{"client_id": {number * 10_000 + n}}}\n' for n in range(1, 1_021)]
        (folder / f"part-{number}.jsonl").write_text("".join(lines))
    return folder


def command(predict, shards, *arguments):
    return [sys.executable, INFRA / "portfolio.py", "--url", predict.url, "--results", shards.parent / "results", *arguments, shards]


def run(predict, shards, *arguments):
    return subprocess.run(list(map(str, command(predict, shards, *arguments))), capture_output=True, text=True, check=False)


def scored(shards):
    """How often each client stands in the results."""
    found = collections.Counter()
    for path in (shards.parent / "results").glob("*.jsonl"):
        first, *batches = [json.loads(line) for line in path.read_text().splitlines()]
        assert first["batch_size"] == SIZE
        found.update(r["prediction"]["client_id"] for batch in batches for r in batch["results"])
    return found


ALL = {number * 10_000 + n for number in range(3) for n in range(1, 1_021)}


def test_a_killed_run_goes_on_and_nothing_is_lost_or_scored_twice(shards):
    predict = Predict(seconds=0.02)
    first, second = (shards.parent / f"results/part-{number}.jsonl" for number in (0, 1))
    for goal in (first, second):
        process = subprocess.Popen(list(map(str, command(predict, shards, "--at-a-time", "4"))), stdout=subprocess.DEVNULL)
        while not goal.exists() or goal.read_bytes().count(b"\n") < 5:
            assert process.poll() is None
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
    before = scored(shards)
    assert 0 < len(before) < len(ALL) and set(before.values()) == {1}
    # Killed while it wrote: half a line at the end.
    lines = second.read_bytes().splitlines(keepends=True)
    second.write_bytes(b"".join(lines[:-1]) + lines[-1][:100])
    whole = scored_without_last(first, lines[:-1])

    done = run(predict, shards)
    assert done.returncode == 0, done.stderr
    after = scored(shards)
    assert set(after) == ALL and set(after.values()) == {1}
    # Who stood in the results was not asked for again; who was under way when it was killed was, once for each kill.
    assert {predict.asked[client] for client in whole} <= {1, 2} and max(predict.asked.values()) <= 3
    assert sum(predict.asked.values()) - len(ALL) <= 2 * 4 * SIZE + SIZE

    asked = sum(predict.asked.values())
    again = run(predict, shards)
    assert again.returncode == 0 and "0 are now" in again.stdout and sum(predict.asked.values()) == asked


def scored_without_last(first, lines):
    batches = [json.loads(line) for line in [*first.read_bytes().splitlines()[1:], *lines[1:]]]
    return {r["prediction"]["client_id"] for batch in batches for r in batch["results"]}


def test_a_batch_that_is_not_scored_ends_the_run_and_what_is_scored_stays(shards, tmp_path):
    predict = Predict()
    predict.failing = {10_500}
    template = (INFRA / "template.yaml").read_text()
    hurried = template.replace("                            MaxAttempts: 5\n", "                            MaxAttempts: 1\n")
    assert hurried != template
    (tmp_path / "template.yaml").write_text(hurried)
    done = run(predict, shards, "--template", tmp_path / "template.yaml")
    assert done.returncode == 1 and "batch 9 of" in done.stderr and "Clairscore.NotScored" in done.stderr, done.stderr
    assert predict.asked[10_500] == 2 and "Traceback" not in done.stderr
    assert 10_500 not in scored(shards) and 1 in scored(shards)
    predict.failing = set()
    assert run(predict, shards).returncode == 0
    assert set(scored(shards)) == ALL and set(scored(shards).values()) == {1}


def test_two_runs_do_not_write_one_result(shards):
    predict = Predict(seconds=0.2)
    process = subprocess.Popen(list(map(str, command(predict, shards))), stdout=subprocess.DEVNULL)
    try:
        while not (shards.parent / "results/part-0.jsonl").exists():
            time.sleep(0.005)
        done = run(predict, shards)
        assert done.returncode == 1 and "another run is writing" in done.stderr, done.stderr
    finally:
        process.kill()
        process.wait()


def test_what_cannot_be_scored_is_named(shards, tmp_path):
    predict = Predict()
    (tmp_path / "token").write_text("abc\n")
    assert run(predict, shards, "--token-file", tmp_path / "token").returncode == 0
    path, headers = predict.headers
    assert path == "/api/predict/batch" and headers["x-id-token"] == "abc"
    (shards / "part-0.jsonl").write_text('{"client_id": 7}\n')
    done = run(predict, shards)
    assert done.returncode == 1 and "of another shard" in done.stderr, done.stderr
    (shards / "part-3.jsonl").write_text('{"client_id": 7}\n100001,\n')
    done = run(predict, shards / "part-3.jsonl", "--results", tmp_path / "other")
    assert done.returncode == 1 and "part-3.jsonl:2: not a line" in done.stderr, done.stderr
    done = run(predict, shards / "nowhere.jsonl")
    assert done.returncode == 1 and "is not there" in done.stderr, done.stderr
    done = run(predict, shards / "part-1.jsonl", shards)
    assert done.returncode == 1 and "would have the same results" in done.stderr, done.stderr
    assert "usage:" in run(predict, shards, "--help").stdout
