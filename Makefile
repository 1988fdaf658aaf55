# `make demo` runs the main job, `make test` passes the tests; each sets up what it needs, in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check install --quiet -c constraints.txt

.PHONY: demo test lint types unit package new golden benchmark peers clean

demo: $(VENV)/demo
	PATH="$(CURDIR)/$(BIN):$$PATH" docs/demo/run.sh

test: lint types unit package

lint: $(VENV)/dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/dev
	$(BIN)/mypy

unit: $(VENV)/dev
	OMP_NUM_THREADS=1 $(BIN)/pytest -n auto

package: $(VENV)/dev
	tests/package.sh $(BIN)/python

ifeq (new,$(firstword $(MAKECMDGOALS)))
ASKED := $(wordlist 2,$(words $(MAKECMDGOALS)),$(MAKECMDGOALS))
.PHONY: $(ASKED)
$(eval $(ASKED):;@:)
endif
new: $(VENV)/dev  # make new KIND NAME: begin a plug-in, and a test that fails until it is written
	$(BIN)/python tests/new.py $(ASKED)

golden: $(VENV)/dev  # write the golden files anew; read the difference before you commit it
	$(BIN)/python tests/goldens.py

benchmark: $(VENV)/dev
	$(BIN)/python tests/benchmarks

peers: $(VENV)/peers  # what other packages have, proved: docs/peers.md
	$(BIN)/python -W ignore docs/peers/table.py

$(VENV)/demo: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) -e '.[fast,train]'
	touch $@

$(VENV)/dev: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) -e '.[fast,train,ray,dev]'
	touch $@ $(VENV)/demo

$(VENV)/peers: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) -e '.[fast,peers]'
	touch $@

clean:
	rm -rf $(VENV) build dist *.egg-info demo-output .pytest_cache .mypy_cache .ruff_cache .hypothesis
