"""README.md: every command in it is one that the AWS CLI and the scripts take, and what it says of the stack is so."""

import json
import os
import pathlib
import re
import shlex
import subprocess

import pytest

import rules
from test_deploy import Stand

INFRA = pathlib.Path(__file__).resolve().parent.parent
TEXT = (INFRA / "README.md").read_text()
BLOCKS = re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)
TEMPLATE, EDGE = rules.load(INFRA / "template.yaml"), rules.load(INFRA / "edge.yaml")


def commands(program):
    """The commands of the blocks that call a program, as words, without what follows them."""
    for block in BLOCKS:
        text = re.sub(r"\\\n\s*", "", block)
        for line in re.findall(rf"(?:^|\$\(|; )\s*({program}.*)$", text, re.MULTILINE):
            # A command within $(…) ends at the bracket that closes it.
            depth, end = 0, len(line)
            for place, letter in enumerate(line):
                depth += (letter == "(") - (letter == ")")
                if depth < 0:
                    end = place
                    break
            words = shlex.split(line[:end], comments=True)
            yield words[: next((n for n, word in enumerate(words) if word in (">", ">>", "|")), len(words))]


AWS = [words[1:] for words in commands("aws ")]
SCRIPTS = list(commands("infra/"))


def test_there_are_commands():
    assert len(AWS) > 15 and len(SCRIPTS) > 8
    assert {"cognito-idp", "lambda", "kms", "secretsmanager", "s3api", "acm", "stepfunctions"} <= {words[0] for words in AWS}


@pytest.fixture(scope="session")
def files(tmp_path_factory, programs):
    """What the commands read; and the commands."""
    folder = tmp_path_factory.mktemp("runbook")
    (folder / "shards").mkdir()
    (folder / "shards/part.jsonl").touch()
    for name in ("audit-key", "marks"):
        (folder / name).write_text('{"Objects": [{"Key": "a", "VersionId": "b"}]}')
    (folder / "bin").symlink_to(programs)
    return folder


def ask_the_parser(words, files):
    """What is said where nobody can be asked: only a right call comes as far as asking."""
    arn = "arn:aws:{}:eu-west-3:123456789012:a/b"
    known = {"$certificate": arn.format("acm"), "$machine": arn.format("states"), "…": arn.format("states"), "$": "name-of-"}
    for name, value in known.items():
        words = [word.replace(name, value) for word in words]
    environment = {
        "PATH": f"{files}/bin:{os.environ['PATH']}", "HOME": os.environ.get("HOME", "/"),
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_DEFAULT_REGION": "eu-west-3", "AWS_ACCESS_KEY_ID": "t",
        "AWS_SECRET_ACCESS_KEY": "t", "AWS_MAX_ATTEMPTS": "1", "AWS_EC2_METADATA_DISABLED": "true", "NO_PROXY": "127.0.0.1",
    }
    done = subprocess.run(["aws", *words], cwd=files, env=environment, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


@pytest.mark.parametrize("words", AWS, ids=[" ".join(words[:3]) for words in AWS])
def test_the_aws_cli_takes_every_command(words, files):
    assert "Could not connect to the endpoint URL" in ask_the_parser(words, files)


@pytest.mark.parametrize(
    "words",
    [
        ["kms", "cancel-deletion", "--key-id", "x"],
        ["lambda", "update-alias", "--function-name", "x", "--name", "live", "--version-number", "7"],
        ["cognito-idp", "admin-add-user-to-group", "--user-pool-id", "x_y", "--username", "ada"],
        ["s3api", "delete-objects", "--bucket", "b", "--delete", "file://nowhere"],
    ],
)
def test_the_parser_finds_what_is_planted(words, files):
    assert "Could not connect to the endpoint URL" not in ask_the_parser(words, files)


@pytest.mark.parametrize("words", SCRIPTS, ids=[" ".join(words[:4]) for words in SCRIPTS])
def test_the_scripts_take_every_command(words):
    usage = subprocess.run([INFRA.parent / words[0], "--help"], capture_output=True, text=True, check=True).stdout
    for word in words[1:]:
        if word.startswith("--"):
            assert word in usage, (words, word)


def test_every_name_in_it_is_one_of_the_stack():
    known = set(TEMPLATE["Parameters"]) | set(EDGE["Parameters"]) | set(TEMPLATE["Outputs"])
    for name in re.findall(r"`([A-Z][a-z]+[A-Z][a-zA-Z]+)(?:=[^`]*)?`", TEXT):
        assert name in known, name
    for name in re.findall(r"^([A-Z][A-Za-z]+)=", "".join(BLOCKS), re.MULTILINE):
        assert name in TEMPLATE["Parameters"], name
    for name in re.findall(r"OutputKey=='(\w+)'", TEXT):
        assert name in TEMPLATE["Outputs"], name
    for script in re.findall(r"`([a-z]+\.(?:sh|py))\b", TEXT):
        assert (INFRA / script).exists(), script


def section(title):
    return TEXT.split(f"\n## {title}\n")[1].split("\n## ")[0]


def test_every_alarm_has_its_line():
    lines = [line.split("|")[1].strip() for line in section("Alarms").splitlines() if line.startswith("| ")]
    named = {
        resource["Properties"]["AlarmName"]["Fn::Sub"].removeprefix("${AWS::StackName} ")
        for template in (TEMPLATE, EDGE) for resource in template["Resources"].values()
        if resource["Type"] == "AWS::CloudWatch::Alarm"
    }
    assert set(lines) - {"alarm", "---", "budget"} == named


def test_the_columns_of_the_costs_add_up():
    table = [line for line in section("What it costs").splitlines() if line.startswith("|")]
    head, _, *rows = [[cell.strip(" *") for cell in line.split("|")[1:-1]] for line in table]
    assert head[2:] == ["1 k decisions", "100 k", "10 M"]
    (last,) = [number for number, row in enumerate(rows) if row[0] == "sum"]
    for column in (2, 3, 4):
        assert abs(sum(float(row[column]) for row in rows[:last]) - float(rows[last][column])) < 0.005, head[column]


# That the commands do what is said of them, as far as moto answers as AWS does.
def block(words):
    (found,) = [block for block in BLOCKS if words in block]
    return found


def sh(cloud, text, folder):
    return subprocess.run(["bash", "-euo", "pipefail", "-c", text], cwd=folder, env=cloud.environment, capture_output=True,
                          text=True, check=False)


def stack(cloud, **outputs):
    cloud.client("cloudformation").create_stack(StackName="clairscore", TemplateBody=json.dumps({
        "Resources": {"Topic": {"Type": "AWS::SNS::Topic"}},
        "Outputs": {name: {"Value": value} for name, value in outputs.items()},
    }))


def test_users_come_and_go(cloud, tmp_path):
    cognito = cloud.client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="p", UsernameAttributes=["email"])["UserPool"]["Id"]
    for resource in TEMPLATE["Resources"].values():
        if resource["Type"] == "AWS::Cognito::UserPoolGroup":
            cognito.create_group(UserPoolId=pool, GroupName=resource["Properties"]["GroupName"])
    stack(cloud, PoolId=pool)
    leaving = "aws cognito-idp admin-user-global-sign-out"
    coming, going = block("admin-create-user").split(leaving)
    done = sh(cloud, coming, tmp_path)
    assert done.returncode == 0, done.stderr
    (user,) = cognito.list_users_in_group(UserPoolId=pool, GroupName="advisor")["Users"]
    assert user["Enabled"]
    done = sh(cloud, f"pool={pool}\n{leaving}{going}", tmp_path)
    assert done.returncode == 0, done.stderr
    assert not cognito.list_users(UserPoolId=pool)["Users"][0]["Enabled"]


