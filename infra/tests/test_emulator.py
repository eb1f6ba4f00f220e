"""The packages in AWS's own Runtime Interface Emulator: what they answer, and what becomes of them when something fails."""

import json
import time

import numpy
import pytest

import portfolio
import states
from packages import ACCOUNT, CALLER, FUNCTIONS, INFRA, Emulator, Way, event, processor, settings, unpack

# What Lambda takes as an answer.
LARGEST = (6 << 20) + 100


@pytest.fixture
def emulate(packages, tmp_path):
    """Starts a package in the emulator; ended with the test."""
    started = []

    def start(name, address, **how):
        program = unpack(packages / f"{name}.zip", tmp_path)
        if processor(program) != "x86_64":
            pytest.skip("the emulator taken is the one for x86_64")
        emulator = Emulator(program, settings(address, name, **how), tmp_path)
        started.append(emulator)
        return emulator

    yield start
    for emulator in started:
        emulator.__exit__()


def batch(requests):
    return event("/predict/batch", {"requests": requests})


def in_memory(emulator, clients):
    """Clients whose rows the function has read: what is asked of them then is not the storage's matter."""
    few = clients[:50]
    for _ in range(10):
        if "problem" not in emulator.call("/predict/batch", {"requests": [{"client_id": client} for client in few]})["body"]:
            return few
    raise AssertionError(emulator.log.read_text())


@pytest.fixture
def clients(release):
    return [int(client) for client in numpy.load(release / "clients/ids.npy")]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_package_answers(cloud, emulate, published, name):
    emulator = emulate(name, cloud.address).well()
    for path, status in (("/health", 200), ("/api/health", 200), ("/nothing", 404)):
        answer = emulator.call(path)
        assert answer["statusCode"] == status, (answer, emulator.log.read_text())
    assert json.loads(emulator.call("/health")["body"])["release"] == published


def test_the_state_machine_s_own_request_is_answered(cloud, emulate, published, clients):
    """`Batch` of the state machine, whole, with the function behind it: the event is the definition's."""
    emulator = emulate("predict", cloud.address).well()
    size, definition = portfolio.batches_of(INFRA / "template.yaml")
    definition = json.loads(json.dumps(definition).replace("${Account}", ACCOUNT).replace("${Caller}", CALLER))

    def task(resource, parameters):
        return {"Payload": emulator.invoke(parameters["Payload"]).json()}

    machine = states.Machine(definition, task, sleep=lambda seconds: pytest.fail("it was asked twice"))
    items = [{"client_id": client} for client in [*clients[: size - 1], 4_000_000_000]]
    results = machine.run({"Items": items})["answer"]["results"]
    assert [r["prediction"]["client_id"] for r in results[:-1]] == clients[: size - 1]
    assert results[-1]["problem"]["status"] == 404


def test_the_largest_batch_of_clients_is_within_what_lambda_takes(cloud, emulate, published, clients):
    # Its length is looked at here, and not its time, on whatever machine.
    emulator = emulate("predict", cloud.address, seconds=300).well()
    few = in_memory(emulator, clients)
    requests = [{"client_id": few[n % len(few)]} for n in range(1000)]
    answer = emulator.invoke(batch(requests))
    assert answer.status_code == 200 and len(answer.content) < LARGEST, answer.text[:300]
    assert len(json.loads(answer.json()["body"])["results"]) == 1000


def test_a_larger_answer_than_lambda_takes_is_refused_in_words(cloud, emulate, published, clients):
    """A thousand changed applications are more than Lambda hands on. Without the function's own limit, Lambda answers
    Function.ResponseSizeTooLarge, and whoever asked sees a 502 without a word."""
    # Its length is looked at here, and not its time, on whatever machine.
    emulator = emulate("predict", cloud.address, seconds=300).well()
    changed = {"AMT_CREDIT": 123_456, "AMT_ANNUITY": 9_999, "AMT_INCOME_TOTAL": 99_999, "AMT_GOODS_PRICE": 99_999,
               "CNT_CHILDREN": 3, "DAYS_BIRTH": -12_000, "DAYS_EMPLOYED": -300, "EXT_SOURCE_2": 0.3, "EXT_SOURCE_3": 0.3}
    few = in_memory(emulator, clients)
    requests = [{"client_id": few[n % len(few)], "changes": changed} for n in range(1000)]
    answer = emulator.invoke(batch(requests))
    assert "ResponseSizeTooLarge" not in answer.text, answer.text[:300]
    assert answer.json()["statusCode"] == 413 and "smaller batch" in answer.json()["body"], answer.text[:300]
    # As large as the function lets through, Lambda takes it: the largest batch is found by halving.
    fits, too_many = 0, 1000
    while too_many - fits > 8:
        number = (fits + too_many) // 2
        answer = emulator.invoke(batch(requests[:number]))
        fits, too_many = (number, too_many) if answer.json().get("statusCode") == 200 else (fits, number)
        assert "ResponseSizeTooLarge" not in answer.text, (number, answer.text[:300])
    assert fits > 300, fits
    assert emulator.call("/health")["statusCode"] == 200, emulator.log.read_text()


def test_what_hangs_is_ended_and_the_next_request_answered(cloud, emulate, published, clients):
    """A request that takes longer than the function's time: Lambda ends the program, and starts it again."""
    with Way(cloud.address) as way:
        emulator = emulate("predict", way.address, seconds=4).well()
        way.hang()
        before = time.monotonic()
        answer = emulator.invoke(batch([{"client_id": clients[0]}]))
        # Well before the function itself would give up on its storage and answer.
        assert "timed out after 4.00 seconds" in answer.text, answer.text
        assert time.monotonic() - before > 3.9
        way.open.set()
        scored = emulator.well().call("/predict/batch", {"requests": [{"client_id": clients[0]}]})
        assert scored["statusCode"] == 200 and '"prediction"' in scored["body"], (scored, emulator.log.read_text())


def test_storage_that_hangs_is_said_in_words_in_time(cloud, emulate, published, clients):
    """With the time that template.yaml gives: an answer comes before Lambda would end the program."""
    with Way(cloud.address) as way:
        emulator = emulate("predict", way.address).well()
        way.hang()
        answer = emulator.call("/predict/batch", {"requests": [{"client_id": clients[0]}]})
        (result,) = json.loads(answer["body"])["results"]
        assert answer["statusCode"] == 200 and result["problem"]["status"] == 503, answer
        # What is in memory is answered meanwhile.
        assert emulator.call("/health")["statusCode"] == 200
        way.open.set()
        scored = emulator.call("/predict/batch", {"requests": [{"client_id": clients[0]}]})
        assert '"prediction"' in scored["body"], (scored, emulator.log.read_text())


def test_a_function_without_a_release_says_why_it_does_not_start_and_starts_when_there_is_one(cloud, emulate, put_in_service):
    emulator = emulate("predict", cloud.address)
    answer = emulator.call("/health")
    assert "statusCode" not in answer, answer
    assert "publish a release" in emulator.log.read_text()
    put_in_service()
    emulator.well()


def test_a_start_that_hangs_says_why(cloud, emulate, published):
    with Way(cloud.address) as way:
        way.hang()
        emulator = emulate("predict", way.address)
        answer = emulator.call("/health")
        assert "statusCode" not in answer, answer
        assert "could not be read: request has timed out" in emulator.log.read_text()
        way.open.set()
        emulator.well()
