# The two commands of the README are `make demo` and `make test`; they set up everything by themselves.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: demo test slow check messages reference templates sample schemas bench lock clean

demo: $(VENV)/.ready
	$(BIN)/docgen demo

test: $(VENV)/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy --platform win32 --cache-dir .mypy_cache/win32  # calls that Windows has not are seen here
	$(BIN)/python -m pytest -n 2 -q -m "not slow"

slow: $(VENV)/.ready-dev
	$(BIN)/python -m pytest -n 2 -q -m slow

$(VENV)/.ready: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet -e .
	$(BIN)/python -m compileall -q docgen  # as pip does with what it copies; each child at work starts from it
	touch $@

$(VENV)/.ready-dev: $(VENV)/.ready
	$(BIN)/python -m pip install --quiet -e '.[dev]'
	touch $@

# What is generated and checked in; tests fail when one of them drifts.
messages: $(VENV)/.ready-dev
	$(BIN)/python -m tools.catalogue

reference: $(VENV)/.ready-dev
	$(BIN)/python -m tools.reference

templates: $(VENV)/.ready-dev
	$(BIN)/python -m tools.official_templates

sample: $(VENV)/.ready-dev
	$(BIN)/python -m tools.sample_semester

schemas: $(VENV)/.ready
	$(BIN)/docgen schema export

# Every comparison and the scaling curve, one after the other; writes docs/benchmarks.md. Hours; QUICK=--quick: minutes.
bench: $(VENV)/.ready-dev
	$(BIN)/python -m benchmarks $(QUICK)

lock: $(VENV)/.ready-dev
	$(BIN)/python -m pip freeze --exclude-editable > requirements.lock

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
