# make setup | run | test | check | bench   (README.md says what each promises)
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.stamp-run
STAMP_TEST := .venv/.stamp-test
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
PORT ?= 8000

.PHONY: setup run test check bench mutation system format lock clean
.DEFAULT_GOAL := setup

setup: $(STAMP)

$(STAMP): requirements/run.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Tiêu Biểu needs Python 3.11 or newer")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) install --require-hashes --only-binary :all: --no-deps -r requirements/run.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(STAMP_TEST): $(STAMP) requirements/test.txt
	$(PIP) install --require-hashes --only-binary :all: --no-deps -r requirements/test.txt
	@touch $@

run: $(STAMP)
	@$(BIN)/tieubieu init
	@exec $(BIN)/tieubieu serve

system:
	@sh tests/system_parts.sh

test: $(STAMP_TEST) system
	@$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

check: $(STAMP_TEST)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q -n auto tests/architecture tests/unit

bench: $(STAMP_TEST) system
	@$(BIN)/python -m tests.bench

format: $(STAMP_TEST)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock:
	@$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11 pyproject.toml requirements/build.in -o requirements/run.txt
	@$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11 --extra test pyproject.toml requirements/build.in -c requirements/run.txt -o requirements/test.txt

mutation: $(STAMP_TEST)
	@$(BIN)/python -m tests.bench.mutation
