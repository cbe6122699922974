# Everything runs in .venv, made here with the pinned versions of constraints.txt and remade when they change.
#   make run     the dashboard, on a workspace in this folder
#   make test    all tests            make check   linters, types, import contracts
#   make gate    every exercise over thirty seeds      make bench   measurements
# PYTHON=python3.12 picks the interpreter, JOBS=4 runs more tests at a time, ARGS goes to the program that is started.
# PIP_ARGS goes to pip, see "saving the torch download" in README.md.

PYTHON ?= python3
VENV ?= .venv
PIP_ARGS ?=
ARGS ?=
JOBS ?= 2
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt $(PIP_ARGS)

.PHONY: run test check bench gate clean

run: $(VENV)/.installed
	@[ -d .tracker ] || $(BIN)/python -m tracker init . > /dev/null
	@$(BIN)/python -m tracker --workspace . open $(ARGS)

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -n $(JOBS) $(ARGS)

check: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

gate: $(VENV)/.installed-dev
	$(BIN)/python -m tracker check-exercises --seeds 30 --workers 2 $(ARGS)

bench: $(VENV)/.installed-dev
	@for script in tests/bench/bench_*.py; do echo "== $$script"; $(BIN)/python $$script $(ARGS) || exit 1; done

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	    || { echo "The tracker needs Python 3.11 or newer; try: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV) \
	    || { echo "Python cannot make a virtual environment here; on Debian and Ubuntu: apt install python3-venv" >&2; exit 2; }

$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing (the first time this brings PyTorch and takes a few minutes) …"
	@$(PIP) --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing, with what the tests need (the first time this takes a few minutes) …"
	@$(PIP) --editable '.[dev]'
	@touch $(VENV)/.installed $@
