# `make help` lists the targets; README.md says what each promises.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.stamp-run
STAMP_TEST := .venv/.stamp-test
INSTALL := $(PYTHON) requirements/install.py
PORT ?= 8000
unexport PYTHONDONTWRITEBYTECODE  # else each process compiles the whole program and its libraries once more

.PHONY: help setup run dev shell hooks test check types fast bench mutation pure system cluster cluster-down chaos format lock
.DEFAULT_GOAL := help

help:  ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(STAMP)  ## Make .venv with the locked dependencies

$(STAMP): requirements/run.txt requirements/uv.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Tiêu Biểu needs Python 3.11 or newer")'
	$(INSTALL) run.txt .
	@touch $@

$(STAMP_TEST): $(STAMP) requirements/test.txt
	$(INSTALL) test.txt
	@touch $@

run: $(STAMP)  ## Serve the site with demonstration data on PORT (8000)
	@exec $(BIN)/tieubieu serve --init

dev: $(STAMP)  ## Serve it with reload of code, templates and translations
	@$(BIN)/tieubieu init
	@exec $(BIN)/python -m flask --app app.wsgi:application run --debug --port $(PORT) \
		--extra-files "$$(find templates app/translations static -type f | paste -sd: -)"

shell: $(STAMP)  ## Python with the application, its database and tables
	@$(BIN)/python -m flask --app app:create_app shell

hooks: $(STAMP_TEST)  ## Check format, lint, contracts and templates at each commit
	$(BIN)/pre-commit install

system:
	@sh tests/system_parts.sh

test: $(STAMP_TEST) system  ## Run every test, or those of T=path
	@$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder $(T)

check: $(STAMP_TEST)  ## Format, lint, types, import contracts, fast tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	@$(MAKE) --no-print-directory -j 2 types fast

types: $(STAMP_TEST)
	$(BIN)/mypy

fast: $(STAMP_TEST)
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q -n auto tests/architecture tests/unit

bench: $(STAMP_TEST) system  ## Benchmarks against named baselines
	@$(BIN)/python -m tests.bench

cluster: $(STAMP_TEST)  ## Start two web nodes, two runners, PostgreSQL with a standby, Redis, S3 and nginx here
	@$(BIN)/python -m tests.chaos.cluster up

cluster-down:  ## End them
	@$(BIN)/python -m tests.chaos.cluster down

chaos: $(STAMP_TEST)  ## Kill each part of the cluster under load, and count what is lost or done twice
	@$(BIN)/python -m tests.chaos

format: $(STAMP_TEST)  ## Format the code and mend what lint can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock:  ## Lock the dependencies anew, with hashes
	@$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11 pyproject.toml requirements/build.in -o requirements/run.txt
	@$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11 --extra test pyproject.toml requirements/build.in -c requirements/run.txt -o requirements/test.txt
	@echo uv | $(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11 - -c requirements/test.txt -o requirements/uv.txt
	@echo boto3 | $(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11 - -c requirements/test.txt -o requirements/s3.txt

pure: $(STAMP_TEST)  ## Branch coverage of pure rules and policies by the unit tests: it must be whole
	@$(BIN)/python -m tests.architecture.pure

mutation: $(STAMP_TEST)  ## Change the rules of counting; the tests must notice
	@$(BIN)/python -m tests.bench.mutation
