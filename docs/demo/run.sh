#!/usr/bin/env bash
# The main job, end to end, on real input: verify, compile, train, use what was generated, check that it is up to date.
# Needs `tableau2net` and `python` on the PATH; writes to ./demo-output.
set -euo pipefail
here=$(dirname "$0")
networks=(digits_resnet digits_rk4 digits_lm)
rm -rf demo-output

say() { printf '\n\033[1m%s\033[0m\n' "\$ $*"; "$@"; }

say tableau2net check rk4 lm2
say tableau2net show rk4
mkdir demo-output
for name in "${networks[@]}"; do
    say tableau2net compile "$here/$name.yaml" -o "demo-output/$name.py"
    say tableau2net train "$here/$name.yaml" --epochs "${EPOCHS:-8}" --threads 1 --output "demo-output/$name"
done
say python "$here/use.py" "${networks[@]/#/demo-output/}"
for name in "${networks[@]}"; do
    say tableau2net compile "$here/$name.yaml" -o "demo-output/$name.py" --check
done
printf '\nThe generated files are up to date: demo-output/*.py\n'
