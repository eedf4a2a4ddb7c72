#!/bin/sh
# Runs all tests. First two files at a time; then, two at a time as well, those that wait for
# most of their time, and want the machine to be quiet (.quiet.spec.ts); then, one after the
# other, those that measure what anything else would change (.alone.spec.ts)
set -u
cd "$(dirname "$0")/.."

sh scripts/install-test-packages.sh
status=0
aegir test -t node -b false -f 'test/**/!(*.alone|*.quiet).spec.ts' -- --parallel --jobs 2 --exit || status=1
aegir test -t node -b false -f 'test/**/*.quiet.spec.ts' -- --parallel --jobs 2 --exit || status=1
aegir test -t node -b false -f 'test/**/*.alone.spec.ts' -- --exit || status=1

exit "$status"
