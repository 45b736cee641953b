# Fabula. `make help` lists what can be made. Needs Python 3.11 or newer and a package registry, nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TORCH := torch==2.13.0
PILLOW := pillow==13.0.0
PREMISE ?= A lighthouse keeper befriends a storm
SEED ?= 0
OUT ?= film.mp4

.DEFAULT_GOAL := help
.PHONY: help setup film studio test test-browser test-long chaos check bench sheets train clean

help:            ## this list
	@grep -hE '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## */: /' | awk -F': ' '{printf "  make %-10s %s\n", $$1, $$2}'

setup: $(VENV)/.ready ## the environment in .venv (every other target does this by itself)

film: setup      ## a film from one sentence: make film PREMISE="..." [MINUTES=10] [SEED=0] [OUT=film.mp4]
	$(BIN)/fabula make "$(PREMISE)" --seed $(SEED) $(if $(MINUTES),--minutes $(MINUTES)) --out "$(OUT)"

studio: setup    ## the studio in a browser: make studio [HOST=127.0.0.1] [PORT=7860]
	$(BIN)/fabula studio $(if $(HOST),--host $(HOST)) $(if $(PORT),--port $(PORT))

test: setup      ## the whole suite, offline, under ten minutes on two cores
	$(BIN)/python -m pytest -n 2 --dist loadgroup -m "not slow and not chaos and not browser"

test-browser: setup ## whole films in a real Chromium (it says how to install one)
	@$(BIN)/python -m tests.browser.ready
	$(BIN)/python -m pytest -m browser tests/browser

test-long: setup ## tests that take long
	$(BIN)/python -m pytest -m slow

chaos: setup     ## kills, full disks, two editors: what Fabula survives
	$(BIN)/python -m pytest -m chaos

check: setup     ## style, types and import contracts
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy

bench: setup     ## the film's, survival, world, picture engine, cut and sound figures: tables, and JSON in bench/results
	$(BIN)/python -m bench.film
	$(BIN)/python -m bench.survival
	$(BIN)/python -m bench.world
	$(BIN)/python -m bench.coverage
	$(BIN)/python -m bench.continuity
	$(BIN)/python -m bench.writing
	$(BIN)/python -m bench.stagings
	$(BIN)/python -m bench.engine
	$(BIN)/python -m bench.familiar
	$(BIN)/python -m bench.cut
	$(BIN)/python -m bench.sync
	$(BIN)/python -m bench.sound
	$(BIN)/python -m bench.score
	$(BIN)/python -m bench.voices
	$(BIN)/python -m bench.provenance
	$(BIN)/python -m bench.out
	$(BIN)/python -m generator.train.evaluate --threads 2 --html bench/results/engine.html --sheet bench/results/engine.png

sheets: setup    ## contact sheets of everything the drawn world knows, in docs/world
	$(BIN)/python -m generator.world.sheets --out docs/world
	$(BIN)/python -m bench.stills --out docs/world

train: setup     ## shards, autoencoder and DiT, from nothing; see generator/train/LOG.md
	$(BIN)/python -m generator.train --out train-out

clean:           ## remove the environment (films and stories stay in FABULA_HOME)
	rm -rf $(VENV)

# torch: with an NVIDIA GPU the registry's build; without one a CPU build: pip's own if that is what pip finds, else uv's CPU backend.
# Pillow: moviepy pins <12, the safe release is 13.0.0 and moviepy runs on it, so it is installed last, over the pin (DECISIONS 4).
$(VENV)/.ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Fabula needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Name another with PYTHON=python3.11.")'
	$(PYTHON) -m venv $(VENV)
	@if command -v nvidia-smi >/dev/null 2>&1 && nvidia-smi >/dev/null 2>&1; then \
		echo "An NVIDIA GPU is here: taking the registry's $(TORCH)."; $(BIN)/python -m pip install -q $(TORCH); \
	elif $(BIN)/python -m pip install --dry-run --no-input $(TORCH) 2>/dev/null | grep -i 'would install' | grep -qi 'nvidia'; then \
		echo "No GPU: taking the CPU build of $(TORCH)."; $(BIN)/python -m pip install -q uv && \
		$(BIN)/uv pip install -q --python $(BIN)/python --torch-backend cpu $(TORCH) || \
		{ echo "The CPU build cannot be had; taking the registry's, which is large."; $(BIN)/python -m pip install -q $(TORCH); }; \
	else $(BIN)/python -m pip install -q $(TORCH); fi
	$(BIN)/python -m pip install -q -c constraints.txt -e '.[dev]'
	$(BIN)/python -m pip install -q --no-deps $(PILLOW)
	@touch $@
