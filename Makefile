# Every target stands for plain commands that work without make; the README shows them.
# A line that begins with ##@ heads a group of `make help`, and what stands after ## is a target's line there: 80 columns at most.
.DEFAULT_GOAL := help
.PHONY: always help build reproduce ensemble report verdict nightly bench test spec approve changes mutate stryker planted kills stress slurm arm64 \
    format pages sample clean

# Built when something that it is made of is newer than it; `dotnet run` asks every project each time, which takes seconds. Folders count, too, so
# that a file taken away is noticed. Where there is no Unix find, it is built each time.
PROGRAM := out/bin/Cli/release/reproduce.dll
SOURCES := $(shell find src build/*.props Directory.* global.json || echo always)

$(PROGRAM): $(SOURCES)
	dotnet build src/Cli --configuration Release
	-@touch $@

reproduce ensemble report verdict nightly sample approve changes $(if $(CLAIM),spec): $(PROGRAM)

##@ Reproduce

help: ## list the targets
	@awk 'BEGIN { FS = ":.*## " } /^##@ / { printf "\n%s\n", substr($$0, 5) } \
	    /^[a-z0-9]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

reproduce: ## repeat the notebook: four runs, a table (ARGS="--epochs 3")
	dotnet $(PROGRAM) $(ARGS)

report: ## the page of all evidence: artifacts/report/report.html
	dotnet $(PROGRAM) report

verdict: ## decide claims from the stored runs (ARGS="B3 --train")
	dotnet $(PROGRAM) verdict $(ARGS)

ensemble: ## train a grid, or go on with it (GRID=results/*.grid.json)
	dotnet $(PROGRAM) ensemble --grid $(or $(GRID),results/notebook.grid.json) --results artifacts/ensemble.jsonl $(ARGS)

nightly: ## compare 20 seeds on MNIST with the stored runs (minutes)
	dotnet $(PROGRAM) nightly --dataset mnist $(ARGS)

##@ Test

build: ## compile everything
	dotnet build

test: ## run all tests and specs
	dotnet test

spec: ## run the specs (CLAIM=B3: those of one claim, and its verdict)
	build/spec.sh "$(CLAIM)"
	$(if $(CLAIM),@dotnet $(PROGRAM) verdict "$(CLAIM)")

approve: ## judge and approve what was received (NAME="mnist-bn-*")
	dotnet $(PROGRAM) approve $(if $(NAME),"$(NAME)") $(ARGS)

changes: ## what changed in the approved files (REV=HEAD~3; main)
	dotnet $(PROGRAM) changes $(REV) $(ARGS)

##@ Measure, attack

bench: ## time of a step: portable, torch, idiomatic loop (6 minutes)
	dotnet run --project bench --configuration Release

mutate: ## plant faults; each must turn a spec red (hours)
	build/mutate.sh

stryker: ## let Stryker.NET mutate src (PROJECTS=Statistics; hours)
	build/stryker.sh

planted: ## plant regressions; nightly must find each (minutes each)
	build/planted-regressions.sh

kills: ## kill an ensemble 20 times and compare its results (minutes)
	build/kills.sh

stress: ## torch under a busy garbage collector (RUNS=20; minutes)
	build/stress.sh

slurm: ## run the batch script on a Slurm of one node (Debian, root)
	build/slurm/test.sh

arm64: ## the portable engine on an emulated arm64: same bits? (Debian)
	build/arm64.sh

##@ Maintain

PAGES := README.md CONTRIBUTING.md CLAIMS.md $(filter-out %.template.md,$(wildcard docs/*.md)) $(wildcard artifacts/report/report.html)

format: ## mend the layout of the sources; CI checks it
	dotnet format --no-restore

pages: ## look at the pages in a browser (needs node and Chromium)
	cd build/pages && npm ci --no-audit --no-fund
	node build/pages/look.mjs --to artifacts/pages $(PAGES)

sample: ## make the sample anew (Debian's dataset-fashion-mnist)
	dotnet $(PROGRAM) sample --from /usr/share/datasets/fashion-mnist --to src/Data/Sample

clean: ## remove what was built; artifacts/ stays
	rm -rf out
