# Every target makes the environment that it needs: `make demo` and `make test` work on a fresh checkout, with nothing but
# Python 3.11, 3.12 or 3.13 installed. PYTHON=… chooses the interpreter, ARGS=… is passed on (`make test ARGS=tests/unit`).

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
# the stack is many short processes, each of which would compile all that it imports again
unexport PYTHONDONTWRITEBYTECODE

# the newest Python that Berkas supports
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3; do \
	command -v $$python >/dev/null && $$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && echo $$python && break; done)
VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/.stamps

.PHONY: help demo up test unit programs fuzz check fix bench fields pictures requirements migrations clean models

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: models ## Send SPECIMEN papers through the whole stack and show what was read
	@$(BIN)/berkas demo $(ARGS)

up: models ## Run the whole stack on this machine until Ctrl-C
	@$(BIN)/berkas up $(ARGS)

test: models programs ## Run every test
	@$(BIN)/python -m pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder $(ARGS)

unit: $(STAMPS)/installed ## Run the tests that need no server: seconds
	@$(BIN)/python -m pytest --numprocesses 2 tests/unit $(ARGS)

# what tests drive from outside: a browser for the pages, a spreadsheet program for the exports
programs:
	@missing=; command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null || missing="$$missing chromium-headless-shell"; \
	command -v soffice >/dev/null || missing="$$missing libreoffice-calc"; \
	test -z "$$missing" && exit 0; \
	as_root=; test "$$(id -u)" = 0 || as_root="sudo -n"; \
	echo "Installing$$missing (once; tests drive them)"; \
	{ $$as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$as_root apt-get install -y -qq --no-install-recommends $$missing; } >/dev/null 2>&1 \
		|| { echo "make test drives Chromium and LibreOffice Calc; please install them (on Debian: apt-get install$$missing)" >&2; exit 1; }

fuzz: models ## Send thousands of requests in any order to a running stack (minutes)
	@$(BIN)/python -m pytest -m fuzz tests/e2e/test_fuzz.py -s $(ARGS)

check: $(STAMPS)/installed ## Check format, style, types and layers; changes nothing
	@$(BIN)/ruff format --check --quiet . && echo "format      ok"
	@$(BIN)/ruff check --quiet . && echo "style       ok"
	@$(BIN)/mypy --no-error-summary && echo "types       ok"
	@report=$$($(BIN)/lint-imports --no-logo) || { echo "$$report"; exit 1; }; echo "layers      ok"

fix: $(STAMPS)/installed ## Format, and repair what the linter can
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format --quiet .

bench: models ## Measure speed and memory of the whole stack
	@$(BIN)/berkas bench $(ARGS)

requirements: $(STAMPS)/installed ## Pin the newest dependencies again
	@# the extra `train` stays out of runtime.txt, and so out of the image: only a developer trains
	@echo "pip>=26" | $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --upgrade --generate-hashes --no-emit-index-url --no-header \
		- --output-file requirements/pip.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --upgrade --generate-hashes --no-emit-index-url --no-header --no-strip-extras \
		--extra local --extra specimens pyproject.toml --output-file requirements/runtime.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-strip-extras \
		--all-extras --group dev --constraint requirements/runtime.txt pyproject.toml --output-file requirements/dev.txt
	@echo "hatchling>=1.27" | $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--constraint requirements/dev.txt - --output-file requirements/build.txt
	@# its pins conflict with Prefect's: a test installs it into an environment of its own
	@echo "openapi-python-client>=0.29" | $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --upgrade --generate-hashes --no-emit-index-url --no-header \
		- --output-file requirements/client-generator.txt

fields: $(STAMPS)/installed ## Write docs/fields.md and docs/types from the templates
	@$(BIN)/python -m templates_registry.fields_page
	@$(BIN)/python -m templates_registry.type_pages

pictures: $(STAMPS)/installed ## Draw the pictures of SPECIMEN documents in docs/images/types
	@$(BIN)/python -m berkas.evaluation.specimens.pictures docs/images/types

migrations: $(STAMPS)/installed ## Write a migration for what changed in tables/
	@$(BIN)/piccolo migrations new tables --auto

clean: ## Remove the environment and what tools cached; the data folder with its keys stays
	@rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage

$(STAMPS)/installed: pyproject.toml requirements/dev.txt requirements/pip.txt
	@test -n "$(PYTHON)" || { echo "Berkas needs Python 3.11, 3.12 or 3.13; say which with PYTHON=…" >&2; exit 1; }
	@echo "Installing into $(VENV) with $$("$(PYTHON)" --version) (a minute or two, once)"
	@test -x $(BIN)/python || "$(PYTHON)" -m venv $(VENV)
	@# the pip of older Pythons resolves a pinned package anew when another one asks for an extra of it (pypa/pip#11924)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/pip.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@mkdir -p $(STAMPS) && touch $@

models: $(STAMPS)/installed # makes them once; looking whether they are there takes half a second
	@$(BIN)/berkas models
