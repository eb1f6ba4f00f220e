"""publish.sh and rollback.sh with the real AWS CLI against moto's S3, which answers these calls as AWS does."""

import json
import shutil

import pytest
import requests

import fixture

BUCKET = "releases"


@pytest.fixture
def s3(cloud):
    s3 = cloud.client("s3")
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-3"})
    s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    return s3


@pytest.fixture
def releases(tmp_path):
    return [fixture.make(tmp_path, seed) for seed in range(3)]


def pointer(s3, prefix=""):
    return s3.get_object(Bucket=BUCKET, Key=f"{prefix}current.json")["Body"].read().decode()


def in_service(s3):
    return json.loads(pointer(s3))["release"]


def keys(s3):
    return {o["Key"] for o in s3.list_objects_v2(Bucket=BUCKET).get("Contents", [])}


def put_in_service(s3, release):
    """As publish.sh leaves it, without its seconds."""
    for path in release.rglob("*.*"):
        s3.upload_file(str(path), BUCKET, f"releases/{release.name}/{path.relative_to(release)}")
    s3.put_object(Bucket=BUCKET, Key="current.json", Body=f'{{"release":"{release.name}"}}'.encode())


def test_a_release_is_published_whole(cloud, s3, releases):
    done = cloud.run("publish.sh", "--bucket", BUCKET, releases[0])
    assert done.returncode == 0, done.said
    name = releases[0].name
    # The very bytes that publish.rs writes: it compares them.
    assert pointer(s3) == f'{{"release":"{name}"}}'
    for path in releases[0].rglob("*.*"):
        stored = s3.get_object(Bucket=BUCKET, Key=f"releases/{name}/{path.relative_to(releases[0])}")
        assert stored["Body"].read() == path.read_bytes()
    assert len(keys(s3)) == 7


def test_a_release_of_made_up_clients_is_told_from_one_of_real_ones(cloud, s3, releases):
    said = [cloud.run("publish.sh", "--bucket", BUCKET, "--dry-run", release).stdout for release in releases[:2]]
    assert ["made-up clients" in text for text in said] == [True, False], said


def test_publishing_again_uploads_nothing(cloud, s3, releases):
    cloud.run("publish.sh", "--bucket", BUCKET, releases[0])
    versions = len(s3.list_object_versions(Bucket=BUCKET)["Versions"])
    done = cloud.run("publish.sh", "--bucket", BUCKET, releases[0])
    assert done.returncode == 0 and "is in service already" in done.stdout, done.said
    assert len(s3.list_object_versions(Bucket=BUCKET)["Versions"]) == versions


def test_publishing_goes_on_where_it_was_interrupted(cloud, s3, releases):
    cloud.run("publish.sh", "--bucket", BUCKET, "--keep-pointer", releases[0])
    assert "current.json" not in keys(s3)
    s3.delete_object(Bucket=BUCKET, Key=f"releases/{releases[0].name}/scorer.bin")
    done = cloud.run("publish.sh", "--bucket", BUCKET, releases[0])
    assert done.returncode == 0 and "scorer.bin to s3" in done.stdout and "model.json" not in done.stdout, done.said
    assert in_service(s3) == releases[0].name


def test_a_dry_run_writes_nothing(cloud, s3, releases):
    done = cloud.run("publish.sh", "--bucket", BUCKET, "--dry-run", releases[0])
    assert done.returncode == 0 and f"would move the pointer from nothing to {releases[0].name}" in done.stdout, done.said
    assert keys(s3) == set()


def test_a_prefix_stands_before_every_key(cloud, s3, releases):
    assert cloud.run("publish.sh", "--bucket", BUCKET, "--prefix", "live", releases[0]).returncode == 0
    assert all(key.startswith("live/") for key in keys(s3)) and "live/current.json" in keys(s3)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda f: (f / "scorer.bin").write_bytes(b"scorer!!"), "scorer.bin"),
        (lambda f: (f / "scorer.bin").write_bytes(b"scorer 9"), "scorer.bin"),
        (lambda f: (f / "clients/ids.npy").unlink(), "clients/ids.npy"),
        (lambda f: (f / "manifest.json").unlink(), "manifest.json"),
        (lambda f: (f / "manifest.json").write_text("{"), "not a manifest"),
        (lambda f: (f / "manifest.json").write_text((f / "manifest.json").read_text().replace("1e-7", "2e-7")), "digest"),
        (lambda f: (f / "manifest.json").write_text((f / "manifest.json").read_text().replace("scorer.bin", "../x")), "../x"),
        (lambda f: (f / "manifest.json").write_text((f / "manifest.json").read_text().replace('"format": 1', '"format": 2')), "format 2"),
    ],
)
def test_a_damaged_release_is_not_published(cloud, s3, releases, damage, message):
    put_in_service(s3, releases[0])
    before = keys(s3)
    damage(releases[1])
    done = cloud.run("publish.sh", "--bucket", BUCKET, releases[1])
    assert done.returncode == 1 and message in done.stderr and "Traceback" not in done.said, done.said
    assert in_service(s3) == releases[0].name and keys(s3) == before


