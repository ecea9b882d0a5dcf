# The front door. Each command installs what is missing (tools/setup) and does nothing twice.
#
#   make run      build and serve: PORT (8080), TLS_PORT (8443), DATA (folder; without it a demo), LAN=1 (all interfaces)
#   make test     what a developer runs before a commit
#   make check    everything: test, sanitizers, fuzzers, clang-tidy, every browser
#   make soak     seeds of the simulation until it is stopped
#   make bench    measurements as JSON lines, kept in build/bench.jsonl
#   make format   clang-format;  make lint: every style check;  make build;  make clean
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := build

export HEXIAO_CACHE ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/hexiao
PORT ?= 8080
TLS_PORT ?= 8443
WHERE_EMCC := tools/toolchain run
SERVER := build/native/platform/hexiao

.PHONY: run build test check check-rest soak bench format lint clean setup setup-build native web dist
.PHONY: test-style test-unit test-simulation check-simulation check-controls test-contract test-crash test-browser test-coverage check-asan check-tsan check-fuzz check-tidy check-crash check-browsers check-orca test-postgres check-postgres

# --- building ---

setup:
	@tools/setup all

setup-build:
	@tools/setup web

# One rule for every configured folder; cmake itself runs again when a CMakeLists.txt changes.
build/%/build.ninja: CMakePresets.json
	@mkdir -p build; echo "configuring $*"
	@$(if $(filter web,$*),$(WHERE_EMCC) emcmake) cmake --preset $* >build/configure-$*.log 2>&1 || { tail -n 20 build/configure-$*.log; exit 1; }
	@touch $@

native: setup-build
	@$(MAKE) -s build/native/build.ninja
	@cmake --build build/native

web: setup-build
	@$(MAKE) -s build/web/build.ninja
	@$(WHERE_EMCC) cmake --build build/web

# The face for browsers that falsify their own.
build/hanzi.otf: tools/hanzi.py assets/strings/zh.json assets/strings/en.json
	@mkdir -p build; /usr/bin/python3 tools/hanzi.py assets/strings $@

# The browser's bundle (hashed names, brotli, gzip) takes seconds, so it is made only when something of it is newer.
dist: web build/hanzi.otf
	@if [ ! -e build/dist.stamp ] || \
	    [ -n "$$(find web assets package-lock.json build/web/shell/hexiao_web.* build/hanzi.otf -type f -newer build/dist.stamp -print -quit)" ]; then \
	    node web/build.mjs && touch build/dist.stamp; fi

build: native dist

run: build
	@exec $(SERVER) serve --port "$(PORT)" --tls-port "$(TLS_PORT)" --assets build/dist \
		$(if $(DATA),--data "$(DATA)",--demo --data build/demo) $(if $(filter 1,$(LAN)),--lan)

# --- testing: each suite prints its time and its budget. As many files at a time as two cores bear: contract tests wait much. ---

test:
	@tools/setup all
	@$(MAKE) test-style
	@$(MAKE) build
	@$(MAKE) test-unit
	@$(MAKE) test-simulation
	@$(MAKE) test-postgres
	@$(MAKE) test-contract
	@$(MAKE) test-crash
	@$(MAKE) test-browser
	@$(MAKE) test-coverage

test-style:
	@tools/suite style 30 tools/lint fast

test-unit:
	@tools/suite unit 60 ctest --test-dir build/native -j "$$(nproc)" --output-on-failure --no-tests=error

# Seeds of consoles, platform and customers under every fault (tests/simulation): the first here, the rest of 2,000 in
# check-simulation (WITHIN: seconds, as many as can be begun by then), and the controls, each of which must be found among them.
SIMULATION := build/native/tests/hexiao_simulation
CONTROLS := key-lookup write-before-green voucher-lock fsync replay-of-refusals channel-token

test-simulation:
	@tools/suite simulation 90 $(SIMULATION) --seeds 200

check-simulation: native
	@tools/suite simulation-2000 900 $(SIMULATION) --first 201 --seeds 1800 $(if $(WITHIN),--within $(WITHIN))

check-controls: native
	@for control in $(CONTROLS); do tools/suite "simulation-without-$$control" 300 $(SIMULATION) --seeds 2000 --control "$$control"; done

