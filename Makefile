# `make run` and `make test` do all set-up; everything else is for developers.
PYTHON    ?= $(shell command -v python3.11 || command -v python3)
VENV      ?= .venv
BIN       := $(VENV)/bin
# A file, folder or pattern of articles; the bundled sample corpus by default.
INPUT     ?= corpora/sample
WORKSPACE ?= workspace/$(firstword $(subst ., ,$(notdir $(patsubst %/,%,$(INPUT)))))
# Labelled data that cannot be distributed with the project; only `eval` and `eval-public` need it.
DATA      ?= ../shared
MEDIAFRAME = $(BIN)/mediaframe
# Modules are compiled when they are first imported: most of them never are.
INSTALL    = $(BIN)/pip install -q --no-compile -c constraints.txt
EVALUATE   = $(MEDIAFRAME) evaluate --labels $(DATA)/labels/train.jsonl \
  $(if $(wildcard $(DATA)/corpora),--placed annotations/news --corpora $(DATA)/corpora)

export HF_HUB_OFFLINE = 1
export PIP_DISABLE_PIP_VERSION_CHECK = 1
# What was compiled is kept, or every process of tests and commands would compile it anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test packages lint pytest eval eval-public bench clean

run: $(VENV)/run.stamp
	@test -f $(WORKSPACE)/mediaframe.toml || $(MEDIAFRAME) init $(WORKSPACE)
ifeq ($(INPUT),corpora/sample)
	@test -f $(WORKSPACE)/outlets.yaml || $(MEDIAFRAME) outlets add -w $(WORKSPACE) --file corpora/sample/outlets.yaml
	@test -f $(WORKSPACE)/actors.yaml || $(MEDIAFRAME) actors add -w $(WORKSPACE) --file corpora/sample/actors.yaml
	@$(MEDIAFRAME) import -w $(WORKSPACE) 'corpora/sample/articles-*.jsonl'
else
	@$(MEDIAFRAME) import -w $(WORKSPACE) '$(INPUT)' || test $$? -eq 1
endif
	@$(MEDIAFRAME) analyze -w $(WORKSPACE) || test $$? -eq 1
	@$(MEDIAFRAME) trends -w $(WORKSPACE) --by country
	@$(MEDIAFRAME) report -w $(WORKSPACE)

# Side by side what waits for the network, and then lint and evaluation beside the tests, whose
# summary comes last: what the others print is in build/checks.txt, and shown where they fail.
test:
	@$(MAKE) --no-print-directory -j2 $(VENV)/dev.stamp packages
	@mkdir -p build
	@test -f $(DATA)/labels/train.jsonl || echo "no labelled data at $(DATA)/labels: nothing is scored"
	@$(MAKE) --no-print-directory lint eval > build/checks.txt 2>&1 & checks=$$!; \
	trap "kill $$checks" INT TERM; \
	$(MAKE) --no-print-directory pytest; tests=$$?; \
	wait $$checks || { cat build/checks.txt; exit 1; }; exit $$tests

# Debian's packages that tests use.
packages:
	@bash scripts/chromium.sh
	@bash scripts/postgres.sh run true

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check src tests scripts
	$(BIN)/ruff format --check src tests scripts
	$(BIN)/mypy
	$(BIN)/lint-imports

# The workers share the cores: more threads in each would wait for each other.
pytest: $(VENV)/dev.stamp
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 POLARS_MAX_THREADS=1 \
	  bash scripts/postgres.sh run $(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

# Scores detection, lexicon and classifier on labelled real mentions, each compared with its floor.
eval: $(VENV)/dev.stamp
	@if test -f $(DATA)/labels/train.jsonl; then $(EVALUATE) \
	  --scorer lexicon --metrics build/metrics.json --floor models/lexicon-ar/floor.json \
	  --scorer classifier --metrics build/metrics-classifier.json \
	  --floor models/framing-ar/floor.json; \
	else echo "eval: no labelled data at $(DATA)/labels; not scored"; fi

# Trains the classifier's encoder on public labelled sets and compares it with what is published.
eval-public: $(VENV)/dev.stamp
	@test -f build/encoder/config.json || test ! -d $(DATA)/benchmarks || \
	  $(BIN)/python scripts/build_encoder.py
	@$(BIN)/python scripts/eval_public.py --data $(DATA)

# Speed and memory on real articles, beside a plain baseline in the same run.
bench: $(VENV)/dev.stamp
	$(BIN)/python scripts/bench.py --corpora $(DATA)/corpora
	$(BIN)/python scripts/bench_archives.py
	$(BIN)/python scripts/bench_classifier.py --corpora $(DATA)/corpora

$(VENV)/run.stamp: pyproject.toml constraints.txt
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	@echo "Setting up $(VENV) (a few minutes the first time)"
	@$(INSTALL) -e .
	@touch $@

# Never two at once in one environment.
$(VENV)/dev.stamp: pyproject.toml constraints.txt $(if $(filter run,$(MAKECMDGOALS)),$(VENV)/run.stamp)
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	@echo "Setting up $(VENV) (a few minutes the first time)"
	@$(INSTALL) -e '.[dev,train,postgres]'
	@touch $(VENV)/run.stamp $@

clean:
	rm -rf build workspace .pytest_cache .mypy_cache .ruff_cache .hypothesis
