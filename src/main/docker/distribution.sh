#!/bin/sh
# Unpacks the distribution into folder $1: the tarball in dist/target/ if it is as new as the sources, else it is built first.
# Run by the Dockerfile, at the top of the checkout.
set -eu
REEVE_NAME=image
. bin/launch.sh

REEVE_HOME_DIR=dist/target/reeve-$(checkout_version .)
build . "$REEVE_HOME_DIR.tar.gz"
mkdir -p "$1"
tar -xzf "$REEVE_HOME_DIR.tar.gz" -C "$1" --strip-components=1
