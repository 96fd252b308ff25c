#!/bin/sh
# Run everything, which takes hours, and write a page about it, night.md. `packaging/setup.sh night` installs what it needs.
set -u
cd "$(dirname -- "$0")/.."
python=$PWD/.venv/bin/python
cores=$(nproc)
page=packaging/night.md
expression=$("$python" -c 'import tomllib; print(tomllib.load(open("pyproject.toml", "rb"))["tool"]["tests"]["jobs"]["night"])')
commit=$(git describe --always --abbrev=40 --dirty)
lines=
failed=0

part() {
  name=$1
  shift
  printf '\n== %s\n' "$name"
  if "$@"; then
    lines="$lines- passed: $name
"
  else
    lines="$lines- FAILED: $name
"
    failed=1
  fi
}

tests() { "$python" -m pytest -q -n "$cores" --dist loadfile --no-loadscope-reorder "$@"; }

newest() {
  ORACLE_PYTHON=$PWD/.oracle-newest/bin/python .oracle-newest/bin/python -m pytest -q -n "$cores" -m "not desktop" \
    tests/proof --ignore=tests/proof/test_fuzz_decoder.py --ignore=tests/proof/test_golden.py tests/proof/newest_packages.py \
    tests/mcp/test_opening.py tests/mcp/test_over_http.py tests/mcp/test_over_stdio.py \
    tests/desk/test_many_on_ray.py
}

# They run as an ordinary user, who writes elsewhere.
sessions() {
  folder=$(mktemp -d)
  chmod 777 "$folder"
  code=0
  "$python" -m tests.sessions --timeout=1800 --junitxml="$folder/report.xml" || code=$?
  cp "$folder/report.xml" .venv/report-of-sessions.xml
  return "$code"
}

part "plain tests, promises and checks" "$python" packaging/gate.py test
part "tests with a screen or a program" "$python" packaging/gate.py changed
part "tests for the night" tests --timeout=1800 -m "$expression"
part "fuzzing, with new examples" env DESKTOP_AGENT_FUZZ=2000 "$python" -m pytest -q -n "$cores" tests/proof/test_fuzz_decoder.py
part "the newest packages" newest
part "desktop sessions" sessions
part "Windows, under Wine" sh packaging/setup.sh windows-test
printf '# The last night\n\n%s, at `%s`:\n\n%s' "$(date +%F)" "$commit" "$lines" >"$page"
printf '\nThe page about this night is %s.\n' "$page"
exit "$failed"
