# Each target is one or two commands; what they do stands in the scripts. Settings of `run` are environment
# variables: make run [DATA=folder-or-zip] [CLIENTS=n] [SEED=n] [PORT=n]
.PHONY: help run test bench bench-pipeline data catalogue check
export DATA CLIENTS SEED PORT STATE

help: ## says what can be made
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' $(MAKEFILE_LIST)

run: ## from raw tables to the dashboard on http://127.0.0.1:8080 (DATA= CLIENTS= SEED= PORT=)
	@infra/local/run.sh

test: ## format, lints, and every test, the browser's too
	@tests/run.sh

bench: bench-pipeline ## speed of the pipeline beside its peers (CLIENTS=), and of the scoring core
	@cargo bench --locked -p scoring

bench-pipeline:
	@data/pipeline/benches/run.sh

catalogue: ## writes data/catalogue/CATALOGUE.md from the declarations
	@cargo build --release --locked --workspace --bins && target/release/pipeline catalogue

check: ## reports on the quality of the data at DATA= (JSON and HTML in target/clairscore/quality)
	@cargo build --release --locked --workspace --bins && \
		target/release/pipeline check --data "$(DATA)" --output $(or $(STATE),target/clairscore)/quality

data: ## writes a synthetic population to target/clairscore/synthetic (CLIENTS= SEED=)
	@cargo run --release --locked -p synthetic -- --output $(or $(STATE),target/clairscore)/synthetic \
		--clients $(or $(CLIENTS),20000) --seed $(or $(SEED),42)
