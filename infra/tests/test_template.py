"""template.yaml and edge.yaml: the linters, the rules of our own, and an error planted for each rule."""

import copy
import json
import os
import pathlib
import re
import subprocess
import sys

import dukpy
import pytest

import rules

INFRA = pathlib.Path(__file__).resolve().parent.parent
PROGRAMS = pathlib.Path(sys.executable).parent
TEMPLATE = rules.load(INFRA / "template.yaml")
EDGE = rules.load(INFRA / "edge.yaml")
# The tools ask the network for news unless they are told not to.
QUIET = {**os.environ, "SAM_CLI_TELEMETRY": "0", "AWS_DEFAULT_REGION": "eu-west-3", "CHECKOV_RUN_SCA_PACKAGE_SCAN": "false"}


def run(*command):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, env=QUIET, check=False)


def problems(template):
    return [problem for rule in rules.ALL for problem in rule(template)]


def test_the_template_keeps_every_rule():
    assert problems(TEMPLATE) == []


def at(template, path):
    """The parent of a value, and its key: `at(t, "Site/Properties/Name")`."""
    *parents, last = path.split("/")
    place = template["Resources"]
    for key in parents:
        place = place[int(key)] if isinstance(place, list) else place[key]
    return place, int(last) if isinstance(place, list) else last