def test_a_bucket_that_is_not_there_is_named(cloud, releases):
    done = cloud.run("publish.sh", "--bucket", "no-such-bucket", releases[0])
    assert done.returncode == 1 and "the bucket no-such-bucket cannot be reached" in done.stderr, done.said


def test_a_stack_that_is_not_there_is_named(cloud, releases):
    done = cloud.run("publish.sh", "--stack", "nowhere", releases[0])
    assert done.returncode == 1 and "the stack nowhere cannot be read" in done.stderr, done.said


@pytest.mark.parametrize(("name", "damage"), [("scorer.bin", b"scorer 7"), ("manifest.json", b"{}")])
def test_what_was_damaged_in_the_bucket_is_put_right(cloud, s3, releases, name, damage):
    """An object that was altered in the bucket, in its size, is found and written anew before the pointer moves."""
    put_in_service(s3, releases[1])
    put_in_service(s3, releases[0])
    key = f"releases/{releases[1].name}/{name}"
    s3.put_object(Bucket=BUCKET, Key=key, Body=damage)
    done = cloud.run("publish.sh", "--bucket", BUCKET, releases[1])
    assert done.returncode == 0 and in_service(s3) == releases[1].name, done.said
    assert s3.get_object(Bucket=BUCKET, Key=key)["Body"].read() == (releases[1] / name).read_bytes()
    if name == "scorer.bin":
        assert "written anew" in done.stdout and "scorer.bin" in done.stdout, done.said


def test_what_is_stored_is_read_back(cloud, s3, releases, tmp_path):
    """Where a bucket does not give back what was written, the pointer does not move."""
    put_in_service(s3, releases[1])
    put_in_service(s3, releases[0])
    s3.put_object(Bucket=BUCKET, Key=f"releases/{releases[1].name}/scorer.bin", Body=b"scorer 7")
    # An AWS CLI that copies nothing to the bucket.
    path, real = tmp_path / "bin", shutil.which("aws", path=cloud.environment["PATH"])
    path.mkdir()
    (path / "aws").write_text(f"""#!/bin/sh
[ "$1 $2" = "s3 cp" ] && case "$4" in s3:*) exit 0 ;; esac
exec {real} "$@"
""")
    (path / "aws").chmod(0o755)
    environment = {"PATH": f"{path}:{cloud.environment['PATH']}"}
    done = cloud.run("publish.sh", "--bucket", BUCKET, releases[1], **environment)
    assert done.returncode == 1 and "scorer.bin" in done.stderr and "the pointer was not moved" in done.stderr, done.said
    assert in_service(s3) == releases[0].name


def test_a_role_that_may_not_write_changes_nothing(cloud, s3, releases):
    put_in_service(s3, releases[0])
    iam = cloud.client("iam")
    iam.create_user(UserName="reader")
    reading = {"Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket", "s3:HeadBucket"], "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [reading]})
    iam.put_user_policy(UserName="reader", PolicyName="reading", PolicyDocument=policy)
    key = iam.create_access_key(UserName="reader")["AccessKey"]
    role = {"AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"]}
    # From here on moto looks at who may do what.
    requests.post(f"{cloud.address}/moto-api/reset-auth", data="0", timeout=10).raise_for_status()
    try:
        published = cloud.run("publish.sh", "--bucket", BUCKET, releases[1], **role)
    finally:
        requests.post(f"{cloud.address}/moto-api/reset-auth", data="inf", timeout=10).raise_for_status()
    assert published.returncode == 1 and "could not be uploaded; the pointer was not moved" in published.stderr, published.said
    assert "AccessDenied" in published.stderr and key["SecretAccessKey"] not in published.said
    assert in_service(s3) == releases[0].name