soak: native
	@$(SIMULATION) --soak

# On a PostgreSQL that the tests start themselves: what the unit tests say of the platform, and the races. All the rest: check-postgres.
WITH_POSTGRES := node tests/harness/postgres.mjs

test-postgres:
	@tools/suite postgres 60 $(WITH_POSTGRES) build/native/tests/hexiao_tests --source-file='*/platform_*,*/race_*'

# Coverage is counted anew from here to the browser's tests, so that an old run hides nothing.
test-contract:
	@rm -rf build/coverage
	@tools/suite contract 180 node --test --test-concurrency=3 $(or $(wildcard tests/contract/*test.mjs),tests/contract/none)

# A few deaths here, a hundred in check-crash.
test-crash:
	@tools/suite crash 60 node --test --test-concurrency=2 tests/crash/*.test.mjs

test-coverage:
	@tools/suite contract-coverage 10 node tests/contract/coverage.mjs

test-browser:
	@tools/suite browser 700 node tests/browser/run.mjs $(wildcard tests/browser/*test.mjs)

check:
	@$(MAKE) test
	@$(MAKE) check-rest
	@$(MAKE) check-simulation check-controls

check-rest:
	@tools/setup all
	@$(MAKE) check-tidy
	@$(MAKE) check-asan
	@$(MAKE) check-tsan
	@$(MAKE) check-fuzz
	@$(MAKE) check-crash
	@$(MAKE) check-postgres
	@$(MAKE) check-browsers

# Clang-tidy reads what the build generates.
check-tidy: native
	@tools/suite clang-tidy 900 tools/lint tidy

check-asan check-tsan: check-%: sanitized-%
	@tools/suite $*-unit 300 ctest --test-dir build/$* -j "$$(nproc)" --output-on-failure --no-tests=error

# By hand, until it was seen to pass: what comes in from outside and how it ends, over Drogon under the same sanitizers: the edge
# and the parser, every body that is none, live feeds, TLS, pairing, and the keys under which a redemption is asked for again.
SANITIZED_CONTRACT := $(foreach name,edge bad_input outside feed trust pairing idempotency,tests/contract/$(name).test.mjs)

check-asan-contract: sanitized-asan
	@tools/suite asan-server 300 cmake --build build/asan
	@tools/suite asan-contract 300 env HEXIAO_BUILD=$(CURDIR)/build/asan node --test $(SANITIZED_CONTRACT)

# The tests, and with asan the fuzzers.
sanitized-%:
	@$(if $(filter asan,$*),tools/toolchain sanitized)
	@$(MAKE) -s build/$*/build.ninja
	@tools/suite $*-build 400 cmake --build build/$* --target hexiao_tests $(if $(filter asan,$*),fuzzers)

check-fuzz: sanitized-asan
	@tools/suite fuzz 180 tools/fuzz 20

check-crash: native
	@HEXIAO_CRASH_ROUNDS=100 tools/suite crash-100 300 node --test --test-concurrency=2 tests/crash/*.test.mjs

check-postgres: native
	@tools/suite postgres-processes 180 node --test --test-concurrency=1 $(wildcard tests/postgres/*test.mjs)
	@tools/suite postgres-contract 240 $(WITH_POSTGRES) node --test --test-concurrency=3 $(wildcard tests/contract/*test.mjs)

# The same console in Firefox and WebKitGTK, on displays that the tests start themselves.
check-browsers: build
	@tools/setup browsers
	@tools/suite browsers 180 node --test --test-concurrency=1 $(wildcard tests/browsers/*test.mjs)

# By hand: a screen reader, and a display for it, are wanted by nothing else.
check-orca: build
	@tools/setup orca
	@tools/suite orca 120 xvfb-run -a dbus-run-session -- node --test tests/orca/*.test.mjs

bench: build
	@tools/setup all
	@$(WHERE_EMCC) cmake --build build/web --target stock >build/stock.log 2>&1 || { tail -n 20 build/stock.log; exit 1; }
	@node tests/bench/run.mjs | tee build/bench.jsonl

# --- style ---

format:
	@tools/setup lint
	@tools/lint format

lint: native
	@tools/setup lint
	@tools/lint fast
	@tools/lint tidy

clean:
	@rm -rf build
