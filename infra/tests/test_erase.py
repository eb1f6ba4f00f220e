"""erase.sh against moto: of a client nothing is left but the hash in the audit log."""

import hashlib
import hmac
import io
import json

import numpy
import pytest

KEY, CLIENT = "a-key-that-no-log-holds", 100_002
HASH = hmac.new(KEY.encode(), str(CLIENT).encode(), hashlib.sha256).hexdigest()
PLACE = {"LocationConstraint": "eu-west-3"}


def put_release(s3, name, clients):
    ids = io.BytesIO()
    numpy.save(ids, numpy.array(clients, "<u4"))
    for file, content in (("clients/ids.npy", ids.getvalue()), ("clients/features.npy", b"x"), ("manifest.json", b"{}")):
        s3.put_object(Bucket="releases", Key=f"releases/{name}/{file}", Body=content)


def put_review(s3, who, decision, review):
    s3.put_object(Bucket="reviews", Key=f"clients/{who}/{review}.{decision}")
    s3.put_object(Bucket="reviews", Key=f"decisions/{decision}/{review}.json", Body=b"{}")


@pytest.fixture
def s3(cloud):
    s3 = cloud.client("s3")
    for name in ("releases", "portfolio"):
        s3.create_bucket(Bucket=name, CreateBucketConfiguration=PLACE)
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    s3.create_bucket(Bucket="reviews", CreateBucketConfiguration=PLACE, ObjectLockEnabledForBucket=True)
    s3.put_object_lock_configuration(Bucket="reviews", ObjectLockConfiguration={
        "ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": {"Mode": "GOVERNANCE", "Years": 5}}})
    secret = cloud.client("secretsmanager").create_secret(Name="audit", SecretString=KEY)["ARN"]
    outputs = {"ArtifactBucket": "releases", "ReviewBucket": "reviews", "PortfolioBucket": "portfolio", "AuditKey": secret}
    cloud.client("cloudformation").create_stack(StackName="score", TemplateBody=json.dumps({
        "Resources": {"Topic": {"Type": "AWS::SNS::Topic"}},
        "Outputs": {name: {"Value": value} for name, value in outputs.items()},
    }))
    put_release(s3, "20260101-aaaaaaaaaaaa", [100_001, CLIENT, 100_003])
    put_release(s3, "20260102-bbbbbbbbbbbb", [100_001, 100_003])
    put_release(s3, "20260103-cccccccccccc", [100_001, CLIENT])
    # Deleted, and still to be brought back.
    for file in ("clients/ids.npy", "clients/features.npy", "manifest.json"):
        s3.delete_object(Bucket="releases", Key=f"releases/20260103-cccccccccccc/{file}")
    put_review(s3, HASH, "d1", "r1")
    put_review(s3, HASH, "d1", "r2")
    put_review(s3, "0" * 64, "d2", "r3")
    s3.put_object(Bucket="portfolio", Key="jobs/2026-11/part.jsonl", Body=b"{}")
    serve(s3, "20260102-bbbbbbbbbbbb")
    return s3


def serve(s3, release):
    s3.put_object(Bucket="releases", Key="current.json", Body=json.dumps({"release": release}).encode())


def versions(s3, bucket):
    found = s3.list_object_versions(Bucket=bucket)
    return {v["Key"] for kind in ("Versions", "DeleteMarkers") for v in found.get(kind, [])}


def test_a_client_is_erased(cloud, s3):
    done = cloud.run("erase.sh", "--stack", "score", CLIENT, given=f"{CLIENT}\n")
    assert done.returncode == 0 and HASH in done.stdout and KEY not in done.said, done.said
    assert {key.split("/")[1] for key in versions(s3, "releases") - {"current.json"}} == {"20260102-bbbbbbbbbbbb"}
    assert versions(s3, "reviews") == {"clients/" + "0" * 64 + "/r3.d2", "decisions/d2/r3.json"}
    assert versions(s3, "portfolio") == {"jobs/2026-11/part.jsonl"}
    done = cloud.run("erase.sh", "--stack", "score", CLIENT)
    assert done.returncode == 0 and "no release holds the client" in done.stdout, done.said
    done = cloud.run("erase.sh", "--stack", "score", "--portfolio", CLIENT, given=f"{CLIENT}\n")
    assert done.returncode == 0 and versions(s3, "portfolio") == set(), done.said


def test_nothing_is_erased_unasked(cloud, s3):
    before = [versions(s3, bucket) for bucket in ("releases", "reviews", "portfolio")]
    done = cloud.run("erase.sh", "--stack", "score", "--portfolio", "--dry-run", CLIENT)
    assert done.returncode == 0 and done.stdout.count("would delete") == 6, done.said
    done = cloud.run("erase.sh", "--stack", "score", CLIENT, given="yes\n")
    assert done.returncode == 1 and "nothing was deleted" in done.stderr, done.said
    # While the client is in the release in service, all of it stays.
    serve(s3, "20260101-aaaaaaaaaaaa")
    done = cloud.run("erase.sh", "--stack", "score", CLIENT, given=f"{CLIENT}\n")
    assert done.returncode == 1 and "publish one without the client first" in done.stderr, done.said
    assert [versions(s3, bucket) for bucket in ("releases", "reviews", "portfolio")] == before


def test_a_wrong_call_is_refused(cloud):
    assert "usage:" in cloud.run("erase.sh", "--help").stdout
    for arguments in ([], ["--stack", "s"], ["--stack", "s", "ada"], ["--stack", "s", "1", "2"], ["--stack", "s", "--now", "1"]):
        done = cloud.run("erase.sh", *arguments)
        assert done.returncode == 2 and "see --help" in done.stderr, done.said
