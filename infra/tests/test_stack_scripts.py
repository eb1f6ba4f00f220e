"""status.sh, verify.sh and destroy.sh against moto, for the calls that it answers as AWS does."""

import json

import pytest
from moto.kms.models import kms_backends

from test_deploy import Stand

# The audit log's key is not among them: moto does not say of a secret which resource of the stack it is.
RECORDS = {
    "Reviews": {"Type": "AWS::S3::Bucket", "Properties": {"VersioningConfiguration": {"Status": "Enabled"}}},
    "PredictLog": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "left-predict"}},
    "Key": {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": {"Version": "2012-10-17", "Statement": []}}},
}


@pytest.fixture
def stand(cloud, tmp_path):
    stand = Stand(cloud, tmp_path)
    yield stand
    stand.edge.server.shutdown()


def test_the_status_says_what_is_in_service(stand):
    stand.answers(*[stand.release] * 3)
    done = stand.cloud.run("status.sh", "--stack", "score")
    assert done.returncode == 0, done.said
    assert f"version 1, answers from {stand.release}" in done.stdout and "none raised" in done.stdout


def test_the_region_is_the_one_that_the_runbook_sets(stand):
    stand.answers(*[stand.release] * 3)
    done = stand.cloud.run("status.sh", "--stack", "score", AWS_DEFAULT_REGION="us-west-2", AWS_REGION="eu-west-3")
    assert done.returncode == 0, done.said
    done = stand.cloud.run("status.sh", "--stack", "score", AWS_REGION="us-west-2")
    assert done.returncode == 1 and "score" in done.stderr, done.said


def test_the_status_says_what_is_not_well(stand):
    stand.answers(stand.release, "20200101-000000000000", None)
    watch = stand.cloud.client("cloudwatch")
    watch.put_metric_alarm(AlarmName="score slow", MetricName="Duration", Namespace="AWS/Lambda", Period=300,
                           EvaluationPeriods=1, Threshold=1, ComparisonOperator="GreaterThanThreshold", Statistic="Sum")
    watch.set_alarm_state(AlarmName="score slow", StateValue="ALARM", StateReason="p99 is 1200 ms")
    done = stand.cloud.run("status.sh", "--stack", "score")
    assert done.returncode == 1, done.said
    for said in ("not the release that the pointer names", "it answers", "slow", "p99 is 1200 ms"):
        assert said in done.stdout, done.said


