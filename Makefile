# What a person runs here; `make help` lists it. The work itself is in tools/.
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test check verify bench format lock clean

PYTHON_IN_VENV := .venv/bin/python
# More arguments for pytest, for example: make test ARGS="tests/domain -k anchors"
ARGS ?=
# The record for make verify: a folder or an address.
RECORD ?=

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

run: ## install what is needed and serve the sample on http://127.0.0.1:8000
	@sh tools/prepare.sh run
	@exec env WGEC_SAMPLE=1 $(PYTHON_IN_VENV) -m flask --app app serve

test: ## install what the tests need, a browser included where possible, and run them all
	@sh tools/prepare.sh dev
	@sh tools/run_tests.sh $(ARGS)

check: ## format, lint, types, layers
	@sh tools/prepare.sh dev
	$(PYTHON_IN_VENV) -m ruff format --check .
	$(PYTHON_IN_VENV) -m ruff check .
	$(PYTHON_IN_VENV) -m mypy
	$(PYTHON_IN_VENV) -m pytest -q tests/architecture

verify: ## check any record: make verify RECORD=https://example.org/record.git, or a folder
	@sh tools/prepare.sh run
	@$(PYTHON_IN_VENV) -m flask --app app verify $(if $(RECORD),"$(RECORD)")

bench: ## measure and print figures; nothing passes or fails by time
	@sh tools/prepare.sh dev
	@$(PYTHON_IN_VENV) -m bench $(ARGS)

format: ## put format and order of imports right
	@sh tools/prepare.sh dev
	$(PYTHON_IN_VENV) -m ruff check --select I --fix .
	$(PYTHON_IN_VENV) -m ruff format .

lock: ## write requirements*.txt anew from requirements*.in, with hashes (needs the network)
	@sh tools/prepare.sh dev
	@sh tools/lock.sh $(ARGS)

clean: ## remove the virtual environment and everything computed; the record and the accounts stay
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
