# Everything a newcomer and the build need. Only Python 3.11+ and make have to be on the machine.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-print-directory
# Where Python may keep no bytecode, each process compiles some 1,800 modules: a start takes twice as long.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3.14 python3; do \
  command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
TOOLS := .tools
UV := $(shell command -v uv || echo $(TOOLS)/bin/uv)
RUN := $(UV) run --frozen --no-sync
HOST ?= 127.0.0.1
PORT ?= 8000
# Pass more to pytest: make test PYTEST="-k blocks"
PYTEST ?=
MINUTES ?= 60
# What does not depend on the database, or brings its own: once is enough.
ONCE := $(addprefix --ignore tests/,architecture people/test_mutations.py operate/test_installed.py operate/test_bucket.py \
  operate/test_metrics.py operate/test_tls.py recordings/test_bucket.py files/test_bucket.py calls/test_media_crowd.py \
  calls/test_media_server.py calls/test_full_calls.py boards/test_a_class.py accounts/test_hashers.py \
  sockets/test_engines_that_die.py)
# Takes minutes; PostgreSQL refuses more. `make fuzz` does it at length on both.
STRICTEST := --ignore tests/api/test_fuzzed.py

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

demo: build ## Start with example people and rooms
	@$(RUN) samovar demo --host $(HOST) --port $(PORT)

dev: build ## Serve with reloading pages; the front end is rebuilt on each change
	@$(NODE_PATH) npx vite build --watch & watch=$$!; trap "kill $$watch" EXIT; \
	  SAMOVAR_DEBUG=1 $(RUN) python manage.py runserver $(HOST):$(PORT)

build: .venv/.synced ## Make the environment, the front end, the catalogues
	@.venv/bin/python hatch_build.py

# ---- the environment

$(TOOLS)/bin/uv:
	@test -n "$(PYTHON)" || { echo "Samovar needs Python 3.11 or newer."; exit 1; }
	@$(PYTHON) -m venv $(TOOLS)
	@$(TOOLS)/bin/python -m pip install --quiet --disable-pip-version-check uv

.venv/.synced: pyproject.toml uv.lock | $(UV)
	@$(UV) sync --frozen --quiet --python "$(PYTHON)" $$(deploy/node --group)
	@touch $@

# ---- the front end

NODE_PATH = PATH="$$(deploy/node --path):$$PATH"

messages: .venv/.synced ## Extract, check and compile the catalogues
	@$(RUN) python manage.py messages

# ---- checks and tests

fmt: build ## Put everything into its usual form
	@$(RUN) ruff format .
	@$(RUN) ruff check --fix --quiet .
	@$(RUN) djlint samovar --reformat --quiet || true
	@$(NODE_PATH) npx biome check --write

check: build ## All static checks
	$(RUN) ruff format --check .
	$(RUN) ruff check .
	$(RUN) mypy
	$(RUN) lint-imports
	$(RUN) djlint samovar --lint
	$(NODE_PATH) npx biome check
	$(NODE_PATH) npx tsc --noEmit
	$(NODE_PATH) node frontend/scripts/icons.mjs --check
	$(RUN) python manage.py messages --check
	$(RUN) python manage.py export_wire --check
	$(RUN) python manage.py makemigrations --check --dry-run
	deploy/requirements --check
	$(RUN) hadolint deploy/Dockerfile
	$(RUN) check-jsonschema --builtin-schema vendor.compose-spec deploy/compose.yaml
	$(RUN) kubernetes-validate --strict --quiet deploy/kubernetes.yaml

requirements.txt: uv.lock
	deploy/requirements

test-services:
	@deploy/test-services

test: build test-services ## All tests, on SQLite and on PostgreSQL
	@# Each part runs, whatever became of those before it: one run tells everything that is wrong.
	@failed=""; \
	$(NODE_PATH) npx vitest run || failed="$$failed front-end"; \
	$(RUN) pytest tests/e2e -m "not media" -n 2 --dist loadfile $(PYTEST) || failed="$$failed pages"; \
	$(RUN) pytest tests/e2e -m media $(PYTEST) || failed="$$failed calls"; \
	$(RUN) pytest tests --ignore tests/e2e --ignore tests/fuzz $(ONCE) --postgres -n 3 --dist loadfile $(PYTEST) || failed="$$failed postgresql"; \
	$(RUN) pytest tests --ignore tests/e2e --ignore tests/fuzz $(STRICTEST) -n 3 --dist loadfile $(PYTEST) || failed="$$failed sqlite"; \
	if [ -n "$$failed" ]; then echo "Failed:$$failed"; exit 1; fi

bench: build ## Measure speed and memory; see bench/README.md
	@$(RUN) python -m bench

soak: build test-services ## An hour (MINUTES=60) of people who come and vanish; calls, boards, the live tests over two processes
	@$(RUN) python -m bench.soak $(MINUTES)
	@$(RUN) pytest -n0 --timeout=7200 tests/e2e/soaked_calls.py
	@SAMOVAR_SEEDS=3000 $(RUN) pytest -n 2 tests/boards/test_simulated_clients.py
	@SAMOVAR_TEST_PROCESSES=2 $(RUN) pytest tests --ignore tests/e2e --ignore tests/fuzz --postgres -n 2 --dist loadfile
	@SAMOVAR_CROWD=50 $(RUN) pytest tests/calls/test_media_crowd.py

fuzz: build test-services ## Hostile input on every door, on SQLite and on PostgreSQL
	@failed=""; \
	$(RUN) pytest tests/fuzz $(PYTEST) || failed="$$failed sqlite"; \
	$(RUN) pytest tests/fuzz --postgres $(PYTEST) || failed="$$failed postgresql"; \
	if [ -n "$$failed" ]; then echo "Failed:$$failed"; exit 1; fi

.PHONY: help demo dev build messages fmt check test-services test bench soak fuzz