CONFIG = "Distribution/Properties/DistributionConfig"
STATEMENTS = "Properties/Policies/0/PolicyDocument/Statement"
CLIENTS = "PortfolioScoring/Properties/Definition/States/Shards/ItemProcessor/States/Clients"
BATCH = f"{CLIENTS}/ItemProcessor/States/Batch"
GONE = object()
PLANTED = [
    ("origins_exist", f"{CONFIG}/CacheBehaviors/0/TargetOriginId", "explian"),
    ("access_fits_origin", f"{CONFIG}/Origins/0/OriginAccessControlId", {"Ref": "FunctionAccess"}),
    ("access_fits_origin", f"{CONFIG}/Origins/2/OriginAccessControlId", {"Ref": "SiteAccess"}),
    ("access_fits_origin", f"{CONFIG}/Origins/3/OriginAccessControlId", GONE),
    ("access_fits_origin", "FunctionAccess/Properties/OriginAccessControlConfig/SigningBehavior", "no-override"),
    ("origins_are_called_over_tls", f"{CONFIG}/Origins/1/CustomOriginConfig/OriginProtocolPolicy", "match-viewer"),
    ("origins_are_called_over_tls", f"{CONFIG}/CacheBehaviors/2/ViewerProtocolPolicy", "allow-all"),
    # Managed-CachingOptimizedForUncompressedObjects: a real one, and not the one meant.
    ("policies_are_the_ones_meant", f"{CONFIG}/DefaultCacheBehavior/CachePolicyId", "b2884449-e4de-46a7-ac36-70bc7f1ddd6d"),
    ("policies_are_the_ones_meant", f"{CONFIG}/CacheBehaviors/1/CachePolicyId", rules.CACHING_OPTIMIZED),
    # Managed-AllViewer, which passes the host name on.
    ("policies_are_the_ones_meant", f"{CONFIG}/CacheBehaviors/6/OriginRequestPolicyId", "216adef6-5c7f-47e4-b989-5492eafa07d3"),
    ("policies_are_the_ones_meant", f"{CONFIG}/CacheBehaviors/6/AllowedMethods", ["GET", "HEAD"]),
    ("policies_are_the_ones_meant", f"{CONFIG}/DefaultCacheBehavior/Compress", False),
    ("paths_reach_their_function", f"{CONFIG}/CacheBehaviors/3", GONE),
    ("paths_reach_their_function", f"{CONFIG}/CacheBehaviors/1/PathPattern", "/model"),
    ("problems_stay_problems", f"{CONFIG}/CustomErrorResponses", [{"ErrorCode": 404, "ResponsePagePath": "/index.html"}]),
    ("urls_ask_for_a_signature", "CompareUrl/Properties/AuthType", "NONE"),
    ("urls_ask_for_a_signature", "PredictUrl/Properties/Qualifier", GONE),
    ("urls_ask_for_a_signature", "ExplainUrl", GONE),
    ("cloudfront_may_call_the_urls", "ExplainUrlPermission", GONE),
    ("cloudfront_may_call_the_urls", "CompareCallPermission", GONE),
    ("cloudfront_may_call_the_urls", "PredictCallPermission/Properties/InvokedViaFunctionUrl", False),
    ("cloudfront_may_call_the_urls", "PredictUrlPermission/Properties/FunctionName", {"Ref": "Predict"}),
    ("cloudfront_may_call_the_urls", "PredictUrlPermission/Properties/Principal", "*"),
    ("cloudfront_may_call_the_urls", "PredictUrlPermission/Properties/SourceArn", GONE),
    ("roles_read_just_their_files", f"PredictRole/{STATEMENTS}/0/Resource/5", {"Fn::Sub": "${Artifacts.Arn}/releases/*/clients/cohort.npy"}),
    ("roles_read_just_their_files", f"PredictRole/{STATEMENTS}/0/Resource", {"Fn::Sub": "${Artifacts.Arn}/*"}),
    ("roles_read_just_their_files", f"CompareRole/{STATEMENTS}/0/Action", ["s3:GetObject", "s3:PutObject"]),
    ("roles_read_just_their_files", f"ExplainRole/{STATEMENTS}/0/Resource/3", GONE),
    ("roles_read_just_their_files", f"ExplainRole/{STATEMENTS}/3/Resource", "*"),
    ("only_explain_writes_reviews", f"PredictRole/{STATEMENTS}/1/Resource", {"Fn::Sub": "${Reviews.Arn}/*"}),
    ("only_explain_writes_reviews", f"ExplainRole/{STATEMENTS}/1/Action", ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]),
    ("only_explain_writes_reviews", "Compare/Properties/Environment", {"Variables": {"CLAIRSCORE_REVIEW_BUCKET": "x"}}),
    ("buckets_are_closed", "ReviewsPolicy", GONE),
    ("buckets_are_closed", "Site/Properties/PublicAccessBlockConfiguration/BlockPublicPolicy", False),
    ("buckets_are_closed", "Site/Properties/PublicAccessBlockConfiguration/BlockPublicPolicy", GONE),
    ("buckets_are_closed", "Artifacts/Properties/VersioningConfiguration", {"Status": "Suspended"}),
    ("buckets_are_closed", "AccessLog/Properties/LifecycleConfiguration", GONE),
    ("buckets_are_closed", "AccessLog/Properties/BucketEncryption", GONE),
    ("buckets_are_closed", "Reviews/Properties/ObjectLockEnabled", GONE),
    ("what_must_outlive_the_stack_does", "ExplainLog/DeletionPolicy", "Delete"),
    ("what_must_outlive_the_stack_does", "Reviews/UpdateReplacePolicy", GONE),
    ("logs_are_kept_for_a_time", "PredictLog/Properties/RetentionInDays", GONE),
    ("rights_come_from_groups", "DashboardClient/Properties/AllowedOAuthScopes", ["openid", "clairscore/clients"]),
    ("rights_come_from_groups", "DashboardClient/Properties/GenerateSecret", True),
    ("rights_come_from_groups", "MachineClient/Properties/AllowedOAuthScopes", ["clairscore/review"]),
    ("rights_come_from_groups", "SecondMachineClient/Properties/AllowedOAuthScopes", ["clairscore/review"]),
    ("rights_come_from_groups", "../Globals/Function/Environment/Variables/CLAIRSCORE_OIDC_AUDIENCE/Fn::If/1/Fn::Join/1/2", GONE),
    ("functions_are_told_what_they_need", "../Globals/Function/Environment/Variables/CLAIRSCORE_ORIGINS", GONE),
    ("functions_are_told_what_they_need", "../Globals/Function/Environment/Variables/CLAIRSCORE_ORIGIN", "x"),
    ("functions_are_told_what_they_need", "../Globals/Function/Environment/Variables/CLAIRSCORE_AUDIT_KEY", "hunter2"),
    ("functions_are_told_what_they_need", "../Globals/Function/Timeout", 30),
    ("states_lead_to_states", "PortfolioScoring/Properties/Definition/StartAt", "Portfolios"),
    ("states_lead_to_states", f"{BATCH}/Branches/0/States/Score/Next", "Anwsered"),
    ("states_lead_to_states", f"{BATCH}/Branches/0/States/Answered/Choices/0/Next", "Reed"),
    ("portfolio_is_scored_as_a_known_caller", "../Globals/Function/Environment/Variables/CLAIRSCORE_IAM_PARTNERS", ""),
    ("portfolio_is_scored_as_a_known_caller", "PortfolioScoring/Properties/DefinitionSubstitutions/Caller", "arn:aws:iam::1:root"),
    ("portfolio_is_scored_as_a_known_caller", "PortfolioScoring/Properties/DefinitionSubstitutions/Account", GONE),
    ("portfolio_is_scored_as_a_known_caller", f"{CLIENTS}/ItemBatcher/MaxItemsPerBatch", 100),
    ("portfolio_is_scored_as_a_known_caller", f"{CLIENTS}/ToleratedFailurePercentage", 5),
    ("portfolio_is_scored_as_a_known_caller", f"{BATCH}/Retry/1", GONE),
    ("portfolio_is_scored_as_a_known_caller", f"{BATCH}/Retry/1/MaxAttempts", 9),
    ("portfolio_is_scored_as_a_known_caller", f"PortfolioRole/{STATEMENTS}/1/Resource", {"Fn::GetAtt": ["Artifacts", "Arn"]}),
    ("alarms_reach_somebody", "DriftAlarm/Properties/AlarmActions", []),
    ("dashboard_is_json", "Dashboard/Properties/DashboardBody/Fn::Sub", "{,}"),
]


