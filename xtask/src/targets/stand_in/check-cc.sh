#!/bin/sh
# The C compiler of `cargo check` for phones: only Rust is read there, but build scripts want a compiler.
# It preprocesses for whoever asks, without the flags of the phone, and makes an empty file in place of every object.
output=
folders=
source=
preprocess=
previous=
for word in "$@"; do
    case "$previous" in
    -o) output=$word ;;
    -I) folders="$folders -I$word" ;;
    esac
    case "$word" in
    -E) preprocess=yes ;;
    -I?*) folders="$folders $word" ;;
    *.c) source=$word ;;
    esac
    previous=$word
done
if [ -n "$preprocess" ]; then exec cc -E $folders "$source"; fi
# Whoever asks for something else, such as help, learns that this is no compiler of Microsoft's.
if [ -z "$output" ]; then exit 1; fi
: >"$output"
