#!/usr/bin/env bash
# Every measurement of plan.md that docs/evidence/results does not hold yet, one after another; run it again to go on.
# `data/cifar10-jpeg.tar.xz` is CIFAR-10, JPEG re-encoded, one folder per class below train/ and test/.
set -euo pipefail
cd "$(dirname "$0")"
compared() { # PAIRS NETWORK… : on CIFAR-10, JPEG re-encoded
  local pairs=$1
  shift
  tableau2net compare "$@" --seeds "$pairs" --data folder:data/cifar10-jpeg.tar.xz --images 10000 \
    --recipe recipes/evidence.yaml --results results/cifar10.jsonl --workers "${WORKERS:-2}"
}
n=networks
compared 16 $n/resnet_4.yaml $n/lm_4.yaml $n/heun_4.yaml $n/rk4_4.yaml $n/gauss2_4.yaml
compared 12 $n/resnet_8.yaml $n/lm_8.yaml $n/heun_8.yaml $n/rk4_8.yaml $n/gauss2_8.yaml
compared 12 $n/resnet_8.yaml $n/lm_4.yaml
compared 12 $n/lm_8.yaml $n/lm_8_stochastic.yaml
