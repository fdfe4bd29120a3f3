# `make` alone lists the commands. Each brings what it needs first (installer/bootstrap.sh), and is quick when it is there.
.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench measures map faults mutants audit texts shots forms clean
SHELL := /bin/sh

# The environment may not exist yet when make starts, so its programs are named, not looked up.
BIN := .venv/bin
PYTHON := $(BIN)/python
# Tests and campaigns start programs by the hundred: without what Python compiled before, each start takes twice as long.
export PYTHONDONTWRITEBYTECODE :=
# One process more than the cores of the smallest machine: tests wait for PostgreSQL, Chromium and clocks a third of
# their time.
JOBS ?= 3

help: ## lists these commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{ printf "  make %-8s %s\n", $$1, $$2 }'

setup: ## brings libraries, browser and Python environment
	@sh installer/bootstrap.sh

demo: setup ## plays a day of the invented school; opens the desktop when there is a screen (ARGS="--diners 800")
	@sh installer/with_screen.sh --unattended $(PYTHON) -m turbo_admin demo $(ARGS)

test: check ## runs the checks, then all tests (ARGS="tests/core -k card")
	@if QT_QPA_PLATFORM=offscreen $(PYTHON) -m pytest -n $(JOBS) --dist worksteal $(ARGS); then \
		echo; \
		echo "All passed. Where to look next:"; \
		echo "  make demo              the office's day, played on an invented school"; \
		echo "  README.md              what it is, and how it is hosted"; \
		echo "  docs/architecture.md   which folder holds what, and four walks through the code"; \
		echo "  docs/glossary.md       the office's words and the code's"; \
	else \
		status=$$?; \
		echo; \
		echo "Something failed; the names of the tests stand above. To run one of them again:"; \
		echo "  QT_QPA_PLATFORM=offscreen $(PYTHON) -m pytest tests/core/test_uai.py -k name_of_the_test"; \
		echo "With the checks first: make test ARGS=\"tests/core -k name_of_the_test\""; \
		exit $$status; \
	fi

check: setup ## ruff, mypy --strict for Linux and Windows, import contracts
	@$(MAKE) --no-print-directory -k -j $(JOBS) check-linux check-windows check-style check-imports

# At once, and each mypy with a cache of its own: one in common would be thrown away at each change of platform.
.PHONY: check-linux check-windows check-style check-imports
check-linux:
	$(BIN)/mypy --cache-dir .mypy_cache/linux
check-windows:
	$(BIN)/mypy --platform win32 --cache-dir .mypy_cache/windows
check-style:
	$(BIN)/ruff check
	$(BIN)/ruff format --check
check-imports:
	$(BIN)/lint-imports --no-logo

bench: setup ## measures, prints a table, writes bench.json (ARGS=row for one row)
	@QT_QPA_PLATFORM=offscreen $(PYTHON) -m tests.bench $(ARGS)

measures: setup ## sizes of code and documents as a table (ARGS="../before ." compares checkouts)
	@$(PYTHON) -m tests.measures $(ARGS)

map: setup ## draws the map of docs/architecture.md anew, from the import contracts and the imports
	@$(PYTHON) installer/draw_map.py

faults: setup ## breaks what can break, prints what was lost, writes faults.json (ARGS="cut-small --seed 2")
	@QT_QPA_PLATFORM=offscreen $(PYTHON) -m tests.faults $(ARGS)

mutants: setup ## moves boundaries of core by one step, each of which a test must catch (ARGS=name for one)
	@QT_QPA_PLATFORM=offscreen $(PYTHON) -m tests.mutants $(ARGS)

texts: setup ## gathers what families read anew, into turbo_admin/portal/locales/portal.pot
	@$(PYTHON) installer/extract_texts.py

audit: setup ## runs third-party scanners on a portal, writes audit.json (ARGS="--only sqlmap", ARGS="--cases 5000")
	@sh installer/bootstrap.sh audit
	@QT_QPA_PLATFORM=offscreen $(PYTHON) -m tests.audit $(ARGS)

shots: setup ## takes the screenshots of README and docs anew, into docs/screens/
	@sh installer/with_screen.sh --virtual $(PYTHON) -m turbo_admin.demo.shots $(ARGS)
	@folder=$$(mktemp -d) && TURBO_SHOTS=$$folder $(PYTHON) -m pytest tests/browser -k light \
		&& cp $$folder/02-demande-phone-light.png docs/screens/portail-demande.png \
		&& cp $$folder/10-mon-espace-phone-light.png docs/screens/portail-mon-espace.png && rm -r $$folder

forms: setup ## compiles forms/ into turbo_admin/ui/forms/, folder by folder
	@$(PYTHON) installer/compile_forms.py

clean: ## forgets what was built or measured; the environment stays
	rm -rf build dist demo bench.json faults.json audit.json .audit .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
