.PHONY: run test

run: ## Install and run over the sample forms
	bash scripts/setup-and-run

test: ## Lint, types, layers and all tests
	bash scripts/check
