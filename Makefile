.PHONY: help run test check dev bench clean
help:  ; @sed -n 's/^# //p' Makefile
run:   ; @.dev/run.sh
test:  ; @.dev/test.sh
check: ; @.dev/check.sh
dev:   ; @.dev/dev.sh
bench: ; @.dev/bench.sh
clean: ; @cargo clean

# make run     set up what is missing, build in release, start the server on 127.0.0.1:3000
# make dev     the same in debug, again on every change
# make test    all tests: unit, integration on a real PostgreSQL, browser
# make check   format, lints, dependency policy, query data, size of the browser bundle
# make bench   measure the release build
# make clean   remove what was built