def test_verify_finds_open_and_closed_buckets(cloud):
    s3 = cloud.client("s3")
    for name in ("closed", "open"):
        s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-3"},
                         ObjectLockEnabledForBucket=True)
    closed = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)
    s3.put_public_access_block(Bucket="closed", PublicAccessBlockConfiguration=closed)
    s3.put_bucket_versioning(Bucket="closed", VersioningConfiguration={"Status": "Enabled"})
    s3.put_bucket_encryption(Bucket="closed", ServerSideEncryptionConfiguration={
        "Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]})
    deny = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::closed/*",
            "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
    s3.put_bucket_policy(Bucket="closed", Policy=json.dumps({"Version": "2012-10-17", "Statement": [deny]}))
    s3.put_object_lock_configuration(Bucket="closed", ObjectLockConfiguration={
        "ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": {"Mode": "GOVERNANCE", "Years": 5}}})
    outputs = dict.fromkeys(("ArtifactBucket", "SiteBucket", "ReviewBucket", "PortfolioBucket", "AccessLogBucket"), "closed")
    cloud.client("cloudformation").create_stack(StackName="score", TemplateBody=json.dumps({
        "Resources": {"Topic": {"Type": "AWS::SNS::Topic"}},
        "Outputs": {name: {"Value": value} for name, value in {**outputs, "SiteBucket": "open"}.items()},
    }))
    done = cloud.run("verify.sh", "--stack", "score", "--only", "buckets")
    found = [line.split(":")[0] for line in done.stdout.splitlines() if line.startswith("FAILED")]
    assert done.returncode == 1 and found == [
        "FAILED  SiteBucket is closed to the public",
        "FAILED  SiteBucket is encrypted",
        "FAILED  SiteBucket is asked over TLS only",
    ], done.said
    assert "18 checks passed, 3 failed" in done.stdout, done.said


@pytest.fixture
def left(cloud):
    """A stack whose parts outlive it."""
    parts = {
        name: {**part, "DeletionPolicy": "Retain"}
        for name, part in {**RECORDS, "Artifacts": RECORDS["Reviews"], "Site": RECORDS["Reviews"]}.items()
    }
    body = json.dumps({"Resources": {**parts, "Topic": {"Type": "AWS::SNS::Topic"}}})
    formation, s3 = cloud.client("cloudformation"), cloud.client("s3")
    formation.create_stack(StackName="score", TemplateBody=body)
    buckets = {
        r["LogicalResourceId"]: r["PhysicalResourceId"]
        for r in formation.describe_stack_resources(StackName="score")["StackResources"]
    }
    for name in ("Artifacts", "Site", "Reviews"):
        s3.put_bucket_versioning(Bucket=buckets[name], VersioningConfiguration={"Status": "Enabled"})
        for content in (b"one", b"two"):
            s3.put_object(Bucket=buckets[name], Key="a b.json", Body=content)
        s3.put_object(Bucket=buckets[name], Key="gone", Body=b"")
        s3.delete_object(Bucket=buckets[name], Key="gone")
    return s3, buckets


def buckets_now(s3):
    return {bucket["Name"] for bucket in s3.list_buckets()["Buckets"]}


def test_destroying_keeps_the_records(cloud, left, tmp_path):
    s3, names = left
    before = buckets_now(s3)
    done = cloud.run("destroy.sh", "--stack", "score", "--dry-run", NOTES=str(tmp_path))
    assert done.returncode == 0 and "would delete the stack score" in done.stdout and buckets_now(s3) == before, done.said
    assert "would delete the log" not in done.stdout
    for typed in ("", "yes\n", "scor\n"):
        done = cloud.run("destroy.sh", "--stack", "score", given=typed, NOTES=str(tmp_path))
        assert done.returncode == 1 and "nothing was deleted" in done.stderr and buckets_now(s3) == before
    done = cloud.run("destroy.sh", "--stack", "score", given="score\n", NOTES=str(tmp_path))
    assert done.returncode == 0, done.said
    assert buckets_now(s3) == {names["Reviews"]}
    groups = cloud.client("logs").describe_log_groups()["logGroups"]
    assert [group["logGroupName"] for group in groups] == ["left-predict"]
    # Again, and now with the records: the stack is gone, and the note says what it left.
    done = cloud.run("destroy.sh", "--stack", "score", "--records", given="score\n", NOTES=str(tmp_path))
    assert done.returncode == 1 and buckets_now(s3) == {names["Reviews"]}, done.said
    done = cloud.run("destroy.sh", "--stack", "score", "--records", given="score\ndelete the records of score\n",
                     NOTES=str(tmp_path))
    assert done.returncode == 0, done.said
    assert buckets_now(s3) == set() and cloud.client("logs").describe_log_groups()["logGroups"] == []
    # moto cannot describe a key that is to be deleted.
    assert kms_backends["123456789012"]["eu-west-3"].keys[names["Key"]].key_state == "PendingDeletion"
    assert list(tmp_path.iterdir()) == []
    done = cloud.run("destroy.sh", "--stack", "score", given="score\n", NOTES=str(tmp_path))
    assert done.returncode == 1 and "there is no stack score" in done.stderr


@pytest.mark.parametrize("script", ["status.sh", "verify.sh", "destroy.sh"])
def test_wrong_calls_are_refused(cloud, script):
    assert "usage:" in cloud.run(script, "--help").stdout
    for arguments in ([], ["--stack"], ["--stack", "s", "--wrong"]):
        done = cloud.run(script, *arguments)
        assert done.returncode == 2 and "see --help" in done.stderr, done.said
