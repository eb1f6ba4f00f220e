"""deploy.sh against moto, as far as moto answers as AWS does: code, versions, aliases, uploads with their headers,
invalidations, and going back after a failed test. The stack itself is not created here: moto's CloudFormation passes
over function URLs, CloudFront, Cognito and alarms in silence, so a stack there would prove nothing. In its place stands
one that has only the outputs that the script reads; and where the script is to create it, a template of no more."""

import io
import json
import shutil
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import moto.core.config
import pytest
import requests
from moto.awslambda_simple.models import lambda_simple_backends
from moto.cloudformation.models import ChangeSet

import fixture
import rules
from conftest import INFRA, Cloud

FUNCTIONS = ("Predict", "Explain", "Compare")
FIREWALL = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/firewall/1"
# Without this, moto would start a container for each call; with it, answers are those that a test lays down.
moto.core.config.default_user_config["lambda"]["use_docker"] = False


def package(content):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("bootstrap", content)
    return packed.getvalue()


class Edge:
    """Where people come in: the site from its bucket, and of the interface as much as the test of a deployment asks."""

    def __init__(self, s3):
        self.model_status = 401
        edge = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_GET(self):
                status, body = 200, b"{}"
                if self.path == "/api/model":
                    status = edge.model_status
                elif not self.path.startswith("/api/"):
                    key = self.path.lstrip("/") or "index.html"
                    try:
                        body = s3.get_object(Bucket="site", Key=key)["Body"].read()
                    except s3.exceptions.NoSuchKey:
                        status = 403
                self.send_response(status)
                self.end_headers()
                self.wfile.write(body)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}"


class Stand:
    """What stands after a deployment, as far as deploy.sh looks at it."""

    script = "deploy.sh"

    def __init__(self, cloud, tmp_path, stack=True):
        self.cloud = cloud
        self.s3, self.functions = cloud.client("s3"), cloud.client("lambda")
        self.front = cloud.client("cloudfront")
        for bucket in ("site", "releases"):
            self.s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-3"})
        self.release = fixture.make(tmp_path, 0).name
        self.s3.put_object(Bucket="releases", Key="current.json", Body=json.dumps({"release": self.release}))
        trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
        role = cloud.client("iam").create_role(
            RoleName="function", AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [trust]})
        )["Role"]["Arn"]
        for name in FUNCTIONS:
            self.functions.create_function(
                FunctionName=f"score-{name.lower()}", Runtime="provided.al2023", Role=role, Handler="bootstrap",
                Code={"ZipFile": package("old")}, Architectures=["arm64"], Publish=True,
            )
            self.functions.create_alias(FunctionName=f"score-{name.lower()}", Name="live", FunctionVersion="1")
        origin = {"Id": "site", "DomainName": "site.s3.amazonaws.com", "S3OriginConfig": {"OriginAccessIdentity": ""}}
        self.distribution = self.front.create_distribution(
            DistributionConfig={
                "CallerReference": "1", "Comment": "", "Enabled": True,
                "Origins": {"Quantity": 1, "Items": [origin]},
                "DefaultCacheBehavior": {"TargetOriginId": "site", "ViewerProtocolPolicy": "https-only"},
            }
        )["Distribution"]["Id"]
        self.edge = Edge(self.s3)
        self.outputs = {
            "Address": self.edge.address, "DistributionId": self.distribution, "SiteBucket": "site",
            "ArtifactBucket": "releases", "Issuer": "https://issuer.example/pool", "ClientId": "client7",
            **{f"{name}Function": f"score-{name.lower()}" for name in FUNCTIONS},
        }
        self.template = {
            "Resources": {"Topic": {"Type": "AWS::SNS::Topic"}},
            "Outputs": {name: {"Value": value} for name, value in self.outputs.items()},
        }
        if stack:
            cloud.client("cloudformation").create_stack(StackName="score", TemplateBody=json.dumps(self.template))
        self.packages, self.site = tmp_path / "packages", tmp_path / "site"
        self.packages.mkdir()
        self.site.mkdir()
        for name in FUNCTIONS:
            (self.packages / f"{name.lower()}.zip").write_bytes(package("new"))
        for name, content in {
            "index.html": '<script type="module" src="/start-0123456789abcdef.js"></script>',
            "start-0123456789abcdef.js": "import",
            "clairscore-fedcba9876543210.wasm": "asm",
            "robots.txt": "Disallow: /",
            "index.html.br": "b",
            "index.html.gz": "g",
        }.items():
            (self.site / name).write_text(content)

    def deploy(self, *arguments):
        return self.cloud.run(
            self.script, "--stack", "score", "--no-build", "--packages", self.packages, "--site", self.site, *arguments,
            SMOKE_TRIES="1",
        )

    def answers(self, *releases):
        """What the functions will say that they answer from."""
        queue = lambda_simple_backends["123456789012"]["eu-west-3"].lambda_simple_results_queue
        queue.clear()
        for release in releases:
            body = json.dumps({"function": "f", "version": "0", "release": release})
            queue.append(json.dumps({"statusCode": 200 if release else 500, "headers": {}, "body": body}))

    def live(self):
        return [
            self.functions.get_alias(FunctionName=f"score-{name.lower()}", Name="live")["FunctionVersion"]
            for name in FUNCTIONS
        ]

    def stored(self):
        return {o["Key"] for o in self.s3.list_objects_v2(Bucket="site").get("Contents", [])}

    def invalidations(self):
        return self.front.list_invalidations(DistributionId=self.distribution)["InvalidationList"].get("Items", [])