@pytest.mark.parametrize(("rule", "path", "value"), PLANTED, ids=[f"{rule}-{path}" for rule, path, _ in PLANTED])
def test_a_planted_error_is_found(rule, path, value):
    template = copy.deepcopy(TEMPLATE)
    if path.startswith("../"):
        place, key = at({"Resources": template}, path.removeprefix("../"))
    else:
        place, key = at(template, path)
    if value is GONE:
        del place[key]
    else:
        place[key] = value
    assert list(getattr(rules, rule)(template)) != []


def test_every_rule_has_a_planted_error():
    assert {rule for rule, _, _ in PLANTED} == {rule.__name__ for rule in rules.ALL}


def test_the_edge_tells_its_alarm():
    assert list(rules.alarms_reach_somebody(EDGE)) == []


@pytest.mark.parametrize(("template", "region"), [("template.yaml", "eu-west-3"), ("edge.yaml", "us-east-1")])
def test_cfn_lint_finds_nothing(template, region):
    linted = run(PROGRAMS / "cfn-lint", "--non-zero-exit-code", "informational", "--include-checks", "I",
                 "--ignore-checks", "I3042", "--regions", region, "--template", INFRA / template)
    assert (linted.returncode, linted.stdout, linted.stderr) == (0, "", "")


def test_cfn_lint_finds_what_is_planted(tmp_path):
    broken = (INFRA / "template.yaml").read_text().replace("!GetAtt Site.RegionalDomainName", "!GetAtt Sight.DomainName")
    (tmp_path / "template.yaml").write_text(broken)
    linted = run(PROGRAMS / "cfn-lint", "--template", tmp_path / "template.yaml")
    assert linted.returncode != 0 and "Sight" in linted.stdout


def test_the_circle_is_found_when_the_parameter_is_not_used(tmp_path):
    text = (INFRA / "template.yaml").read_text()
    circle = text.replace('!Sub "${SiteOrigin}/"', '!Sub "https://${Distribution.DomainName}/"')
    assert circle != text
    (tmp_path / "template.yaml").write_text(circle)
    linted = run(PROGRAMS / "cfn-lint", "--template", tmp_path / "template.yaml")
    assert linted.returncode != 0 and "E3004" in linted.stdout, linted.stdout


@pytest.mark.parametrize("planted", [None, ("Type: Choice", "Type: Choose")])
def test_the_state_machine_is_linted_without_what_cfn_lint_mistakes(tmp_path, planted):
    text = (INFRA / "template.yaml").read_text()
    # Each ResultWriter, whatever its depth: four lines.
    text, writers = re.subn(r" +ResultWriter:\n(?: +.*\n){4}", "", text)
    assert writers == 2
    text = text.replace("      cfn-lint: { config: { ignore_checks: [E3601] } }\n", "      none: {}\n")
    if planted:
        assert planted[0] in text
        text = text.replace(*planted)
    (tmp_path / "template.yaml").write_text(text)
    linted = run(PROGRAMS / "cfn-lint", "--regions", "eu-west-3", "--template", tmp_path / "template.yaml")
    assert (linted.returncode != 0) == bool(planted), linted.stdout
    assert ("E3601" in linted.stdout) == bool(planted), linted.stdout


