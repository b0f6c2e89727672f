PYTHON ?= python

# What CI runs.
check: check-code test

check-code: format lint types record

format:
	$(PYTHON) -m ruff format --check graph tests

lint:
	$(PYTHON) -m ruff check .

# The record: laid out one way, and passing its own check.
record:
	$(PYTHON) -m pledgegraph fmt --check ontology seeds
	$(PYTHON) -m pledgegraph check --fail-on warning $(if $(PLEDGEGRAPH_ARTICLES),--articles $(PLEDGEGRAPH_ARTICLES))

types:
	$(PYTHON) -m mypy

test:
	$(PYTHON) -m pytest

# Fresh outputs in the notebooks; look at what changed before you commit them.
notebooks:
	$(PYTHON) tests/renew_notebooks.py

# The page of all questions; a test says when it is stale.
docs:
	$(PYTHON) docs/questions.py

# The short script and style of the atlas; a test says when they are stale.
page:
	$(PYTHON) tests/renew_page.py

# The picture of the atlas in the README.
picture:
	$(PYTHON) docs/atlas.py

bench:
	$(PYTHON) tests/bench/ask.py
	$(PYTHON) tests/bench/questions.py
	$(PYTHON) tests/bench/matching.py

.PHONY: check check-code format lint types record test notebooks docs page picture bench
