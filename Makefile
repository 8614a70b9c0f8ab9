# The front door: every target is one script, so that each also runs without make.
export PG PORT SUITE KEYRING MIRROR
.DEFAULT_GOAL := help
.PHONY: help packages build release test conformance lint format run bench fresh-machine clean

help: ## Lists the targets.
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1\t\2/p' $(MAKEFILE_LIST) | while IFS="$$(printf '\t')" read -r name text; do \
		printf '  make %-14s %s\n' "$$name" "$$text"; done

packages: ## Installs the system packages that are missing (Debian, Ubuntu); does nothing where all are there.
	@deploy/packages

build: packages ## Builds for debugging.
	@deploy/build --product fraiseql

release: packages ## Builds .build/release/fraiseql.
	@deploy/build -c release --product fraiseql --static-swift-stdlib

test: packages ## Builds and runs every test; ends with "N passed, M failed, K skipped". PG=18 chooses the PostgreSQL.
	@deploy/packages pgbouncer
	@Tests/run

conformance: packages ## Runs the judges of others (graphql-core and more, from PyPI); ends with "N passed, M failed, K skipped".
	@Tests/Conformance/run

lint: ## Checks format, imports, where SQL stands, file sizes and scripts.
	@.ci/lint

format: ## Rewrites the Swift files in the house format.
	@swift format --in-place --parallel --recursive Sources Tests Plugins bench Package.swift

run: ## Serves examples/shop from a private PostgreSQL on 127.0.0.1:8080; PORT=n chooses another port.
	@deploy/run $(if $(CHECK),--check)

bench: release ## Compares the sidecar with pgbench on the same cluster.
	@deploy/packages wrk procps
	@deploy/build -c release --product CompileBench --static-swift-stdlib
	@deploy/build -c release --product IdentityBench --static-swift-stdlib
	@bench/run

fresh-machine: ## Runs "make test" and "make run" in a new Debian chroot (root, network); proves that two commands are enough.
	@deploy/fresh-machine

clean: ## Removes what was built; keeps the private PostgreSQL in .fraiseql/.
	@rm -rf .build