@pytest.fixture
def stand(cloud, tmp_path):
    stand = Stand(cloud, tmp_path)
    yield stand
    stand.edge.server.shutdown()


def test_code_and_site_are_put_in_service(stand):
    stand.answers(*[stand.release] * 3)
    done = stand.deploy("--quick")
    assert done.returncode == 0 and "done: http://127.0.0.1" in done.stdout, done.said
    assert stand.live() == ["2", "2", "2"]
    # Compressed forms stay at home: CloudFront compresses.
    assert stand.stored() == {
        "index.html", "config.json", "start-0123456789abcdef.js", "clairscore-fedcba9876543210.wasm", "robots.txt",
    }
    for key, kind, kept in (
        ("index.html", "text/html; charset=utf-8", "no-cache"),
        ("config.json", "application/json", "no-cache"),
        ("robots.txt", "application/octet-stream", "no-cache"),
        ("start-0123456789abcdef.js", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"),
        ("clairscore-fedcba9876543210.wasm", "application/wasm", "public, max-age=31536000, immutable"),
    ):
        head = stand.s3.head_object(Bucket="site", Key=key)
        assert (head["ContentType"], head["CacheControl"]) == (kind, kept), key
    config = json.loads(stand.s3.get_object(Bucket="site", Key="config.json")["Body"].read())
    assert config == {"issuer": "https://issuer.example/pool", "client_id": "client7"}
    (made,) = stand.invalidations()
    batch = stand.front.get_invalidation(DistributionId=stand.distribution, Id=made["Id"])["Invalidation"]["InvalidationBatch"]
    assert set(batch["Paths"]["Items"]) == {"/", "/index.html", "/config.json"}


@pytest.mark.parametrize("failure", ["another release", "the edge lets anyone in"])
def test_a_failed_test_puts_the_former_state_back(stand, failure):
    stand.s3.put_object(Bucket="site", Key="index.html", Body=b"the former document")
    stand.answers(*[stand.release] * 3)
    if failure == "another release":
        stand.answers(stand.release, stand.release, "20200101-000000000000")
    else:
        stand.edge.model_status = 200
    done = stand.deploy("--quick")
    assert done.returncode == 1 and "deployed nothing" in done.stderr, done.said
    assert stand.live() == ["1", "1", "1"]
    assert stand.s3.get_object(Bucket="site", Key="index.html")["Body"].read() == b"the former document"
    assert len(stand.invalidations()) == 2


def test_a_failure_on_the_way_puts_the_former_state_back(stand):
    """The second function's code is refused when the first one's alias has moved already."""
    (stand.packages / "explain.zip").write_bytes(b"")
    done = stand.deploy("--quick")
    assert done.returncode == 1 and "putting the former state back" in done.stderr, done.said
    assert stand.live() == ["1", "1", "1"]


def test_dry_runs_change_nothing(stand):
    for arguments in (["--quick"], ["--firewall", "2000"]):
        done = stand.deploy("--dry-run", *arguments)
        assert done.returncode == 0 and "would test what was deployed" in done.stdout, done.said
    assert "would deploy the stack score-edge in us-east-1" in done.stdout
    assert stand.live() == ["1", "1", "1"] and stand.stored() == set()
    buckets = {bucket["Name"] for bucket in stand.s3.list_buckets()["Buckets"]}
    assert buckets == {"site", "releases"}


def test_what_is_missing_is_named(stand, cloud):
    (stand.packages / "compare.zip").unlink()
    done = stand.deploy("--quick")
    assert done.returncode == 1 and "compare.zip is not there" in done.stderr
    done = cloud.run("deploy.sh", "--stack", "another", "--quick", "--no-build", "--packages", stand.packages,
                     "--site", stand.site)
    assert done.returncode in (1, 2) and "error:" in done.stderr
    for arguments in ([], ["--stack", "Upper"], ["--stack", "s", "--firewall", "many"], ["--stack", "s", "--now"]):
        done = cloud.run("deploy.sh", *arguments)
        assert done.returncode == 2 and "see --help" in done.stderr, done.said
    assert "usage:" in cloud.run("deploy.sh", "--help").stdout


def test_a_misspelt_parameter_is_named_before_anything_is_built(cloud, tmp_path):
    parameters = tmp_path / "parameters"
    for line, message in (
        ("Enviroment=production", "the template has no parameter Enviroment"),
        ("Environment: production", "not a line of Name=Value"),
    ):
        parameters.write_text(f"MonthlyBudget=50\n{line}\n")
        done = cloud.run("deploy.sh", "--stack", "score", "--parameters", parameters, "--dry-run")
        assert done.returncode == 1 and message in done.stderr and "build" not in done.stdout, done.said


def test_packing_writes_the_anchors_out(cloud, tmp_path):
    """CloudFormation knows no anchors; `aws cloudformation package`, which deploy.sh uses, leaves none."""
    import pathlib
    import subprocess

    import rules

    infra = pathlib.Path(__file__).resolve().parent.parent
    cloud.client("s3").create_bucket(Bucket="code", CreateBucketConfiguration={"LocationConstraint": "eu-west-3"})
    for name in ("predict", "explain", "compare"):
        (tmp_path / f"{name}.zip").write_bytes(package(name))
    template = (infra / "template.yaml").read_text().replace("../target/packages/", f"{tmp_path}/")
    (tmp_path / "template.yaml").write_text(template)
    subprocess.run(
        ["aws", "cloudformation", "package", "--template-file", tmp_path / "template.yaml", "--s3-bucket", "code",
         "--output-template-file", tmp_path / "packed.yaml"],
        env=cloud.environment, check=True, capture_output=True,
    )
    packed = (tmp_path / "packed.yaml").read_text()
    # Above this, CloudFormation takes a template only from a bucket, which deploy.sh gives; and none above the second.
    assert 51_200 < len(packed) < 1_000_000
    lines = packed.splitlines()
    assert not [line for line in lines if line.split(": ")[-1].startswith(("&id", "*id")) or "<<:" in line]
    template = rules.load(tmp_path / "packed.yaml")
    assert [problem for rule in rules.ALL for problem in rule(template)] == []
    assert template["Resources"]["Predict"]["Properties"]["CodeUri"].startswith("s3://code/")


def applied(change_set):
    """As moto does it, and the outputs and parameters with it, which moto leaves as they were."""
    change_set.apply_as_moto()
    stack = change_set.stack
    stack.template, stack.parameters = change_set.template, change_set.parameters
    stack._parse_template()
    stack.output_map = stack._create_output_map()


@pytest.fixture
def bare(server, programs, tmp_path, monkeypatch):
    """An account where nothing was deployed yet, and a copy of the scripts with a template that moto can create."""
    monkeypatch.setattr(ChangeSet, "apply_as_moto", ChangeSet.apply, raising=False)
    monkeypatch.setattr(ChangeSet, "apply", applied)
    requests.post(f"{server}/moto-api/reset", timeout=10).raise_for_status()
    # By this name moto knows that a template's address is one of its own buckets.
    cloud = Cloud(server.replace("127.0.0.1", "localhost"), programs)
    cloud.environment["NO_PROXY"] = "127.0.0.1,localhost"
    stand = Stand(cloud, tmp_path, stack=False)
    copy = tmp_path / "copy/infra"
    for name in ("deploy.sh", "operations.sh", "event.json", "local/setup.sh", "tests/requirements.txt"):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(INFRA / name, copy / name)
    (copy.parent / "target").mkdir()
    (copy.parent / "target/infra-venv").symlink_to(INFRA.parent / "target/infra-venv")

    def write(name, template):
        # What the script sets is a parameter of the real template, or CloudFormation would refuse it.
        head = {"Parameters": rules.load(INFRA / name)["Parameters"], "AWSTemplateFormatVersion": "2010-09-09",
                "Metadata": {"cfn-lint": {"config": {"ignore_checks": ["W2001"]}}}}
        (copy / name).write_text(json.dumps({**head, **template}))

    stand.script, stand.write = copy / "deploy.sh", write
    write("template.yaml", stand.template)
    write("edge.yaml", {**stand.template, "Outputs": {"WebAclArn": {"Value": FIREWALL}}})
    (tmp_path / "parameters").write_text("# ours\nEnvironment=test\nAlarmEmail=a@example.com\n\n")
    stand.arguments = ("--parameters", tmp_path / "parameters", "--firewall", "1500")
    yield stand
    stand.edge.server.shutdown()


def described(cloud, name, region="eu-west-3"):
    (stack,) = cloud.client("cloudformation", region).describe_stacks(StackName=name)["Stacks"]
    return stack, {p["ParameterKey"]: p["ParameterValue"] for p in stack["Parameters"]}


def test_a_first_deployment_makes_the_stack_and_tells_it_its_address(bare):
    bare.answers(*[bare.release] * 3)
    done = bare.deploy(*bare.arguments)
    assert done.returncode == 0, done.said
    assert "not there yet" in done.stdout and "tell the stack its own address" in done.stdout, done.said
    stack, told = described(bare.cloud, "score")
    assert told["SiteOrigin"] == bare.edge.address and told["WebAclArn"] == FIREWALL
    assert told["Architecture"] == "arm64" and told["Environment"] == "test"
    assert {t["Key"]: t["Value"] for t in stack["Tags"]} == {"project": "clairscore", "stack": "score", "environment": "test"}
    edge, told = described(bare.cloud, "score-edge", "us-east-1")
    assert told == {"RateLimit": "1500", "AlarmEmail": "a@example.com", "DistributionId": bare.distribution}
    assert {"index.html", "config.json"} <= bare.stored() and len(bare.invalidations()) == 1
    code = "clairscore-code-123456789012-eu-west-3"
    closed = bare.s3.get_public_access_block(Bucket=code)["PublicAccessBlockConfiguration"]
    assert set(closed.values()) == {True}


def test_a_first_deployment_that_is_not_well_has_nothing_to_go_back_to(bare):
    bare.edge.model_status = 200
    bare.answers(*[bare.release] * 3)
    # Before there was a stack, no function had a version.
    done = bare.deploy(*bare.arguments)
    assert done.returncode == 1 and "there is nothing to go back to" in done.stderr, done.said


def test_a_template_that_is_wrong_changes_nothing(bare):
    bare.template["Resources"]["Topic"]["Properties"] = {"DisplayName": {"Ref": "Nobody"}}
    bare.write("template.yaml", bare.template)
    done = bare.deploy(*bare.arguments)
    assert done.returncode != 0 and "Nobody" in done.said, done.said
    assert bare.cloud.client("cloudformation").list_stacks()["StackSummaries"] == []
    assert bare.stored() == set()
