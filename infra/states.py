"""Runs a part of a Step Functions definition on this machine, as Amazon's States Language says: the states, paths and
intrinsic functions that `Batch` in template.yaml uses, and nothing more. What it does not know it refuses, rather than
guess. `tests/test_portfolio.py` holds it to another interpreter.
"""

import json
import random
import re
import time

# What a state may hand on, in bytes of JSON.
LARGEST = 256 << 10
# What `States.ALL` does not catch.
FATAL = {"States.DataLimitExceeded", "States.Runtime"}


class Failed(Exception):
    """A state failed: the error's name, by which it may be tried again, and its cause."""

    def __init__(self, error, cause=""):
        super().__init__(f"{error}: {cause}")
        self.error = error


STEP = re.compile(r"\.(\w+)|\[(\d+)\]")


def at(path, value):
    """What a path points to."""
    place, end = 1, len(path)
    if path[:1] != "$":
        raise Failed("States.Runtime", f"{path} is no path")
    while place < end:
        step = STEP.match(path, place)
        if not step:
            raise Failed("States.Runtime", f"{path} is no path that is known here")
        name, index = step.groups()
        try:
            value = value[name] if index is None else value[int(index)]
        except (KeyError, IndexError, TypeError) as error:
            raise Failed("States.ParameterPathFailure", f"{path} leads nowhere") from error
        place = step.end()
    return value


def compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


INTRINSICS = {"States.JsonToString": compact, "States.StringToJson": json.loads}


def evaluate(text, value):
    """A path, or an intrinsic function of one."""
    call = re.fullmatch(r"(States\.\w+)\((.*)\)", text)
    if not call:
        return at(text, value)
    function, argument = call.groups()
    if function not in INTRINSICS:
        raise Failed("States.Runtime", f"{function} is not known here")
    try:
        return INTRINSICS[function](at(argument, value))
    except (TypeError, ValueError) as error:
        raise Failed("States.IntrinsicFailure", f"{text}: {error}") from error


def filled(template, value):
    """A template with what its paths point to."""
    if isinstance(template, list):
        return [filled(item, value) for item in template]
    if not isinstance(template, dict):
        return template
    return {
        key.removesuffix(".$"): evaluate(item, value) if key.endswith(".$") else filled(item, value)
        for key, item in template.items()
    }


COMPARISONS = {
    "NumericEquals": lambda found, bound: found == bound,
    "NumericLessThan": lambda found, bound: found < bound,
    "StringMatches": lambda found, parts: re.fullmatch(".*".join(map(re.escape, parts.split("*"))), found, re.DOTALL),
}


def chosen(state, value):
    """The state that a choice leads to."""
    for choice in state["Choices"]:
        (test,) = choice.keys() - {"Variable", "Next"}
        if COMPARISONS[test](at(choice["Variable"], value), choice[test]):
            return choice["Next"]
    return state["Default"]


class Machine:
    """A definition, and how its tasks are done: `task(resource, parameters)` gives a result or raises `Failed`."""

    def __init__(self, definition, task, sleep=time.sleep):
        self.definition, self.task, self.sleep = definition, task, sleep

    def run(self, value):
        return self._states(self.definition, value)

    def _states(self, machine, value):
        name = machine["StartAt"]
        while True:
            state = machine["States"][name]
            if state["Type"] == "Choice":
                name = chosen(state, value)
                continue
            if state["Type"] == "Fail":
                raise Failed(state["Error"], state["Cause"])
            value = self._retried(state, value)
            if len(compact(value).encode()) > LARGEST:
                raise Failed("States.DataLimitExceeded", f"{name} hands on more than {LARGEST} bytes")
            if state.get("End"):
                return value
            name = state["Next"]

    def _retried(self, state, value):
        attempts = [0] * len(state.get("Retry", []))
        while True:
            try:
                return self._once(state, value)
            except Failed as failure:
                for number, rule in enumerate(state.get("Retry", [])):
                    if failure.error in rule["ErrorEquals"] or ("States.ALL" in rule["ErrorEquals"] and failure.error not in FATAL):
                        break
                else:
                    raise
                if attempts[number] >= rule.get("MaxAttempts", 3):
                    raise
                wait = rule.get("IntervalSeconds", 1) * rule.get("BackoffRate", 2) ** attempts[number]
                self.sleep(random.uniform(0, wait) if rule.get("JitterStrategy") == "FULL" else wait)
                attempts[number] += 1

    def _once(self, state, value):
        known = {"Type", "Next", "End", "Retry", "Parameters", "ResultSelector", "OutputPath", "Resource", "Branches", "Comment"}
        if unknown := state.keys() - known:
            raise Failed("States.Runtime", f"{', '.join(unknown)}: not known here")
        given = filled(state["Parameters"], value) if "Parameters" in state else value
        match state["Type"]:
            case "Pass":
                result = given
            case "Task":
                result = self.task(state["Resource"], given)
                if len(compact(result).encode()) > LARGEST:
                    raise Failed("States.DataLimitExceeded", f"an answer of more than {LARGEST} bytes")
            case "Parallel":
                result = [self._states(branch, given) for branch in state["Branches"]]
            case other:
                raise Failed("States.Runtime", f"the state {other} is not known here")
        if "ResultSelector" in state:
            result = filled(state["ResultSelector"], result)
        return at(state["OutputPath"], result) if "OutputPath" in state else result
