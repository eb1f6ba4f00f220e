"""What must hold of template.yaml that no linter looks at.

Each rule takes a parsed template and yields what is wrong with it. `test_template.py` holds the template to all of
them, and each of them to an error planted on purpose.
"""

import fnmatch
import json
import re

import cloudformation

# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html and
# using-managed-origin-request-policies.html: the same in every account.
CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6"
CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
ALL_VIEWER_EXCEPT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac"

FUNCTIONS = ("Predict", "Explain", "Compare")
# What the functions read of a release: `Artifacts::FILES` and `ARRAY` in functions/service/src/artifacts.
READ = {
    "Predict": {"manifest.json", "scorer.bin", "clients/ids.npy", "clients/features.npy", "clients/checksums.npy"},
    "Explain": {
        "manifest.json",
        "scorer.bin",
        "report.json",
        "clients/ids.npy",
        "clients/features.npy",
        "clients/checksums.npy",
    },
    "Compare": {"manifest.json", "clients/ids.npy", "clients/cohort.npy"},
}
# Which function answers which path.
ROUTES = {
    "/api/predict": "predict",
    "/api/predict/100001": "predict",
    "/api/predict/batch": "predict",
    "/api/explain": "explain",
    "/api/explain/100001/profile": "explain",
    "/api/model": "explain",
    "/api/decisions/0190a3/review": "explain",
    "/api/clients/100001/reviews": "explain",
    "/api/compare/100001": "compare",
    "/api/clients": "compare",
    "/api/clients/100001": "compare",
    "/api/health": "predict",
    "/api/openapi.json": "predict",
    "/api/nothing": "predict",
    "/": "site",
    "/client/100001": "site",
    "/clairscore-0f3a9b2c.wasm": "site",
}


def load(path):
    # Through JSON, so that what was shared by an anchor is a copy: an error is planted in one place alone.
    return json.loads(json.dumps(cloudformation.load(path)))


def _of_type(template, kind):
    return {name: r["Properties"] for name, r in template["Resources"].items() if r["Type"] == kind}


def _distribution(template):
    return template["Resources"]["Distribution"]["Properties"]["DistributionConfig"]


def _behaviours(template):
    config = _distribution(template)
    return [*config["CacheBehaviors"], {"PathPattern": "*", **config["DefaultCacheBehavior"]}]


def _statements(template, role):
    policies = template["Resources"][role]["Properties"]["Policies"]
    return [s for policy in policies for s in policy["PolicyDocument"]["Statement"]]


def _list(value):
    return value if isinstance(value, list) else [value]


def origins_exist(template):
    known = {origin["Id"] for origin in _distribution(template)["Origins"]}
    for behaviour in _behaviours(template):
        if behaviour["TargetOriginId"] not in known:
            yield f"{behaviour['PathPattern']} goes to {behaviour['TargetOriginId']!r}, which is no origin"


def access_fits_origin(template):
    controls = _of_type(template, "AWS::CloudFront::OriginAccessControl")
    for origin in _distribution(template)["Origins"]:
        control = controls.get(origin.get("OriginAccessControlId", {}).get("Ref"))
        if control is None:
            yield f"origin {origin['Id']} has no access control"
            continue
        config = control["OriginAccessControlConfig"]
        wanted = "s3" if "S3OriginConfig" in origin else "lambda"
        if config["OriginAccessControlOriginType"] != wanted:
            yield f"origin {origin['Id']} has an access control for {config['OriginAccessControlOriginType']}"
        if config["SigningBehavior"] != "always":
            yield f"requests to origin {origin['Id']} are not always signed"


def origins_are_called_over_tls(template):
    for origin in _distribution(template)["Origins"]:
        custom = origin.get("CustomOriginConfig")
        if custom and (custom["OriginProtocolPolicy"], custom["OriginSSLProtocols"]) != ("https-only", ["TLSv1.2"]):
            yield f"origin {origin['Id']} may be called in clear or by an old TLS"
    for behaviour in _behaviours(template):
        if behaviour["ViewerProtocolPolicy"] not in ("https-only", "redirect-to-https"):
            yield f"{behaviour['PathPattern']} may be asked for in clear"


