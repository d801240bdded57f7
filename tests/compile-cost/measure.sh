#!/usr/bin/env bash
# Measures the compile time and memory of the generated crate and of a program that uses it; prints a Markdown table.
#
#     tests/compile-cost/measure.sh                          # this crate
#     tests/compile-cost/measure.sh CRATE_DIR PROGRAM_DIR    # another crate, for comparison
#
# The program depends on the crate by path and has a line `println!("run 0");`. Everything is built from its folder, so
# that every crate is built with the default profiles. Dependencies are built beforehand. Each figure is the median of
# three runs. Needs GNU time and an otherwise idle machine.
set -euo pipefail

readonly RUNS=3
readonly TARGET=x86_64-unknown-linux-gnu
readonly HEADER='| crate | lines | check s | MiB | release s | MiB | rlib MiB | user release s | user dev s | dependencies |'

here=$(dirname "$(realpath "$0")")
crate_dir=$(realpath "${1-$here/../../generated}") user_dir=$(realpath "${2-$here/program}")
CARGO_TARGET_DIR=$(realpath -m "$here/../../target/compile-cost")
export CARGO_TARGET_DIR CARGO_TERM_QUIET=true
name=$(sed -n '/^\[package\]/,/^\[/s/^name *= *"\(.*\)"/\1/p' "$crate_dir/Cargo.toml")
sample=$(mktemp)
trap 'rm -f "$sample"' EXIT
cd "$user_dir"
# the versions of this repository
[ -f Cargo.lock ] || [ $# -gt 0 ] || cp "$here/../../Cargo.lock" .

# median COLUMN < "seconds KiB" lines
median() { sort -n -k "$1,$1" | awk -v column="$1" -v at=$(((RUNS + 1) / 2)) 'NR == at { print $column }'; }

# measure PREPARATION COMMAND...: a line "seconds KiB" for each run; the KiB are those of the largest process, rustc
measure() {
    local prepare=$1 run
    shift
    for ((run = 1; run <= RUNS; run++)); do
        "$prepare" "$run" >&2
        /usr/bin/time -o "$sample" -f '%e %M' "$@" >&2
        cat "$sample"
    done
}
clean_dev() { cargo clean -p "$name"; }
clean_release() { cargo clean --release -p "$name"; }
touch_program() { touch src/main.rs; }
edit_program() { sed -i "s/\"run [0-9]*\"/\"run $1\"/" src/main.rs; }
mib() { awk -v kib="$1" -v places="$2" 'BEGIN { printf "%.*f", places, kib / 1024 }'; }

sed -i 's/"run [0-9]*"/"run 0"/' src/main.rs
cargo check -p "$name"
check=$(measure clean_dev cargo check -p "$name")
cargo build --release
release=$(measure clean_release cargo build --release -p "$name")
rlib=$(stat -c %s "$CARGO_TARGET_DIR"/release/deps/lib"${name//-/_}"-*.rlib | sort -n | tail -1)
cargo build --release
user_release=$(measure touch_program cargo build --release)
cargo build
user_dev=$(measure edit_program cargo build)
sed -i 's/"run [0-9]*"/"run 0"/' src/main.rs

lines=$(find "$crate_dir/src" -name '*.rs' -exec cat {} + | wc -l)
dependencies=$(cargo tree --manifest-path "$crate_dir/Cargo.toml" -p "$name" -e normal,build --target "$TARGET" --prefix none --format '{p}' |
    sed 's/ (.*//' | sort -u | grep -vc "^$name v")
row=("$name" "$lines" "$(median 1 <<<"$check")" "$(mib "$(median 2 <<<"$check")" 0)"
    "$(median 1 <<<"$release")" "$(mib "$(median 2 <<<"$release")" 0)" "$(mib $((rlib / 1024)) 1)"
    "$(median 1 <<<"$user_release")" "$(median 1 <<<"$user_dev")" "$dependencies")
printf '%s\n|%s\n' "$HEADER" "$(printf -- '---|%.0s' {1..10})"
printf '| %s ' "${row[@]}"
printf '|\n'
