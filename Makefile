PYTHON ?= python

# What CI runs.
check: check-code test

check-code: format lint types

format:
	$(PYTHON) -m ruff format --check graph tests

lint:
	$(PYTHON) -m ruff check .

types:
	$(PYTHON) -m mypy

test:
	$(PYTHON) -m pytest

# Fresh outputs in the notebooks; look at what changed before you commit them.
notebooks:
	cd notebooks && $(PYTHON) -m jupyter execute --inplace *.ipynb

bench:
	$(PYTHON) tests/bench/ask.py

.PHONY: check check-code format lint types test notebooks bench