def policies_are_the_ones_meant(template):
    for behaviour in _behaviours(template):
        path = behaviour["PathPattern"]
        api = path.startswith("/api/")
        if behaviour["CachePolicyId"] != (CACHING_DISABLED if api else CACHING_OPTIMIZED):
            yield f"{path} has a wrong cache policy"
        # With the viewer's host name, Lambda would not find the function.
        if behaviour.get("OriginRequestPolicyId") != (ALL_VIEWER_EXCEPT_HOST if api else None):
            yield f"{path} has a wrong origin request policy"
        if behaviour["ResponseHeadersPolicyId"] != {"Ref": "ApiHeaders" if api else "SiteHeaders"}:
            yield f"{path} has wrong security headers"
        if api and "POST" not in behaviour["AllowedMethods"]:
            yield f"{path} takes no POST"
        if not api and behaviour.get("Compress") is not True:
            yield f"{path} is not compressed"


def paths_reach_their_function(template):
    for path, wanted in ROUTES.items():
        found = next(b for b in _behaviours(template) if fnmatch.fnmatchcase(path, b["PathPattern"]))
        if found["TargetOriginId"] != wanted:
            yield f"{path} goes to {found['TargetOriginId']}, not to {wanted}"


def problems_stay_problems(template):
    if _distribution(template).get("CustomErrorResponses"):
        yield "a custom error response would replace the problem documents of /api/* too"


def urls_ask_for_a_signature(template):
    urls = _of_type(template, "AWS::Lambda::Url")
    if {url["TargetFunctionArn"]["Ref"] for url in urls.values()} != set(FUNCTIONS):
        yield "not every function has its URL"
    for name, url in urls.items():
        if url["AuthType"] != "AWS_IAM":
            yield f"{name} answers whoever asks"
        if url.get("Qualifier") != "live":
            yield f"{name} does not lead to the alias, so that going back would change nothing"


def cloudfront_may_call_the_urls(template):
    permissions = _of_type(template, "AWS::Lambda::Permission").values()
    for function in FUNCTIONS:
        for action, more in (
            ("lambda:InvokeFunctionUrl", {"FunctionUrlAuthType": "AWS_IAM"}),
            ("lambda:InvokeFunction", {"InvokedViaFunctionUrl": True}),
        ):
            wanted = {"FunctionName": {"Ref": f"{function}Aliaslive"}, "Action": action, **more}
            fitting = [p for p in permissions if all(p.get(key) == value for key, value in wanted.items())]
            if not fitting:
                yield f"CloudFront may not {action} {function}"
    for permission in permissions:
        # Without a source, any distribution of any account could call.
        source = permission.get("SourceArn", {}).get("Fn::Sub", "")
        if permission["Principal"] != "cloudfront.amazonaws.com" or not source.endswith("/${Distribution}"):
            yield f"{permission['Action']} of {permission['FunctionName']} is open to others than the distribution"


def roles_read_just_their_files(template):
    for function in FUNCTIONS:
        statements = _statements(template, f"{function}Role")
        allowed = set()
        for statement in statements:
            for resource in _list(statement["Resource"]):
                text = resource.get("Fn::Sub", "") if isinstance(resource, dict) else resource
                if text == "*":
                    yield f"{function} may {statement['Action']} everything"
                if text.startswith("${Artifacts.Arn}"):
                    if _list(statement["Action"]) != ["s3:GetObject"]:
                        yield f"{function} may do more than read the artifacts: {statement['Action']}"
                    allowed.add(text.removeprefix("${Artifacts.Arn}/").removeprefix("releases/*/"))
        wanted = READ[function] | {"current.json"}
        for name in sorted(allowed - wanted):
            yield f"{function} may read {name}, which it has no need of"
        for name in sorted(wanted - allowed):
            yield f"{function} may not read {name}"


def only_explain_writes_reviews(template):
    for function in FUNCTIONS:
        for statement in _statements(template, f"{function}Role"):
            about_reviews = "${Reviews.Arn}" in json.dumps(statement) or '"Reviews"' in json.dumps(statement)
            if about_reviews and function != "Explain":
                yield f"{function} reaches the reviews"
            for action in _list(statement["Action"]):
                if action.startswith("s3:") and action not in ("s3:GetObject", "s3:PutObject", "s3:ListBucket"):
                    yield f"{function} may {action}"
    variables = {
        name: r.get("Environment", {}).get("Variables", {})
        for name, r in _of_type(template, "AWS::Serverless::Function").items()
    }
    if [name for name, v in variables.items() if "CLAIRSCORE_REVIEW_BUCKET" in v] != ["Explain"]:
        yield "explain alone is to know the bucket of reviews"