def test_a_challenger_stands_in_the_shadow_until_the_release_leaves(cloud, s3, releases):
    champion, challenger, next_one = (release.name for release in releases)
    done = cloud.run("publish.sh", "--bucket", BUCKET, "--as-challenger", releases[1])
    assert done.returncode == 1 and "nothing is in service" in done.stderr and not keys(s3), done.said
    put_in_service(s3, releases[0])
    done = cloud.run("publish.sh", "--bucket", BUCKET, "--as-challenger", releases[1])
    assert done.returncode == 0, done.said
    # The very bytes that publish.rs writes.
    challenged = f'{{"release":"{champion}","challenger":"{challenger}"}}'
    assert pointer(s3) == challenged
    # What is in service already leaves its challenger; what leaves takes it along.
    assert cloud.run("publish.sh", "--bucket", BUCKET, releases[0]).returncode == 0 and pointer(s3) == challenged
    done = cloud.run("publish.sh", "--bucket", BUCKET, "--as-challenger", releases[0])
    assert done.returncode == 1 and "challenge itself" in done.stderr and pointer(s3) == challenged, done.said
    assert cloud.run("rollback.sh", "--bucket", BUCKET, "--no-challenger").returncode == 0
    assert pointer(s3) == f'{{"release":"{champion}"}}'
    s3.put_object(Bucket=BUCKET, Key="current.json", Body=challenged.encode())
    put_in_service(s3, releases[2])
    assert cloud.run("rollback.sh", "--bucket", BUCKET).returncode == 0
    assert pointer(s3) == f'{{"release":"{champion}"}}', "going back brings nobody back into the shadow"
    assert next_one != champion


def test_going_back_and_forth(cloud, s3, releases):
    for release in releases:
        put_in_service(s3, release)
    done = cloud.run("rollback.sh", "--bucket", BUCKET, "--dry-run")
    assert f"would move the pointer from {releases[2].name} to {releases[1].name}" in done.stdout, done.said
    assert in_service(s3) == releases[2].name
    done = cloud.run("rollback.sh", "--bucket", BUCKET)
    assert done.returncode == 0 and in_service(s3) == releases[1].name, done.said
    done = cloud.run("rollback.sh", "--bucket", BUCKET, "--to", releases[0].name)
    assert done.returncode == 0 and in_service(s3) == releases[0].name, done.said
    done = cloud.run("rollback.sh", "--bucket", BUCKET, "--to", releases[0].name)
    assert done.returncode == 0 and "already" in done.stdout
    listed = cloud.run("rollback.sh", "--bucket", BUCKET, "--list").stdout.split()[1::2]
    assert listed == [releases[n].name for n in (0, 1, 2, 1, 0)]


def test_going_back_needs_a_whole_release(cloud, s3, releases):
    for release in releases[:2]:
        put_in_service(s3, release)
    at = f"releases/{releases[0].name}"
    for key, message in ((f"{at}/scorer.bin", "scorer.bin"), (f"{at}/manifest.json", "is not in the bucket")):
        s3.delete_object(Bucket=BUCKET, Key=key)
        done = cloud.run("rollback.sh", "--bucket", BUCKET)
        assert done.returncode == 1 and message in done.stderr, done.said
        assert in_service(s3) == releases[1].name
    done = cloud.run("rollback.sh", "--bucket", BUCKET, "--to", "20250101-000000000000")
    assert done.returncode == 1 and "is not in the bucket" in done.stderr


def test_there_may_be_nothing_to_go_back_to(cloud, s3, releases):
    assert "nothing is in service" in cloud.run("rollback.sh", "--bucket", BUCKET).stderr
    put_in_service(s3, releases[0])
    done = cloud.run("rollback.sh", "--bucket", BUCKET)
    assert done.returncode == 1 and "the only release" in done.stderr, done.said


def test_a_lost_pointer_is_set_again(cloud, s3, releases):
    put_in_service(s3, releases[0])
    s3.put_object(Bucket=BUCKET, Key="current.json", Body=b"{")
    done = cloud.run("rollback.sh", "--bucket", BUCKET, "--to", releases[0].name)
    assert done.returncode == 0 and in_service(s3) == releases[0].name, done.said


@pytest.mark.parametrize("script", ["publish.sh", "rollback.sh"])
def test_a_wrong_call_is_refused(cloud, script):
    assert "usage:" in cloud.run(script, "--help").stdout
    for arguments in ([], ["--bucket"], ["--bukcet", "x"], ["--stack", ""]):
        done = cloud.run(script, *arguments)
        assert done.returncode == 2 and "see --help" in done.stderr, (arguments, done.said)


def test_a_release_of_the_training_is_genuine_here_too(cloud, s3):
    """The digest in a release's name is computed in two places: here and in models/scoring."""
    import pathlib

    made = sorted(pathlib.Path("target").glob("*/releases/*/manifest.json"))
    if not made:
        pytest.skip("no release under target/: make run trains one")
    done = cloud.run("publish.sh", "--bucket", BUCKET, made[0].resolve().parent)
    assert done.returncode == 0, done.said
