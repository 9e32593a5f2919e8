# The two commands of the README are `make demo` and `make test`; they set up everything by themselves.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := -m pip --quiet --disable-pip-version-check install

.PHONY: demo test slow newest lowest windows bundle messages reference templates sample schemas bench lock clean

demo: $(VENV)/.ready
	$(BIN)/docgen demo

test: $(VENV)/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy --platform win32 --cache-dir .mypy_cache/win32 -p docgen  # calls that Windows has not are seen here
	$(BIN)/python -m pytest -n 2 --dist loadfile -q -m "not slow"

slow: $(VENV)/.ready-dev
	$(BIN)/python -m pytest -n 2 --dist loadgroup -q -m slow  # what shares costly things stays together

# What is used is what the locks name, to the byte; without isolation the build takes hatchling from there, too.
$(VENV)/.ready: pyproject.toml requirements-run.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python $(PIP) --require-hashes -r requirements-run.lock
	$(BIN)/python $(PIP) --no-build-isolation --no-deps -e .
	$(BIN)/python -m compileall -q docgen  # as pip does with what it copies; each child at work starts from it
	touch $@

$(VENV)/.ready-dev: $(VENV)/.ready requirements.lock
	$(BIN)/python $(PIP) --require-hashes -r requirements.lock
	touch $@

# The first tier's tests with the newest and the lowest versions that pyproject.toml allows, each in a venv of its own.
newest:
	$(PYTHON) -m venv --clear $(VENV)-newest
	$(VENV)-newest/bin/python $(PIP) --upgrade pip
	$(VENV)-newest/bin/python $(PIP) -e '.[dev]'
	$(VENV)-newest/bin/python -m pip freeze --exclude-editable
	$(VENV)-newest/bin/python -m pytest -n 2 --dist loadfile -q -m "not slow"

LOWEST := uv pip install --no-config --quiet --python $(VENV)-lowest
lowest: $(BIN)/uv
	$(PYTHON) -m venv --clear $(VENV)-lowest
	$(BIN)/$(LOWEST) --resolution lowest-direct --all-extras --group build -r pyproject.toml
	$(BIN)/$(LOWEST) --no-build-isolation --no-deps -e .
	$(BIN)/uv pip freeze --no-config --exclude-editable --python $(VENV)-lowest
	$(VENV)-lowest/bin/python -m pytest -n 2 --dist loadfile -q -m "not slow"

# Windows under Debian's wine: the bundle is made, unpacked and used there. Needs wine64 fonts-wine locales
# binutils-mingw-w64-x86-64 from apt; the made-up Windows and the packages are kept in the user's cache.
windows: $(VENV)/.ready-dev
	$(BIN)/python -m pytest -q -m slow tests/test_windows.py --durations=10

# For machines without a package index: a zip for Windows x64 and one file for Linux, into dist.
bundle: $(VENV)/.ready-dev
	$(BIN)/python -m tools.bundle

# What is generated and checked in; tests fail when one of them drifts.
messages: $(VENV)/.ready-dev
	$(BIN)/python -m tools.catalogue

reference: $(VENV)/.ready-dev
	$(BIN)/python -m tools.reference

templates: $(VENV)/.ready-dev
	$(BIN)/python -m tools.templates

sample: $(VENV)/.ready-dev
	$(BIN)/python -m tools.sample_semester

schemas: $(VENV)/.ready
	$(BIN)/docgen schema export

# Every comparison and the scaling curve, one after the other; writes docs/benchmarks.md. Hours; QUICK=--quick: minutes.
bench: $(VENV)/.ready-dev
	$(BIN)/python -m benchmarks $(QUICK)

# The locks, with hashes, for every system and every Python from 3.11 on; what they pin is kept unless UPGRADE says otherwise:
# UPGRADE=--upgrade, or UPGRADE='--upgrade-package pikepdf'.
LOCK := uv pip compile --no-config --quiet --universal --python-version 3.11 --generate-hashes --group build \
	--custom-compile-command "make lock" pyproject.toml
lock: $(BIN)/uv
	$(BIN)/$(LOCK) $(UPGRADE) --all-extras -o requirements.lock
	$(BIN)/$(LOCK) --constraint requirements.lock -o requirements-run.lock

$(BIN)/uv: $(VENV)/.ready
	$(BIN)/python $(PIP) uv

clean:
	rm -rf $(VENV) $(VENV)-newest $(VENV)-lowest build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
