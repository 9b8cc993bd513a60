# One verb each.
.PHONY: build run test e2e soak golden fuzz bench mutate lint release

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
# Nothing here speaks HTTP/2: half a megabyte less.
# What draws, reads files and reads the command line for people is not inlined: 0.8 MB less.
SMALL    = localiq/tui/... localiq/hub/sitefile/... localiq/hub/rehearse github.com/goccy/... github.com/alecthomas/kong \
           charm.land/... github.com/charmbracelet/... github.com/miekg/...
FLAGS    = -trimpath -tags nethttpomithttp2 $(SMALL:%=-gcflags=%=-l) -ldflags "-s -w -X main.version=$(VERSION)"
export CGO_ENABLED = 0

build: ## one static binary for this machine
	go build $(FLAGS) -o localiq .

run: ## a living site in this terminal
	go run . demo

test: ## everything that needs nothing but Go
	go test ./...

e2e: build ## the shipped binary: repeaters across network namespaces, and a real kernel's Bluetooth, in a guest
	ble/rig/run.sh

soak: build ## the same for as long as a real day would have it: chaos for minutes, every trick
	go test ./rules ./ble/driver -rapid.seed=0 -rapid.checks=2000 -timeout 60m
	go test . -run Killed -soak -timeout 30m
	go test ./hub/people/model -model.wishes=10000
	go test ./hub/people/model -model.wishes=10000 -model.seed=$$(date +%s)
	go test ./rules/oracle -oracle.seed=0 -oracle.sites=100000 -timeout 60m
	go test ./ble/virtual/rehearsal -soak -v -timeout 20m
	RIG_LONG=1 ble/rig/run.sh

golden: ## write the golden files anew; then read the diff
	go test ./rules ./tui/... ./ble/tape -update

fuzz: ## every decoder, half a minute each
	.ci/fuzz 30s

bench: ## the figures of docs/figures.md
	go test -run '^$$' -bench . -benchmem ./rules ./store ./ble/profile ./ble/nuki/... ./ble/virtual ./ble/driver ./hub

mutate: ## which wrong lines of the rules no test would notice: those in the file of survivors, and no others (an hour)
	cd bench && go run ./mutate -root .. -pkg rules -survivors mutate/survivors.txt -flags -rapid.checks=20 \
	  -first '^TestStories$$|^TestSchedule' -last '$(SLOW)' \
	  -never 'TestRulesArePure|TestEveryClause|TestEveryWord|TestNoWayToADoor' $(ONLY)

# Tried on what all others let live, and with fewer lives.
SLOW = TestKilledAtEveryStep|TestWhoeverLies|TestOneWindow|TestTablesTurn|TestSixMess|TestEveryKindOfAlert|TestManyKeysRevoked|TestAnotherZone|TestGuardsAllocate|TestReplayIsThe|TestClearedOnly|TestNothingOpensWithout|TestLateOpens|TestDroppedInputs|TestRaisedOnce|TestAlertsHaveOneLife|TestNextIsNever|TestForcedIs|TestLeaseIsShort|TestBookingsAllocate|TestAccessUnder

lint:
	gofmt -l $$(git ls-files '*.go') | tee /dev/stderr | (! read)
	go vet ./...

release: ## static binaries, and what they weigh
	for t in linux/arm64 linux/arm linux/amd64; do \
	  GOOS=$${t%/*} GOARCH=$${t#*/} GOARM=7 go build $(FLAGS) -o dist/localiq-$${t%/*}-$${t#*/} . || exit 1; done
	GOOS=darwin GOARCH=arm64 go build $(FLAGS) -o /dev/null .
	ls -l dist