def buckets_are_closed(template):
    policies = {p["Bucket"]["Ref"]: p for p in _of_type(template, "AWS::S3::BucketPolicy").values()}
    for name, bucket in _of_type(template, "AWS::S3::Bucket").items():
        if set(bucket.get("PublicAccessBlockConfiguration", {}).values()) != {True} or len(
            bucket["PublicAccessBlockConfiguration"]
        ) != 4:
            yield f"{name} is not closed to the public"
        if bucket.get("VersioningConfiguration") != {"Status": "Enabled"}:
            yield f"{name} keeps no versions"
        if "BucketEncryption" not in bucket:
            yield f"{name} is not encrypted"
        if "LifecycleConfiguration" not in bucket:
            yield f"{name} grows for ever"
        statements = policies.get(name, {"PolicyDocument": {"Statement": []}})["PolicyDocument"]["Statement"]
        deny = [s for s in statements if s["Effect"] == "Deny"]
        if not any(s.get("Condition") == {"Bool": {"aws:SecureTransport": False}} for s in deny):
            yield f"{name} may be asked in clear"
    for name, wanted in (("Artifacts", "aws:kms"), ("Reviews", "aws:kms")):
        rule = template["Resources"][name]["Properties"]["BucketEncryption"]["ServerSideEncryptionConfiguration"][0]
        if rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] != wanted:
            yield f"{name} is not under the stack's key"
    if template["Resources"]["Reviews"]["Properties"].get("ObjectLockEnabled") is not True:
        yield "reviews can be altered"


def what_must_outlive_the_stack_does(template):
    for name, resource in template["Resources"].items():
        lasting = ("AWS::S3::Bucket", "AWS::Logs::LogGroup", "AWS::KMS::Key", "AWS::SecretsManager::Secret")
        if resource["Type"] in (*lasting, "AWS::Cognito::UserPool"):
            if resource.get("DeletionPolicy") != "Retain" or resource.get("UpdateReplacePolicy") != "Retain":
                yield f"{name} goes with the stack"


def logs_are_kept_for_a_time(template):
    for name, group in _of_type(template, "AWS::Logs::LogGroup").items():
        if "RetentionInDays" not in group:
            yield f"{name} grows for ever"
        if "KmsKeyId" not in group:
            yield f"{name} is not under the stack's key"


def rights_come_from_groups(template):
    scopes = template["Resources"]["DashboardClient"]["Properties"]["AllowedOAuthScopes"]
    if any(scope.startswith("clairscore/") for scope in scopes):
        yield "whoever signs in at the dashboard gets rights by a scope"
    audience = json.dumps(template["Globals"]["Function"]["Environment"]["Variables"]["CLAIRSCORE_OIDC_AUDIENCE"])
    for name in ("MachineClient", "SecondMachineClient"):
        if template["Resources"][name]["Properties"]["AllowedOAuthScopes"] != ["clairscore/partner"]:
            yield f"{name}: a partner's machine gets other rights than a partner's"
        if f'"{name}"' not in audience:
            yield f"{name}: its tokens are meant for nobody"
    if template["Resources"]["DashboardClient"]["Properties"]["GenerateSecret"] is not False:
        yield "the dashboard would have to keep a secret"


def functions_are_told_what_they_need(template):
    variables = template["Globals"]["Function"]["Environment"]["Variables"]
    wanted = {
        "CLAIRSCORE_BUCKET",
        "CLAIRSCORE_FOLLOW_SECONDS",
        "CLAIRSCORE_AUDIT_KEY",
        "CLAIRSCORE_OIDC_ISSUER",
        "CLAIRSCORE_OIDC_AUDIENCE",
        "CLAIRSCORE_IAM_PARTNERS",
        "CLAIRSCORE_ORIGINS",
        "CLAIRSCORE_METRICS_NAMESPACE",
    }
    for name in sorted(wanted ^ set(variables)):
        yield f"{name} is {'not set' if name in wanted else 'unknown to the functions'}"
    if "resolve:secretsmanager" not in json.dumps(variables.get("CLAIRSCORE_AUDIT_KEY", "")):
        yield "the key of the audit log stands in the template"
    # The functions refuse to wait longer for S3 than ten seconds; CloudFront must wait longer than the functions.
    timeout = template["Globals"]["Function"]["Timeout"]
    for origin in _distribution(template)["Origins"]:
        custom = origin.get("CustomOriginConfig")
        if custom and not 10 < timeout < custom["OriginReadTimeout"]:
            yield f"origin {origin['Id']}: {timeout} s for the function, {custom['OriginReadTimeout']} s at the edge"


