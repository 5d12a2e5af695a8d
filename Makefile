# `make demo` and `make test` do all set-up on a fresh machine. Needs Python 3.11, 3.12 or 3.13, make and a C compiler.
PYTHON ?= $(shell for p in python3.12 python3.11 python3.13 python3; do command -v $$p >/dev/null 2>&1 && $$p -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1 && echo $$p && break; done)
VENV ?= .venv
CC ?= cc
BIN := $(VENV)/bin

# durable-rules 2.0.28 is built from source; the function that it calls was renamed in Python 3.13.
export CPPFLAGS := -DPyEval_CallObject=PyObject_CallObject $(CPPFLAGS)

.PHONY: demo test lint types unit bench bench-batch clean help
help:
	@echo "make demo    check the bundled article and write out/summit.html"
	@echo "make test    ruff, mypy --strict, rule lint and all tests"
	@echo "make bench   speed and quality, as ratios; DATA=FOLDER names public test sets"
	@echo "make bench-batch  20,000 articles: workers, memory, kills (about half an hour)"

.need:
	@test -n "$(PYTHON)" || { echo "embargo needs Python 3.11, 3.12 or 3.13 with venv; none was found. Name one: make PYTHON=/path/to/python3.12"; exit 2; }
	@command -v $(CC) >/dev/null 2>&1 || { echo "embargo needs a C compiler to build durable-rules; '$(CC)' was not found. Install gcc or clang."; exit 2; }

$(BIN)/.run: pyproject.toml constraints.txt | .need
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@if command -v uv >/dev/null 2>&1; then uv pip install -q -p $(BIN)/python -c constraints.txt -e .; else $(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e .; fi
	@touch $@

$(BIN)/.dev: $(BIN)/.run
	@if command -v uv >/dev/null 2>&1; then uv pip install -q -p $(BIN)/python -c constraints.txt -e '.[dev]'; else $(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[dev]'; fi
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[ftm]' >/dev/null 2>&1 || echo "followthemoney needs ICU and was not installed: the one test that loads entities with it is skipped"
	@touch $@

demo: $(BIN)/.run
	@$(BIN)/embargo check datasets/articles/summit.md --fail-on never
	@$(BIN)/embargo check datasets/articles/summit.md --format html --out out/summit.html --fail-on never
	@echo "The same report as a page: out/summit.html"

test: lint types unit

lint: $(BIN)/.dev
	$(BIN)/ruff check .
	$(BIN)/embargo rules lint

types: $(BIN)/.dev
	$(BIN)/mypy

unit: $(BIN)/.dev
	$(BIN)/pytest -n auto --dist worksteal

DATA ?=
bench: $(BIN)/.dev
	@test -z "$(DATA)" || $(BIN)/python -m pip install -q --disable-pip-version-check nomenklatura >/dev/null 2>&1 || echo "nomenklatura needs ICU and was not installed"
	$(BIN)/python bench/bench.py
	$(BIN)/python bench/names.py $(if $(DATA),--data $(DATA))

bench-batch: $(BIN)/.dev
	$(BIN)/python bench/batch.py

clean:
	rm -rf $(VENV) build out *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
.PHONY: .need clean
