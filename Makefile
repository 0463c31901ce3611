# make run    set everything up (own virtual environment, locked dependencies with hashes) and read the samples
# make test   the same set-up, and the tests
# make check  format, lint, types and the tests, warnings as errors
# make lock   resolve the dependencies anew: for developers, and for servers (deploy/requirements.lock)
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -q

.PHONY: run test check format lock clean

run: $(VENV)/.ready
	$(BIN)/learnings ingest samples/inbox --out outputs || [ $$? -eq 3 ]  # 3: the samples hold broken files on purpose

test: $(VENV)/.ready
	$(BIN)/python -m pytest

check: $(VENV)/.ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(MAKE) test

format: $(VENV)/.ready
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

$(VENV)/.ready: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version) if sys.version_info < (3, 11) else 0'
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --only-binary :all: --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	touch $@

lock:
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements.lock
	uv pip compile pyproject.toml --extra ocr --extra postgres --group image --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -c requirements.lock -o deploy/requirements.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache
