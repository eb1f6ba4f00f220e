#!/usr/bin/env python3
"""Scores a portfolio without AWS: the batches of template.yaml's state machine, run on this machine.

usage: portfolio.py --url URL --results FOLDER [--token-file FILE] [--at-a-time N] [--template FILE] SHARD...

A shard is a file of a line {"client_id": 100001} for each client; a folder stands for its *.jsonl. Size of a batch, what
is asked, what is a failure and how it is tried again are read from the definition that Step Functions runs (`Batch` in
infra/template.yaml). URL is where the interface is, such as http://127.0.0.1:8080/api.

Results lie in FOLDER under the shard's name: a first line that says of what they are, then a line for each batch, with
its number. A run that failed or was killed is started again with the same words: batches that are there are left alone,
the others are scored. Each client stands in the results once; a batch that was under way when it ended is asked again,
so the audit log may hold its decisions twice.

  --token-file FILE   the token to send, read for each request: a token lives for minutes
  --at-a-time N       batches under way at the same time (8)
  --template FILE     another template

Needs PyYAML: target/infra-venv/bin/python has it after `make test`; Debian: python3-yaml.
"""

import argparse
import concurrent.futures
import fcntl
import hashlib
import itertools
import json
import os
import pathlib
import re
import sys
import urllib.error
import urllib.request

import cloudformation
from states import Failed, Machine, compact

HERE = pathlib.Path(__file__).resolve().parent
# The function answers or is ended within 15 s.
TIMEOUT = 20
# How a line of results begins: results are large, and are not read whole to go on.
BATCH = re.compile(rb'\{"batch":(\d+),')


class Problem(Exception):
    """What a person must look at before this can go on."""


def batches_of(template):
    """The map over a shard's clients: size of a batch, and what is done with one."""
    machine = cloudformation.load(template)["Resources"]["PortfolioScoring"]["Properties"]["Definition"]
    clients = machine["States"]["Shards"]["ItemProcessor"]["States"]["Clients"]
    return clients["ItemBatcher"]["MaxItemsPerBatch"], clients["ItemProcessor"]


def asking(url, token_file):
    """Does the task `lambda:invoke`: asks the interface what the payload asks the function."""

    def task(resource, parameters):
        if resource != "arn:aws:states:::lambda:invoke":
            raise Failed("States.Runtime", f"{resource} is not known here")
        payload = parameters["Payload"]
        body = payload["body"].encode()
        headers = {"content-type": payload["headers"]["content-type"], "x-amz-content-sha256": hashlib.sha256(body).hexdigest()}
        if token_file:
            headers["x-id-token"] = pathlib.Path(token_file).read_text().strip()
        method = payload["requestContext"]["http"]["method"]
        request = urllib.request.Request(url.rstrip("/") + payload["rawPath"], body, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
                status, text = answer.status, answer.read()
        except urllib.error.HTTPError as error:
            status, text = error.code, error.read()
        except (OSError, ValueError) as error:
            raise Failed("Lambda.Unknown", f"{url}: {error}") from error
        return {"Payload": {"statusCode": status, "body": text.decode(errors="replace")}}

    return task


def clients_of(shard):
    """A shard's items."""
    with shard.open() as lines:
        for number, line in enumerate(lines, 1):
            try:
                item = json.loads(line)
            except ValueError:
                item = None
            if not isinstance(item, dict):
                raise Problem(f"{shard}:{number}: not a line such as {{\"client_id\": 100001}}")
            yield item


class Results:
    """The file of a shard's results: added to alone, each batch in one write."""

    def __init__(self, path, shard, size):
        self.path = path
        self.file = path.open("a+b")
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Problem(f"{path}: another run is writing to it") from error
        with shard.open("rb") as content:
            of = {"shard": shard.name, "sha256": hashlib.file_digest(content, "sha256").hexdigest(), "batch_size": size}
        self.file.seek(0)
        self.done, end = set(), 0
        for line in self.file:
            # A line that was being written when the run was killed.
            if not line.endswith(b"\n"):
                break
            if end == 0 and json.loads(line) != of:
                raise Problem(f"{path}: of another shard, or in batches of another size; name another folder")
            if end:
                self.done.add(int(BATCH.match(line)[1]))
            end += len(line)
        self.file.truncate(end)
        if end == 0:
            self._write(of)

    def add(self, number, answer):
        self._write({"batch": number, **answer})

    def _write(self, value):
        self.file.write(compact(value).encode() + b"\n")
        self.file.flush()
        os.fsync(self.file.fileno())


def score(shard, results, size, machine, at_a_time):
    """Scores what is not scored of a shard. How many batches that was; the first that fails ends it."""
    batches = enumerate(iter(lambda items=clients_of(shard): list(itertools.islice(items, size)), []))
    to_do = ((number, items) for number, items in batches if number not in results.done)
    under_way, count, failure = {}, 0, None
    with concurrent.futures.ThreadPoolExecutor(at_a_time) as pool:
        while True:
            if failure is None:
                for number, items in itertools.islice(to_do, at_a_time - len(under_way)):
                    under_way[pool.submit(machine.run, {"Items": items})] = number
            if not under_way:
                break
            # What is under way when one fails is waited for: it is done, and need not be done again.
            ended, _ = concurrent.futures.wait(under_way, return_when=concurrent.futures.FIRST_COMPLETED)
            for batch in ended:
                number = under_way.pop(batch)
                try:
                    results.add(number, batch.result()["answer"])
                    count += 1
                except Failed as error:
                    failure = failure or Problem(f"batch {number} of {shard}: {error}")
    if failure:
        raise failure
    return count


def shards_of(names):
    """The files that were named, and those of folders; no two of the same name."""
    shards = []
    for name in map(pathlib.Path, names):
        shards += sorted(name.glob("*.jsonl")) if name.is_dir() else [name]
    if not shards:
        raise Problem("no shard: name files, or a folder that holds *.jsonl")
    seen = {}
    for shard in shards:
        if not shard.is_file():
            raise Problem(f"{shard} is not there")
        if seen.setdefault(shard.stem, shard) is not shard:
            raise Problem(f"{shard} and {seen[shard.stem]} would have the same results")
    return shards


def main(arguments):
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1].removeprefix("usage: "), add_help=False)
    parser.add_argument("-h", "--help", action="store_true")
    parser.add_argument("--url")
    parser.add_argument("--results", type=pathlib.Path)
    parser.add_argument("--token-file")
    parser.add_argument("--at-a-time", type=int, default=8)
    parser.add_argument("--template", default=HERE / "template.yaml")
    parser.add_argument("shards", nargs="*")
    options = parser.parse_args(arguments)
    if options.help:
        print(__doc__)
        return
    if not options.url or not options.results or options.at_a_time < 1:
        parser.error("--url and --results are needed, and --at-a-time is 1 or more; see --help")
    size, definition = batches_of(options.template)
    machine = Machine(definition, asking(options.url, options.token_file))
    options.results.mkdir(parents=True, exist_ok=True)
    for shard in shards_of(options.shards):
        results = Results(options.results / f"{shard.stem}.jsonl", shard, size)
        before = len(results.done)
        count = score(shard, results, size, machine, options.at_a_time)
        print(f"{shard}: {before} batches were done, {count} are now; {results.path}", flush=True)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Problem as problem:
        sys.exit(f"error: {problem}\nWhat is scored stays; start it again with the same words.")
