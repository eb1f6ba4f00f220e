# Each target is one or two commands; what they do stands in the scripts. Settings of `run` are environment
# variables: make run [DATA=folder-or-zip] [CLIENTS=n] [SEED=n] [PORT=n] [SIGN_IN=1]
.PHONY: help run report test screenshots audit bench bench-pipeline bench-scoring bench-training bench-compare \
	bench-functions bench-lookups contract fuzz sanitize faults interruptions soak data catalogue check package reproduce
export DATA CLIENTS SEED PORT STATE SIGN_IN SCREENSHOTS

help: ## says what can be made
	@sed -n 's/^\([a-z-]*\):.*## /make \1\t/p' $(MAKEFILE_LIST)

run: ## from raw tables to the dashboard on http://127.0.0.1:8080 (DATA= CLIENTS= SEED= PORT= STATE= SIGN_IN=1)
	@infra/local/run.sh

report: ## methodology note, model card and presentation of a release, with PDFs (DATA= CLIENTS= SEED= SCREENSHOTS=)
	@models/report/run.sh

test: ## format, lints, and every test, the browser's too
	@tests/run.sh

screenshots: ## pictures of every page of the dashboard, to be looked at, in target/screenshots
	@cargo build --release --locked --workspace --example screenshots && target/release/examples/screenshots

audit: ## holds the built dashboard against Lighthouse, and times a look at a decision; reports in target/audit
	@cargo build --release --locked --workspace --example search_to_decision && tests/audit/run.sh

bench: bench-pipeline bench-scoring bench-training bench-functions ## speed of the pipeline (CLIENTS=), the scoring core and the functions beside their peers

bench-pipeline:
	@data/pipeline/benches/run.sh

bench-scoring: ## speed of the scoring core beside LightGBM, XGBoost, CatBoost and shap; writes the table of its README
	@models/scoring/benches/run.sh

contract: ## holds the interface to its description and guide: fixed cases, or for a while with SECONDS= (SEED=1)
	@SECONDS_EACH="$(SECONDS)" tests/contract/run.sh

bench-training: ## how long growing the trees takes beside Python's LightGBM (DATA= or CLIENTS=); writes the table of its README
	@models/training/benches/speed.sh

bench-compare: ## how long comparing takes over 356,255 clients
	@cargo build --release --locked --workspace --example compare_speed && target/release/examples/compare_speed

bench-lookups: ## how a client is looked up among ten million; writes the table of infra/README.md
	@infra/benches/run.sh

bench-functions: ## cold start, latency and throughput of the functions beside the usual service (CLIENTS=); writes the table of their README
	@tests/peers/run.sh

faults: ## plays every fault, and writes down what came of it in tests/FAULTS.md
	@tests/faults.sh

soak: ## the functions under load while releases change, and under too much of it (MINUTES=30 CLIENTS=20000)
	@STATE=target/soak infra/local/run.sh --release-only
	@cargo build --release --locked --workspace --example soak
	@target/release/examples/soak target/soak/releases/$$(cat target/soak/release) $(MINUTES)

fuzz: ## feeds arbitrary bytes to all that is read, each target for a while (SECONDS=60)
	@SECONDS_EACH="$(SECONDS)" models/scoring/fuzz/run.sh
	@SECONDS_EACH="$(or $(SECONDS),60)" cargo test --release --locked --workspace --test mutations -- --nocapture --test-threads 1

sanitize: ## the scoring core's tests under AddressSanitizer and valgrind
	@models/scoring/sanitize.sh

interruptions: ## kills ingest, features, training and publish at random moments, and fills their disks (POINTS=10)
	@cargo build --release --locked --workspace --bins
	@POINTS="$(or $(POINTS),10)" cargo test --release --locked --workspace --test interruptions -- --nocapture

catalogue: ## writes data/catalogue/CATALOGUE.md from the declarations
	@cargo build --release --locked --workspace --bins && target/release/pipeline catalogue

check: ## reports on the quality of the data, DATA=folder-or-zip (JSON and HTML in target/clairscore/quality)
	@[ -n "$(DATA)" ] || { echo "error: say where the data is: make check DATA=path/to/folder-or-zip" >&2; exit 2; }
	@cargo build --release --locked --workspace --bins && \
		target/release/pipeline check --data "$(DATA)" --output $(or $(STATE),target/clairscore)/quality

package: ## builds the three functions for AWS Lambda as zips in target/packages (ARCHITECTURE=x86_64 or arm64)
	@infra/package.sh $(if $(ARCHITECTURE),--architecture $(ARCHITECTURE))

reproduce: ## builds the packages of the last commit twice, and compares them byte for byte (ARCHITECTURE=x86_64 or arm64)
	@infra/tests/reproduce.sh $(ARCHITECTURE)

data: ## writes a synthetic population to target/clairscore/synthetic (CLIENTS= SEED=)
	@cargo build --release --locked --workspace --bin synthetic && target/release/synthetic --output $(or $(STATE),target/clairscore)/synthetic \
		--clients $(or $(CLIENTS),20000) --seed $(or $(SEED),42)
