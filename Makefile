.PHONY: test check golden folding boxes

# Everything that must be green before a commit.
test: check
	python -m pytest -n 2

check:
	ruff format --check .
	ruff check .
	mypy

# Write the expected screens and the generated pages again; read the difference as design before committing it.
golden:
	SIMCHECK_GOLDEN=write python -m pytest tests/render tests/cli tests/house/test_docs.py tests/house/test_notebook.py tests/report

folding:
	python tools/make_folding.py

boxes:
	python tools/make_boxes.py
