#!/bin/sh
# Makes a base image for src/main/docker/Dockerfile without any registry: a few Debian packages and a runtime cut out of this
# machine's JDK. Does nothing if the image is there and current. Prints the image's name.
#
#   src/main/docker/local-base.sh [NAME]      NAME: reeve-base:25 unless told
#
# Needs a Docker engine, apt-get and dpkg-deb, a JDK 25 with jlink, and Debian's package mirror when it makes the image.
set -eu

unset CDPATH
REEVE_NAME=local-base
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../../../bin/launch.sh"

name=${1:-reeve-base:25}

# Busybox has sh and all that the launchers and the health check use; netbase the names of ports and protocols.
packages="libc6 libgcc-s1 zlib1g busybox-static base-files base-passwd netbase"

# What Reeve, ZooKeeper and their libraries load, and what modules may expect: nearly Java SE, without a desktop; tools
# for a running JVM (JMX, flight recorder, jcmd) that a person wants inside a container.
modules="java.instrument java.logging java.management java.management.rmi java.naming java.net.http java.prefs\
 java.rmi java.scripting java.security.jgss java.security.sasl java.sql java.transaction.xa java.xml java.xml.crypto\
 jdk.attach jdk.charsets jdk.crypto.cryptoki jdk.crypto.ec jdk.httpserver jdk.jcmd jdk.jfr jdk.management\
 jdk.management.agent jdk.management.jfr jdk.naming.dns jdk.net jdk.nio.mapmode jdk.security.auth jdk.security.jgss\
 jdk.unsupported jdk.xml.dom jdk.zipfs"

need() {
    command -v "$1" >/dev/null 2>&1 || fail "needs $1, which is not on this machine. $2"
}

need docker "Install Docker, and start its engine."
docker version >/dev/null 2>&1 || fail "no Docker engine answers: $(docker version 2>&1 | tail -n 1)"
find_jdk
current=$( (cat "$0" "$JDK_HOME/release"; uname -m) | checksum)
made=$(docker image inspect --format '{{index .Config.Labels "io.reeve.base"}}' "$name" 2>/dev/null) || made=
if [ "$made" = "$current" ]; then
    echo "$name"
    exit 0
fi

need apt-get "This script takes Debian's packages; elsewhere build with a base image from a registry (BASE_IMAGE)."
need dpkg-deb "It is part of Debian's dpkg."
[ -x "$JDK_HOME/bin/jlink" ] || fail "$JDK_HOME has no bin/jlink: it is a JRE. Set JAVA_HOME to a JDK $REEVE_JDK."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# Downloads the packages into $work/debs. The user _apt cannot write there.
download() {
    # shellcheck disable=SC2086 # a list of words
    (cd "$work/debs" && apt-get download -q -o APT::Sandbox::User="$(id -un)" $packages)
}

mkdir "$work/debs" "$work/root"
download >"$work/log" 2>&1 || { apt-get update -q && download; } >"$work/log" 2>&1 \
    || fail "Debian's packages cannot be had: $(cat "$work/log")"
for deb in "$work"/debs/*.deb; do
    dpkg-deb -x "$deb" "$work/root"
done

root=$work/root
for applet in $("$root/bin/busybox" --list); do
    [ -e "$root/bin/$applet" ] || ln -s busybox "$root/bin/$applet"
done
cp "$root/usr/share/base-passwd/passwd.master" "$root/etc/passwd"
cp "$root/usr/share/base-passwd/group.master" "$root/etc/group"
# Names come from Docker's DNS.
echo 'hosts: files dns' >"$root/etc/nsswitch.conf"
rm -rf "$root/usr/share/doc" "$root/usr/share/man" "$root/usr/share/locale" "$root/usr/share/lintian" "$root"/usr/lib/*/gconv
mkdir -p "$root/opt/java"
"$JDK_HOME/bin/jlink" --add-modules "$(echo "$modules" | tr -s ' ' ',')" --output "$root/opt/java/openjdk" \
    --strip-debug --no-header-files --no-man-pages --generate-cds-archive >"$work/log" 2>&1 \
    || fail "jlink failed: $(cat "$work/log")"
# For heaps of 32 GB and more.
rm -f "$root/opt/java/openjdk/lib/server/classes_nocoops.jsa"

tar -C "$root" --owner=0 --group=0 --numeric-owner -c . | docker import \
    --change 'ENV JAVA_HOME=/opt/java/openjdk' \
    --change 'ENV PATH=/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' \
    --change 'ENV LANG=C.UTF-8' --change 'CMD ["sh"]' \
    --change "LABEL io.reeve.base=$current" \
    - "$name" >/dev/null
echo "$name"
