"""What the tests of the stack share: a server that answers as AWS does, and the scripts run against it."""

import os
import pathlib
import subprocess
import sys

import boto3
import pytest
from moto.server import ThreadedMotoServer

import quick_aws

INFRA = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(INFRA / "tests"), str(INFRA)]


def pytest_addoption(parser):
    parser.addoption("--packages", type=pathlib.Path, help="start the zips in this folder")
    parser.addoption("--beside", type=pathlib.Path, help="zips for another processor, which have to answer as those do")


class Cloud:
    """moto's server, and what one does with it."""

    def __init__(self, address, programs):
        self.address = address
        self.environment = {
            "PATH": f"{programs}:{pathlib.Path(sys.executable).parent}:{os.environ['PATH']}",
            "HOME": os.environ.get("HOME", "/"),
            "AWS_ENDPOINT_URL": address,
            "AWS_DEFAULT_REGION": "eu-west-3",
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "a-secret-that-no-log-holds",
            "AWS_EC2_METADATA_DISABLED": "true",
            "NO_PROXY": "127.0.0.1",
        }

    def client(self, service, region="eu-west-3"):
        return boto3.client(
            service,
            region_name=region,
            endpoint_url=self.address,
            aws_access_key_id="testing",
            aws_secret_access_key="testing",
        )

    def run(self, script, *arguments, given="", **environment):
        done = subprocess.run(
            [INFRA / script, *map(str, arguments)],
            input=given,
            capture_output=True,
            text=True,
            env={**self.environment, **environment},
            check=False,
        )
        done.said = done.stdout + done.stderr
        assert "a-secret-that-no-log-holds" not in done.said
        return done


@pytest.fixture(scope="session")
def server():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(scope="session")
def programs(tmp_path_factory):
    """The AWS CLI, in a quick form."""
    with quick_aws.place(tmp_path_factory.mktemp("aws")) as folder:
        yield folder


@pytest.fixture
def cloud(server, programs):
    import requests

    requests.post(f"{server}/moto-api/reset", timeout=10).raise_for_status()
    return Cloud(server, programs)


@pytest.fixture
def packages(request):
    """The folder of the zips."""
    folder = request.config.getoption("--packages")
    if not folder:
        pytest.skip("starts what make package built: infra/tests/run.sh --packages target/packages")
    return folder.resolve()


@pytest.fixture
def release(packages):
    target = INFRA.parent / "target"
    # One of the tests' own, where there is one: how long answers are depends on a release's clients and features.
    for place in ("system-tests/*", "*", "*/*"):
        if made := list(target.glob(f"{place}/releases/*/manifest.json")):
            break
    assert made, "no release under target/: make run trains one"
    # The newest: the form of a release changes with the program.
    return max(made, key=lambda path: path.stat().st_mtime).parent


@pytest.fixture
def bucket(cloud):
    """The bucket of releases, empty."""
    cloud.client("s3").create_bucket(Bucket="releases", CreateBucketConfiguration={"LocationConstraint": "eu-west-3"})


@pytest.fixture
def put_in_service(cloud, bucket, release):
    """Puts the release in service as publish.sh leaves it; its name."""
    s3 = cloud.client("s3")

    def put():
        for path in release.rglob("*.*"):
            s3.upload_file(str(path), "releases", f"releases/{release.name}/{path.relative_to(release)}")
        s3.put_object(Bucket="releases", Key="current.json", Body=f'{{"release":"{release.name}"}}'.encode())
        return release.name

    return put


@pytest.fixture
def published(put_in_service):
    return put_in_service()