def test_the_audit_key_is_changed(cloud, tmp_path):
    secrets = cloud.client("secretsmanager")
    secret = secrets.create_secret(Name="audit", SecretString="former")["ARN"]
    stack(cloud, AuditKey=secret)
    done = sh(cloud, block("put-secret-value").split("infra/deploy.sh")[0], tmp_path)
    assert done.returncode == 0, done.stderr
    key = secrets.get_secret_value(SecretId=secret)["SecretString"]
    assert re.fullmatch(r"[A-Za-z0-9+/]{64}", key) and key not in done.stdout + done.stderr
    assert not (tmp_path / "audit-key").exists()


def test_deleted_releases_are_brought_back(cloud, tmp_path):
    s3 = cloud.client("s3")
    s3.create_bucket(Bucket="releases", CreateBucketConfiguration={"LocationConstraint": "eu-west-3"})
    s3.put_bucket_versioning(Bucket="releases", VersioningConfiguration={"Status": "Enabled"})
    for name in ("a", "b"):
        s3.put_object(Bucket="releases", Key=f"releases/{name}", Body=name.encode())
        s3.delete_object(Bucket="releases", Key=f"releases/{name}")
    stack(cloud, ArtifactBucket="releases")
    done = sh(cloud, block("> marks").split("infra/rollback.sh")[0], tmp_path)
    assert done.returncode == 0, done.stderr
    assert {o["Key"] for o in s3.list_objects_v2(Bucket="releases")["Contents"]} == {"releases/a", "releases/b"}


def test_keys_are_kept_from_deletion(cloud, tmp_path):
    kms, secrets = cloud.client("kms"), cloud.client("secretsmanager")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=30)
    secret = secrets.create_secret(Name="audit", SecretString="s")["ARN"]
    secrets.delete_secret(SecretId=secret, RecoveryWindowInDays=30)
    text = block("cancel-key-deletion").replace("1234abcd-12ab-34cd-56ef-1234567890ab", key)
    done = sh(cloud, f"secret={secret}\n{text}", tmp_path)
    assert done.returncode == 0, done.stderr
    assert kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] == "Enabled"
    assert secrets.get_secret_value(SecretId=secret)["SecretString"] == "s"


def test_a_former_version_is_put_in_service_by_hand(cloud, tmp_path):
    stand = Stand(cloud, tmp_path)
    try:
        stand.functions.publish_version(FunctionName="score-predict")
        text = block("list-versions-by-function").replace("clairscore-predict", "score-predict")
        stand.functions.update_alias(FunctionName="score-predict", Name="live", FunctionVersion="$LATEST")
        done = sh(cloud, text.replace("--function-version 7", "--function-version 1"), tmp_path)
        assert done.returncode == 0 and done.stdout.split()[0] == "$LATEST", done
        assert stand.live()[0] == "1"
    finally:
        stand.edge.server.shutdown()