def _dangling(machine):
    """Where a state machine, or one within it, leads to a state that is not there."""
    states = machine["States"]
    for name, state in {"the start": {"Next": machine["StartAt"]}, **states}.items():
        leads = [state.get("Next"), state.get("Default"), *(choice["Next"] for choice in state.get("Choices", []))]
        for lead in filter(None, leads):
            if lead not in states:
                yield f"{name} leads to {lead}, which is no state"
        for within in [*state.get("Branches", []), *filter(None, [state.get("ItemProcessor")])]:
            yield from _dangling(within)


def states_lead_to_states(template):
    yield from _dangling(template["Resources"]["PortfolioScoring"]["Properties"]["Definition"])


def portfolio_is_scored_as_a_known_caller(template):
    machine = template["Resources"]["PortfolioScoring"]["Properties"]
    if machine["DefinitionSubstitutions"]["Caller"] != {
        "Fn::Sub": "arn:${AWS::Partition}:sts::${AWS::AccountId}:assumed-role/${PortfolioRole}/portfolio"
    }:
        yield "the state machine does not call as its own role"
    partners = json.dumps(template["Globals"]["Function"]["Environment"]["Variables"]["CLAIRSCORE_IAM_PARTNERS"])
    if partners.count("PortfolioRole") != 2:
        yield "the functions do not know the state machine's role, with or without a partner role"
    shards = machine["Definition"]["States"]["Shards"]
    clients = shards["ItemProcessor"]["States"]["Clients"]
    batch = clients["ItemProcessor"]["States"]["Batch"]
    known = set(machine["DefinitionSubstitutions"])
    for name in set(re.findall(r"\$\{(\w+)\}", json.dumps(machine["Definition"]))) ^ known:
        yield f"{name} is a placeholder or a value, not both"
    # See test_portfolio.py: an answer of more might be larger than a state passes on.
    if not 1 <= clients["ItemBatcher"]["MaxItemsPerBatch"] <= 50:
        yield "the answer to a batch may be larger than a state passes on"
    if shards.get("ToleratedFailurePercentage") != 0 or clients.get("ToleratedFailurePercentage") != 0:
        yield "a batch that was not scored would not fail the run"
    waits = [rule["IntervalSeconds"] * rule["BackoffRate"] ** n for rule in batch["Retry"][1:] for n in range(rule["MaxAttempts"])]
    answers = template["Globals"]["Function"]["Timeout"] * (len(waits) + 1)
    if not waits or sum(waits) + answers > 300:
        yield "a batch is not tried again, or for longer than an express run may last"
    for statement in _statements(template, "PortfolioRole"):
        if "Artifacts" in json.dumps(statement) or "Reviews" in json.dumps(statement):
            yield "the state machine reaches releases or reviews"


def alarms_reach_somebody(template):
    for name, alarm in _of_type(template, "AWS::CloudWatch::Alarm").items():
        if {"Ref": "Alarms"} not in alarm.get("AlarmActions", []):
            yield f"{name} tells nobody"
        if "Runbook" not in alarm.get("AlarmDescription", ""):
            yield f"{name} does not say where to read on"


def dashboard_is_json(template):
    body = template["Resources"]["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"]
    try:
        json.loads(body)
    except ValueError as error:
        yield f"the dashboard is not JSON: {error}"


ALL = [
    origins_exist,
    access_fits_origin,
    origins_are_called_over_tls,
    policies_are_the_ones_meant,
    paths_reach_their_function,
    problems_stay_problems,
    urls_ask_for_a_signature,
    cloudfront_may_call_the_urls,
    roles_read_just_their_files,
    only_explain_writes_reviews,
    buckets_are_closed,
    what_must_outlive_the_stack_does,
    logs_are_kept_for_a_time,
    rights_come_from_groups,
    functions_are_told_what_they_need,
    states_lead_to_states,
    portfolio_is_scored_as_a_known_caller,
    alarms_reach_somebody,
    dashboard_is_json,
]
