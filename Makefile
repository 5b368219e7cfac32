# Set-up happens by itself and ends in a stamp, so a set-up that broke off is done again.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.set-up
DEMO   := build/demo
QUIET  := NO_MKDOCS_2_WARNING=1 DISABLE_MKDOCS_2_WARNING=true

.PHONY: help demo test test-all check preview benchmarks clean

help:
	@echo "make demo        check the example handbook, build it, run a procedure, verify the records"
	@echo "make test        the tests to run before each commit"
	@echo "make test-all    everything: faults, browsers, packages"
	@echo "make check       format, lint, types, layers, schemas, the example handbook"
	@echo "make preview     the example handbook in your browser, following every change"
	@echo "make benchmarks  how fast it is, against what"

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "sopbook needs Python 3.11 or newer; this is $$($(PYTHON) --version 2>&1). Name another: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@if command -v uv >/dev/null 2>&1; then \
	  echo "Setting up $(VENV) with uv ..."; \
	  $(BIN)/python -c '' 2>/dev/null || uv venv -q --clear --python $(PYTHON) $(VENV); \
	  uv pip install -q --python $(BIN)/python -e '.[dev]'; \
	else \
	  $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	    { echo "Python's venv is missing. On Debian or Ubuntu: sudo apt install python3-venv"; exit 1; }; \
	  echo "Setting up $(VENV), this takes a minute ..."; \
	  $(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV); \
	  $(BIN)/python -m pip install -q --disable-pip-version-check -e '.[dev]'; \
	fi
	@touch $@

demo: $(STAMP)
	@rm -rf $(DEMO)
	@echo "── The handbook is checked: sop check"
	@$(BIN)/sop check
	@echo; echo "── It becomes a website: sop build"
	@$(BIN)/sop build
	@echo; echo "── A procedure of it is run, here from a file of answers: sop run start onboard-client"
	@SOP_RECORDS=$(DEMO)/records.sqlite3 $(BIN)/sop run start onboard-client --answers tests/answers/onboard-client.yml
	@echo; echo "── The records are verified: sop verify"
	@SOP_RECORDS=$(DEMO)/records.sqlite3 $(BIN)/sop verify
	@echo; echo "── Where to look next"
	@echo "  make preview                                the handbook in your browser"
	@echo "  sops/procedures/onboard-client.yml          what was run, as its author wrote it"
	@echo "  $(BIN)/sop run start weekly-client-report --as tomas   go through a procedure yourself"

test: $(STAMP)
	@$(BIN)/python -m pytest -n auto --dist worksteal -m "not slow"

test-all: $(STAMP)
	@$(BIN)/python -m pytest -n auto --dist worksteal

check: $(STAMP)
	@$(BIN)/ruff format --check -q . || { echo "Run: $(BIN)/ruff format ."; exit 1; }
	@$(BIN)/ruff check -q .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python -m pytest tests/documents/test_schema_and_class.py
	@$(BIN)/sop check
	@$(BIN)/sop build

preview: $(STAMP)
	@$(BIN)/sop preview

benchmarks: $(STAMP)
	@$(BIN)/python -m pip install -q --disable-pip-version-check -e '.[benchmarks]' || uv pip install -q --python $(BIN)/python -e '.[benchmarks]'
	@$(BIN)/python -m benchmarks

clean:
	rm -rf build dist $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
