# Two commands on a fresh machine with Python 3.11+ and make: `make demo` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
LOCKED := --require-hashes --no-deps --disable-pip-version-check

.PHONY: demo test test-long install check serve schema bench chaos docs judge lock clean

demo: .venv/run.stamp          ## start everything with the demo bank; Ctrl-C stops it, the data stays
	@$(BIN)/c360 demo

serve: .venv/run.stamp         ## serve the graph at NEO4J_URI
	@$(BIN)/c360 serve

test: .venv/dev.stamp          ## the tests, against a real Neo4j that starts by itself
	@$(BIN)/python -m tests

test-long: .venv/dev.stamp     ## those of a minute or more each: databases killed, whole banks compared, the package installed
	@$(BIN)/python -m tests long

check: .venv/dev.stamp         ## style, types, layout, and what is printed from the code
	@$(BIN)/ruff check .
	@$(BIN)/basedpyright
	@$(BIN)/lint-imports
	@$(BIN)/c360 schema | diff -u schema/schema.graphql - || (echo "Run make schema."; exit 1)
	@$(BIN)/c360 schema --changes > /dev/null
	@$(BIN)/python -m docs.printed --check

install: .venv/dev.stamp       ## make .venv with everything for development

schema: .venv/run.stamp        ## print the GraphQL schema to schema/schema.graphql
	@$(BIN)/c360 schema > schema/schema.graphql.new && mv schema/schema.graphql.new schema/schema.graphql

docs: .venv/run.stamp          ## print the settings, vocabulary and error tables into the documents
	@$(BIN)/python -m docs.printed

bench: .venv/dev.stamp         ## measure beside the driver alone, the peer on Node and other ways; writes docs/benchmarks.md
	@$(BIN)/c360 bench all

chaos: .venv/dev.stamp         ## passes killed, cut off and robbed of their database 200 times: half an hour
	@$(BIN)/c360 bench chaos --rounds 200 --seed 1

judge: .venv/run.stamp        ## checks written by others (Node), against a running demo
	@bash tests/judge.sh

lock: .venv/dev.stamp          ## renew the locks (needs uv)
	uv pip compile pyproject.toml --group build --extra local --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header -q -o locks/run.txt
	uv pip compile pyproject.toml --group build --extra local --extra dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header -q -c locks/run.txt -o locks/dev.txt

clean:                         ## forget .venv and build results; the data in .c360 stays
	rm -rf .venv build dist

.venv/python.stamp:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed, this is %d.%d: make PYTHON=python3.11 …" % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv .venv || (echo "Python's venv module is missing (on Debian: apt install python3-venv)."; exit 1)
	@touch $@

.venv/run.stamp: .venv/python.stamp locks/run.txt pyproject.toml
	@test -e .venv/dev.stamp || $(BIN)/pip install $(LOCKED) -r locks/run.txt
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation --disable-pip-version-check -e .
	@touch $@

.venv/dev.stamp: .venv/python.stamp locks/dev.txt pyproject.toml
	@$(BIN)/pip install $(LOCKED) -r locks/dev.txt
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation --disable-pip-version-check -e .
	@touch $@ .venv/run.stamp
