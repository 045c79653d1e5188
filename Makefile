# Each target sets up what it needs. The work is done in tools/.
PYTHON ?= python3
.PHONY: help setup run test check bench walk fuzz audit sbom clean

help:    ## say what there is
	@awk -F ': *## ' '/^[a-z]+: / {printf "make %-6s %s\n", $$1, $$2}' Makefile
setup:   ## make .venv with what the application needs
	@$(PYTHON) -m tools.setup
run:     ## serve a fictional demo clinic on http://127.0.0.1:$PORT (8000)
	@$(PYTHON) -m tools.run
test:    ## run every test; ARGS go to pytest
	@$(PYTHON) -m tools.test
check:   ## lint, format, types, imports, templates, migrations, settings
	@$(PYTHON) -m tools.check
bench:   ## measure saving, evaluating and reading; leaves nothing behind
	@$(PYTHON) -m tools.setup
	@DEMO=1 .venv/bin/python manage.py bench
walk:    ## walk through a running application as a patient; URL=http://...
	@$(PYTHON) -m tools.walk
fuzz:    ## send 10,000 malformed requests; FUZZ_REQUESTS and FUZZ_SEED change them
	@$(PYTHON) -m tools.fuzz
audit:   ## ask PyPI's advisories about every pinned package
	@$(PYTHON) -m tools.audit
sbom:    ## list packages and licenses in sbom.json (CycloneDX); SBOM=FILE
	@$(PYTHON) -m tools.sbom
clean:   ## delete what can be made again; data stay
	@$(PYTHON) -m tools.clean
