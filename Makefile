# `make demo` runs the main job, `make test` passes the tests; each sets up what it needs, in .venv.
# Tests have three tiers: quick ⊂ test ⊂ thorough (CONTRIBUTING.md).
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check install --quiet -c constraints.txt

.PHONY: demo quick test thorough lint types unit package new index emitted golden random attack chaos mutants benchmark peers packages docs clean
PYTEST := OMP_NUM_THREADS=1 $(BIN)/pytest -n auto --dist worksteal
unexport PYTHONDONTWRITEBYTECODE  # or every process that a test starts would compile all anew
SEED ?= 1
COUNT ?= 160
SITE ?= build/site
MINUTES ?= 20

demo: $(VENV)/demo
	PATH="$(CURDIR)/$(BIN):$$PATH" docs/demo/run.sh

quick: $(VENV)/dev  # no compiler, no processes, no catalogue from end to end, and less of what is random
	$(PYTEST) --quick

test: lint types unit package  # and the site, with few pages of the gallery
	$(MAKE) docs SITE=build/few-pages GALLERY="rk4 lm2 rk4_resnet"

thorough: $(VENV)/dev  # every test on every case, in an order that SEED decides
	$(PYTEST) --shuffle $(SEED)

lint: $(VENV)/dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/dev
	$(BIN)/mypy

unit: $(VENV)/dev
	$(PYTEST) -m "not thorough"

package: $(VENV)/dev
	tests/package.sh $(BIN)/python

ifeq (new,$(firstword $(MAKECMDGOALS)))
ASKED := $(wordlist 2,$(words $(MAKECMDGOALS)),$(MAKECMDGOALS))
.PHONY: $(ASKED)
$(eval $(ASKED):;@:)
endif
new: $(VENV)/dev  # make new KIND NAME: begin a plug-in, and a test that fails until it is written
	$(BIN)/python tests/new.py $(ASKED)

index: $(VENV)/dev  # write what `list` knows of new and changed documents; of all, where tableaux/index.json is removed before
	OMP_NUM_THREADS=1 $(BIN)/python tests/index.py

emitted: $(VENV)/dev  # formatter, linter and type checker on what every scheme gives, in every coupling
	EMITTED=all $(BIN)/pytest -n0 tests/test_emitted_style.py

golden: $(VENV)/dev  # write the golden files anew; read the difference before you commit it
	$(BIN)/python tests/goldens.py

random: $(VENV)/dev  # 5,000 random networks through both emitters
	OMP_NUM_THREADS=1 $(BIN)/python tests/random_networks.py 5000

attack: $(VENV)/dev  # random schemes against independent oracles, for MINUTES or COUNT of them, by SEED: docs/attack.md
	PYTHONPATH=tests OMP_NUM_THREADS=1 $(BIN)/python -m attack --seed $(SEED) $(if $(filter command line,$(origin COUNT)),--count $(COUNT),--minutes $(MINUTES))

chaos: $(VENV)/dev  # kills, damaged files, collisions, small disks, hostile documents, for MINUTES, by SEED: docs/chaos.md
	PYTHONPATH=tests OMP_NUM_THREADS=1 $(BIN)/python -m chaos --seed $(SEED) --minutes $(MINUTES)

mutants: $(VENV)/mutants  # faults put into the code by COUNT and SEED, and whether the tests find them: docs/mutation.md
	OMP_NUM_THREADS=1 $(BIN)/python tests/mutants/attempts.py --count $(COUNT) --seed $(SEED)

benchmark: $(VENV)/dev
	$(BIN)/python tests/benchmarks

peers: $(VENV)/peers  # what other packages have, proved: docs/peers.md
	$(BIN)/python -W ignore docs/peers/table.py

packages: $(VENV)/peers  # what stands in packages, and what their steps compute, with NAMES of these alone: docs/sources/table.md
	OMP_NUM_THREADS=1 $(BIN)/python -W ignore docs/sources/table.py $(NAMES)

docs: $(VENV)/docs  # the site, written to build/site: docs/site/README.md. GALLERY="rk4 resnet20" are the gallery's pages
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --config-file docs/site/mkdocs.yml --site-dir $(CURDIR)/$(SITE)
	@echo "$(SITE)/index.html is written"

$(VENV)/demo: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) -e '.[fast,train]'
	touch $@

$(VENV)/dev: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) -e '.[fast,train,ray,export,peers,docs,dev]'
	touch $@ $(VENV)/demo $(VENV)/peers $(VENV)/docs

$(VENV)/peers: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) -e '.[fast,peers]'
	touch $@

$(VENV)/docs: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) -e '.[fast,docs]'
	touch $@

$(VENV)/mutants: $(VENV)/dev
	$(PIP) -e '.[mutants]'
	touch $@

clean:
	rm -rf $(VENV) build dist *.egg-info demo-output .pytest_cache .mypy_cache .ruff_cache .hypothesis
