# Two commands: `make run` opens Zhike with the sample company, `make test` checks everything.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test bench lint docs demo clean

run: $(VENV)/.run
	$(BIN)/streamlit run app.py

test: $(VENV)/.dev browser
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder $(TESTS)

bench: $(VENV)/.dev browser
	$(BIN)/python -m benchmarks $(SIZES)

# What the stamps stand for: an environment that holds exactly the pinned packages.
# Python compiles the modules that it uses; compiling all of them takes as long as fetching them.
$(VENV)/.run: requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --no-compile --requirement requirements.txt
	touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.txt
	$(BIN)/python -m pip install --quiet --no-compile --requirement requirements-dev.txt
	touch $@

# Debian's browser and Chinese fonts for the browser tests, where they are missing and may be installed.
.PHONY: browser
browser:
	@command -v chromium >/dev/null && fc-list :lang=zh family 2>/dev/null | grep -q . || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	      chromium fonts-noto-cjk fontconfig >/dev/null; \
	  else \
	    echo "Browser tests will be skipped: Chromium or Chinese fonts are missing." \
	      "Install them as root: apt-get install chromium fonts-noto-cjk"; \
	  fi; }

# What is written from the code: the list of all metrics in words, and which id of the inventory each answers.
docs: $(VENV)/.run
	$(BIN)/python -m crm_core.metrics.catalogue

clean:
	rm -rf $(VENV) tests/artefacts .pytest_cache .mypy_cache .ruff_cache .hypothesis
