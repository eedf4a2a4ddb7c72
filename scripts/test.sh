#!/bin/sh
# Runs all tests. First two files at a time, then, one after the other, those that
# measure what a busy machine would change: their names end in .alone.spec.ts
set -u
cd "$(dirname "$0")/.."

sh scripts/install-test-packages.sh
status=0
aegir test -t node -b false -f 'test/**/!(*.alone).spec.ts' -- --parallel --jobs 2 --exit || status=1
aegir test -t node -b false -f 'test/**/*.alone.spec.ts' -- --exit || status=1

exit "$status"
