# `make` on its own lists the targets. Two of them matter to a visitor: demo and test.
# An environment is made once, from hashed requirements; a stamp file in it says so, so a second call installs nothing.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LAB := .venv-lab
WORKERS ?= 2
UP ?=
WORKSPACE ?= .
LOCK := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --fork-strategy fewest \
	--no-build --emit-build-options --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet \
	--group build $(UP)

PIP_INSTALL = -m pip install --quiet --disable-pip-version-check --no-input --no-deps

# $(call install,ENVIRONMENT,LOCK): put a complete lock into an environment and byte-compile it at once on all cores
# (without .pyc files every import is three times slower; a few packages ship files no Python 3 can compile).
define install
	@echo "Installing $(2) into $(1), once ..."
	@$(1)/bin/python $(PIP_INSTALL) --require-hashes --no-compile -r $(2)
	@$(1)/bin/python -m compileall -q -j 0 $(1)/lib >/dev/null || true
endef

# $(call project,ENVIRONMENT): the project itself, editable; its build backend is in the lock, so no network is needed.
define project
	@$(1)/bin/python $(PIP_INSTALL) --no-index --no-build-isolation --editable .
	@$(1)/bin/python -m compileall -q -j 0 pipeline >/dev/null || true
endef

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install demo test test-full lint format hooks test-lab bench calibration-full woordenboek lab lock clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(firstword $(MAKEFILE_LIST)) | expand -t 20

install: $(VENV)/.runtime ## the program, in .venv

demo: $(VENV)/.runtime ## synthetic exports to both reports, in demo/
	@$(BIN)/toeleiding demo

# The slow files come first in order; sorted by number of tests they would come last, one core idle.
test: lint ## style, types and every test that is not marked full
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m "not full"

test-full: lint ## all tests; writes the summary that is committed, tests/FULL.md
	@mkdir -p build
	@HYPOTHESIS_PROFILE=free $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder --junitxml=build/test-full.xml; code=$$?; \
	$(BIN)/python -m tools.full_summary build/test-full.xml tests/FULL.md && exit $$code

lint: $(VENV)/.test ## ruff, mypy and the notebook guard
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/python -m tools.notebook_guard

hooks: ## git refuses to commit a notebook with results, from now on in this checkout
	@git config core.hooksPath tools/hooks

format: $(VENV)/.test ## let ruff lay out the code
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(VENV)/.runtime ## one benchmark: make bench NAME=startup; the last line is one JSON object
	@$(BIN)/python -m benchmarks $(NAME)

calibration-full: $(VENV)/.runtime ## the whole calibration study, resumable; writes the table that the report prints
	@$(BIN)/python -m benchmarks.calibration full

woordenboek: $(VENV)/.runtime ## write docs/woordenboek.md, the data dictionary, again from the contracts
	@$(BIN)/python -m pipeline.sources.dictionary

lab: $(LAB)/.lab ## JupyterLab on the exploration notebooks, in an environment of its own: make lab WORKSPACE=demo
	@$(LAB)/bin/toeleiding lab --workspace $(WORKSPACE)

test-lab: $(VENV)/.test $(LAB)/.lab ## the exploration notebooks in a real JupyterLab; needs Chromium
	@$(BIN)/python -m pytest -m browser tests/flow/test_lab_browser.py

lock: $(VENV)/.test ## solve the requirements again; UP=--upgrade also takes newer versions
	@$(LOCK) --output-file requirements/runtime.txt
	@$(LOCK) --constraint requirements/runtime.txt --group test --output-file requirements/test.txt
	@$(LOCK) --constraint requirements/runtime.txt --extra lab --output-file requirements/lab.txt

clean: ## remove the environments, caches and the demo; never data/ or reports/
	@rm -rf $(VENV) $(LAB) build dist demo .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/pyvenv.cfg $(LAB)/pyvenv.cfg:
	@$(PYTHON) tools/make_venv.py $(@D)

$(VENV)/.runtime: requirements/runtime.txt pyproject.toml | $(VENV)/pyvenv.cfg
	$(call install,$(VENV),requirements/runtime.txt)
	$(call project,$(VENV))
	@touch $@

$(VENV)/.test: requirements/test.txt $(VENV)/.runtime
	$(call install,$(VENV),requirements/test.txt)
	@touch $@

$(LAB)/.lab: requirements/lab.txt pyproject.toml | $(LAB)/pyvenv.cfg
	$(call install,$(LAB),requirements/lab.txt)
	$(call project,$(LAB))
	@touch $@