def test_sam_accepts_the_template():
    checked = run(PROGRAMS / "sam", "validate", "--lint", "--template", INFRA / "template.yaml")
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("template", ["template.yaml", "edge.yaml"])
def test_checkov_finds_nothing_and_every_exception_is_needed(template):
    checked = run(PROGRAMS / "checkov", "--file", INFRA / template, "--framework", "cloudformation",
                  "--skip-download", "--output", "json")
    report = json.loads(checked.stdout)
    failed = [(c["check_id"], c["resource"], c["check_name"]) for c in report["results"]["failed_checks"]]
    assert failed == [] and report["summary"]["parsing_errors"] == 0
    skipped = {(c["resource"].split(".")[-1], c["check_id"]) for c in report["results"]["skipped_checks"]}
    declared = {
        (name, skip["id"])
        for name, resource in rules.load(INFRA / template)["Resources"].items()
        for skip in resource.get("Metadata", {}).get("checkov", {}).get("skip", [])
    }
    assert declared == skipped
    for resource in rules.load(INFRA / template)["Resources"].values():
        for skip in resource.get("Metadata", {}).get("checkov", {}).get("skip", []):
            assert len(skip["comment"]) > 20, skip


def test_checkov_finds_what_is_planted(tmp_path):
    text = (INFRA / "template.yaml").read_text()
    broken = text.replace("      EnableKeyRotation: true\n", "")
    assert broken != text
    (tmp_path / "template.yaml").write_text(broken)
    checked = run(PROGRAMS / "checkov", "--file", tmp_path / "template.yaml", "--framework", "cloudformation",
                  "--skip-download", "--compact")
    assert checked.returncode != 0 and "CKV_AWS_7" in checked.stdout


# The cases of `a_path_is_a_page_or_a_file` in infra/local/src/site.rs: the two hosts of the site agree.
@pytest.mark.parametrize(
    ("path", "document"),
    [
        ("/", "/index.html"),
        ("/client/100002", "/index.html"),
        ("/client/100002/", "/index.html"),
        ("/a.b/c", "/index.html"),
        ("/app.js", "/app.js"),
        ("/fonts/x.woff2", "/fonts/x.woff2"),
        ("/config.json", "/config.json"),
    ],
)
def test_a_page_is_found(path, document):
    code = TEMPLATE["Resources"]["Pages"]["Properties"]["FunctionCode"]
    event = json.dumps({"request": {"uri": path, "method": "GET"}})
    assert dukpy.evaljs(f"{code}\nhandler({event}).uri") == document


# What a function may be told and is not told here: no prefix in a bucket of our own, AWS's own way to S3, and the keys of
# the issuer where its discovery document says that they are.
NOT_TOLD = {"CLAIRSCORE_PREFIX", "CLAIRSCORE_S3_PATH_STYLE", "CLAIRSCORE_OIDC_JWKS", "CLAIRSCORE_MOST_REQUESTS"}


def test_every_setting_of_the_functions_is_decided_on():
    service = INFRA.parent / "functions/service/src"
    known = {name for path in service.rglob("*.rs") for name in re.findall(r'"(CLAIRSCORE_[A-Z0-9_]+)"', path.read_text())}
    told = set(TEMPLATE["Globals"]["Function"]["Environment"]["Variables"])
    told |= set(TEMPLATE["Resources"]["Explain"]["Properties"]["Environment"]["Variables"])
    assert known and known - told - NOT_TOLD == set()


def test_the_policy_of_the_site_is_the_local_one():
    local = (INFRA / "local/src/site.rs").read_text()
    declared = re.search(r'const POLICY: &str = "(.*?)";', local, re.DOTALL).group(1)
    declared = re.sub(r"\\\n\s+", "", declared)
    headers = TEMPLATE["Resources"]["SiteHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]
    policy = headers["SecurityHeadersConfig"]["ContentSecurityPolicy"]["ContentSecurityPolicy"]["Fn::Sub"][0]
    directives = {d.strip() for d in policy.split(";")} - {"connect-src 'self' ${SignIn}"}
    local_directives = {d.strip() for d in declared.split(";") if not d.strip().startswith("connect-src")}
    assert directives == local_directives
