# Every target stands for plain commands that work without make; the README shows them.
.DEFAULT_GOAL := help
.PHONY: always help build reproduce ensemble report nightly bench test spec approve mutate planted kills slurm arm64 sample clean

# Built when something that it is made of is newer than it; `dotnet run` asks every project each time, which takes seconds. Folders count, too, so that a
# file taken away is noticed. Where there is no Unix find, it is built each time.
PROGRAM := out/bin/Cli/release/reproduce.dll
SOURCES := $(shell find src build/*.props Directory.* global.json || echo always)

$(PROGRAM): $(SOURCES)
	dotnet build src/Cli --configuration Release
	-@touch $@

reproduce ensemble report nightly sample: $(PROGRAM)

help:           ## list the targets
	@awk 'BEGIN { FS = ":.*## " } /^[a-z0-9]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build:          ## compile everything
	dotnet build

reproduce:      ## repeat the notebook: four runs, a table, files under artifacts/ (ARGS="--epochs 3" passes options)
	dotnet $(PROGRAM) $(ARGS)

ensemble:       ## train a grid into artifacts/ensemble.jsonl (GRID=results/notebook.grid.json, ARGS="--shard 1/2"); stopped, it goes on from there
	dotnet $(PROGRAM) ensemble --grid $(or $(GRID),results/notebook.grid.json) --results artifacts/ensemble.jsonl $(ARGS)

report:         ## the page of all evidence, from the stored results: artifacts/report/report.html and report.md
	dotnet $(PROGRAM) report

nightly:        ## the notebook's runs on full MNIST for 20 seeds, against the stored ones; fails when a figure has changed (ARGS="--seeds 1..10")
	dotnet $(PROGRAM) nightly --dataset mnist $(ARGS)

bench:          ## the time of a training step: portable, torch and the idiomatic loop side by side (6 minutes)
	dotnet run --project bench --configuration Release

planted:        ## plant regressions and see whether the nightly comparison finds each (minutes for each)
	build/planted-regressions.sh

arm64:          ## the portable engine's fingerprint on an emulated arm64 (Debian)
	build/arm64.sh

kills:          ## kill an ensemble 20 times at random moments and compare its results with an undisturbed pass (minutes)
	build/kills.sh

slurm:          ## run the Slurm batch script on a Slurm of one node, started for it (Debian, root)
	build/slurm/test.sh

test:           ## run all tests and specs
	dotnet test

spec:           ## run the specs alone (CLAIM=T2 runs those of one claim)
	dotnet test spec $(if $(CLAIM),--filter TestCategory=$(CLAIM))

approve:        ## show what the specs received, and approve it (never where CI is set)
	build/approve.sh

mutate:         ## plant faults in the product, one at a time; each has to turn a spec red (about a quarter of an hour)
	build/mutate.sh

sample:         ## make the embedded sample anew (needs Debian's package dataset-fashion-mnist)
	dotnet $(PROGRAM) sample --from /usr/share/datasets/fashion-mnist --to src/Data/Sample

clean:          ## remove what was built; artifacts/ stays
	rm -rf out
