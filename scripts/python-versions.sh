#!/usr/bin/env bash
# The Python tests, and pipelines on rows that were not golden, with each scikit-learn that the exporter works with, every one in a
# venv of its own with the NumPy and pandas of its time. Ends with the table of python/README.md.
# usage: python-versions.sh [--oldest | scikit-learn version ...] [-- arguments of pytest]
# --oldest takes the oldest that a Python which is here can run.
# Venvs are kept in $SKEWLESS_VENVS when it is set. The runtime must have been built (npm run build).
set -euo pipefail
cd "$(dirname "$0")/.."

# scikit-learn, the Pythons that have it (the first one found is taken), NumPy, SciPy, pandas
table='
1.4.2 3.11,3.12,3.10 2.0.2 1.13.1 2.2.3
1.5.2 3.10,3.11,3.12,3.13 2.0.2 1.14.1 2.2.3
1.6.1 3.12,3.11,3.10,3.13 2.1.3 1.15.3 2.2.3
1.7.2 3.13,3.12,3.11,3.10 2.2.6 1.15.3 2.3.3
1.8.0 3.13,3.12,3.11 2.3.5 1.16.3 2.3.3
1.9.1 3.13,3.12,3.11 2.4.6 1.17.1 3.1.1'

wanted=()
oldest=
if [ "${1:-}" = --oldest ]; then
  oldest=yes
  shift
fi
while [ $# -gt 0 ] && [ "$1" != -- ]; do wanted+=("$1"); shift; done
[ $# -eq 0 ] || shift
[ $# -gt 0 ] || set -- python

# The interpreter of a minor version: on the path, or pyenv's.
interpreter() {
  local found
  for found in "$(command -v "python$1" || true)" "$(command -v python3 || true)" "${PYENV_ROOT:-$HOME/.pyenv}/versions/$1".*/bin/python3; do
    if [ -x "$found" ] && [ "$("$found" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)" = "$1" ]; then
      echo "$found"
      return
    fi
  done
}

venvs=${SKEWLESS_VENVS:-$(mktemp -d)}
[ -n "${SKEWLESS_VENVS:-}" ] || trap 'rm -rf "$venvs"' EXIT
ran=0
failed=()
rows=()
log=$(mktemp)
while read -r sklearn pythons numpy scipy pandas; do
  [ -n "$sklearn" ] || continue
  [ ${#wanted[@]} -eq 0 ] || [[ " ${wanted[*]} " = *" $sklearn "* ]] || continue
  python=
  for minor in ${pythons//,/ }; do
    python=$(interpreter "$minor")
    [ -z "$python" ] || break
  done
  if [ -z "$python" ]; then
    echo "== scikit-learn $sklearn: not run, none of Python $pythons is here"
    [ -n "$oldest" ] || failed+=("$sklearn")
    continue
  fi
  venv=$venvs/$sklearn
  echo "== scikit-learn $sklearn, Python $minor, NumPy $numpy, pandas $pandas"
  [ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    "scikit-learn==$sklearn" "numpy==$numpy" "scipy==$scipy" "pandas==$pandas" $(grep -vE '^(scikit-learn|numpy|scipy|pandas|build|hatchling|twine|mlflow-skinny|mypy|ruff|gmpy2|imbalanced-learn|mpmath|catboost|category_encoders|lightgbm|xgboost-cpu)==' python/requirements-test.txt)
  ran=$((ran + 1))
  export PYTHONPATH=python/src
  "$venv/bin/python" -m pytest -q -p no:cacheprovider "$@" | tee "$log" || failed+=("$sklearn")
  tests=$(tail -n 1 "$log" | sed -E 's/\x1b\[[0-9;]*m//g; s/ in .*//; s/, [0-9]+ warnings?//; s/^=* *//')
  row=$("$venv/bin/python" scripts/version-pipelines.py) || failed+=("$sklearn: pipelines")
  rows+=("$row $tests |")
  [ -z "$oldest" ] || break
done <<<"$table"
rm -f "$log"
echo '| scikit-learn | Python | NumPy | pandas | rows that were not golden | tests |'
echo '| --- | --- | --- | --- | --- | --- |'
printf '%s\n' "${rows[@]}"
if [ $ran -eq 0 ] || [ ${#failed[@]} -gt 0 ]; then
  echo "failed: ${failed[*]:-nothing ran}"
  exit 1
fi
