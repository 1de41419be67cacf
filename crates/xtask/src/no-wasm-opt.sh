#!/bin/sh
# Stands in for wasm-opt where it cannot be had: takes the arguments Trunk gives, and copies the input to the output.
for argument in "$@"; do
  case "$argument" in
    --version) echo "wasm-opt version 0 (a stand-in that copies)"; exit 0 ;;
    --output=*) output=${argument#--output=} ;;
    -*) ;;
    *) input=$argument ;;
  esac
done
exec cp "$input" "$output"
