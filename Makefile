# Every command here works in a fresh clone; `make` alone lists them.

BIN := .venv/bin
READY := .venv/.ready
CODE := src tests bench hatch_build.py

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint format bench bench-suites docs lock

help:
	@echo "make setup   virtual environment with .venv/bin/afresh, and bubblewrap where it is missing"
	@echo "make demo    the main job on real programs, ending in a leaderboard"
	@echo "make test    lint and all tests"
	@echo "make lint    style, types and the import contract"
	@echo "make format  put the code into the project's layout"
	@echo "make bench   how fast suites load, beside the least that is possible"
	@echo "make bench-suites  how many lines of jq, seqtk and figlet their suites run"
	@echo "make docs    check that every command and file named in the documents exists"
	@echo "make lock    pin the newest dependencies anew (needs uv)"

setup: $(READY)

$(READY): requirements.lock pyproject.toml hatch_build.py src/afresh/sandbox/warden.c tools/setup.sh
	@sh tools/setup.sh
	@touch $@

demo: setup
	@$(BIN)/afresh demo

test: lint
	$(BIN)/pytest -q -n auto

lint: setup
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)

bench: setup
	$(BIN)/python bench/suite_load.py

bench-suites: setup
	@for name in jq seqtk figlet; do \
		$(BIN)/afresh task import deb:$$name && $(BIN)/afresh generate --seed 1 $$name || exit; done
	$(BIN)/python bench/line_coverage.py

docs: setup
	$(BIN)/pytest -q tests/house/test_documents.py

lock:
	@command -v uv >/dev/null || { echo "make lock needs uv; install it first" >&2; exit 2; }
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --no-emit-index-url --upgrade -o requirements.lock
