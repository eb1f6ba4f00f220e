"""What the tests of the stack share."""

import pathlib
import sys

INFRA = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(INFRA / "tests"))


def pytest_addoption(parser):
    parser.addoption("--packages", action="store_true", help="start the zips in target/packages")
