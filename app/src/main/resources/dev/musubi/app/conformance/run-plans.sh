#!/bin/sh
# Runs the plans one after the other at the suite. Ends with 0 if the suite found in each what is expected of it and nothing else.
#
#   ./run-plans.sh SUITE [PLAN ...]     SUITE: the folder of the suite's source; a plan is named as its configuration: basic, fapi2-dpop, ...
#
# PYTHON: a Python 3 that has httpx and pyparsing. CONFORMANCE_SERVER: the suite's address. CONFORMANCE_TOKEN: for a suite that asks for one.
set -u

if [ $# -eq 0 ]; then
  sed -n '2,6s/^# \{0,1\}//p' "$0" >&2
  exit 2
fi
script=$1/scripts/run-test-plan.py
case $script in /*) ;; *) script=$PWD/$script ;; esac
if [ ! -f "$script" ]; then
  echo "run-plans: there is no $script" >&2
  exit 2
fi
shift
# Before anything is run: without them each plan would end as if the suite had found something.
if ! "${PYTHON:-python3}" -c 'import httpx, pyparsing' 2>/dev/null; then
  echo "run-plans: ${PYTHON:-python3} has no httpx or no pyparsing, which the suite's script needs; PYTHON names another Python" >&2
  exit 2
fi
cd "$(dirname "$0")" || exit 2
for plan; do
  if ! grep -q " $plan\.json\$" plans.txt; then
    echo "run-plans: there is no plan $plan; there are: $(sed 's/.* \(.*\)\.json$/\1/' plans.txt | tr '\n' ' ')" >&2
    exit 2
  fi
done

export CONFORMANCE_SERVER="${CONFORMANCE_SERVER:-@SUITE@/}"
# Without a token it is a suite on this machine, in the mode for developers.
[ -n "${CONFORMANCE_TOKEN:-}" ] || export CONFORMANCE_DEV_MODE=1
mkdir -p results
failed=
while read -r plan configuration; do
  key=${configuration%.json}
  case " $* " in
    "  " | *" $key "*) ;;
    *) continue ;;
  esac
  echo "== $key"
  "${PYTHON:-python3}" "$script" --no-parallel --verbose --export-dir results \
    --expected-failures-file "$key.problems.json" --expected-skips-file "$key.skips.json" \
    "$plan" "$configuration" </dev/null || failed="$failed $key"
done <plans.txt

if [ -n "$failed" ]; then
  echo "== not as expected:$failed"
  exit 1
fi
echo "== as expected"
