# What both launchers share: finds the home folder and a JDK, and in a checkout builds what is missing or old.
# Sourced by bin/reeved and bin/reeve, POSIX sh. Sets REEVE_HOME_DIR, JAVA, CLASSPATH_LIST.

# With it, cd prints where it went.
unset CDPATH

REEVE_JDK=${REEVE_JDK:-25}
REEVE_BUILT=

fail() {
    echo "$REEVE_NAME: $*" >&2
    exit 1
}

# The feature version of the JDK in folder $1; empty if there is none. Reading its "release" file starts no JVM.
jdk_version() {
    [ -x "$1/bin/java" ] || return 0
    if [ -r "$1/release" ]; then
        sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
    else
        "$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p'
    fi
}

# Takes the JDK in folder $1 if it is new enough.
take_jdk() {
    [ -n "$1" ] || return 1
    found=$(jdk_version "$1")
    [ -n "$found" ] || return 1
    [ "$found" -ge "$REEVE_JDK" ] || return 1
    JAVA=$1/bin/java
    JDK_HOME=$1
}

# Follows symbolic links, as /usr/bin/java is one.
real_path() {
    path=$1
    while [ -h "$path" ]; do
        link=$(readlink "$path")
        case $link in
            /*) path=$link ;;
            *) path=$(dirname "$path")/$link ;;
        esac
    done
    (cd "$(dirname "$path")" && echo "$(pwd -P)/$(basename "$path")")
}

find_jdk() {
    take_jdk "${JAVA_HOME:-}" && return
    on_path=$(command -v java 2>/dev/null) || on_path=
    if [ -n "$on_path" ]; then
        take_jdk "$(dirname "$(dirname "$(real_path "$on_path")")")" && return
    fi
    for jdk in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/java* /opt/jdk* "${HOME:-/nowhere}"/.sdkman/candidates/java/* \
            "${HOME:-/nowhere}"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        take_jdk "$jdk" && return
    done
    if [ -x /usr/libexec/java_home ]; then
        take_jdk "$(/usr/libexec/java_home -v "$REEVE_JDK+" 2>/dev/null)" && return
    fi
    seen=
    if [ -n "${JAVA_HOME:-}" ]; then
        seen=" JAVA_HOME is $JAVA_HOME (version $(jdk_version "$JAVA_HOME"))."
    elif [ -n "$on_path" ]; then
        seen=" The java on the PATH is $on_path."
    fi
    fail "needs a JDK $REEVE_JDK or newer, and found none.$seen Install one, such as Temurin from https://adoptium.net," \
        "and set JAVA_HOME to it."
}

# The version of the checkout in folder $1.
checkout_version() {
    sed -n 's/^  <version>\(.*\)<\/version>.*/\1/p' "$1/pom.xml" | head -n 1
}

# A source of the checkout in folder $1 that is newer than file $2; empty if there is none.
newer_source() {
    (cd "$1" && find pom.xml */pom.xml modules/*/pom.xml bin src/main/conf src/main/systemd src/assembly \
        LICENSE README.md */src/main modules/*/src/main \
        -type f -newer "$2" 2>/dev/null | head -n 1)
}

# Runs Maven in folder $1, and shows its steps and errors; not its escape codes, which it writes whatever it is told.
compile() {
    {
        (cd "$1" && mvn -B -ntp -Dstyle.color=never -Dmaven.test.skip=true -pl dist -am package) </dev/null 2>&1 \
            || echo "Maven has failed"
    } | awk -v name="$REEVE_NAME" '
        { gsub(/\033\[[0-9;]*[A-Za-z]/, "") }
        /^\[INFO\] Building .*\[[0-9]+\/[0-9]+\]$/ {
            step = $NF
            sub(/^\[INFO\] Building /, "")
            sub(/ +[^ ]+ +[^ ]+$/, "") # the version and the step
            print name ": " step " " $0
            fflush()
        }
        /^(\[ERROR\]|\[FATAL\])/ { print; fflush() }
        $0 == "Maven has failed" { failed = 1 }
        END { exit failed }' >&2
}

# Builds the checkout in folder $1 unless its result, file $2, is there and newer than all sources.
build() {
    if [ ! -f "$2" ]; then
        why="it has not been built yet"
    else
        why=$(newer_source "$1" "$2")
        [ -n "$why" ] || return 0
        why="$why is newer than the last build"
    fi
    command -v mvn >/dev/null 2>&1 || fail "this checkout must be built ($why), and Maven (mvn) is not installed."
    echo "$REEVE_NAME: building Reeve, because $why; the first time takes minutes and loads libraries ..." >&2
    compile "$1" || fail "the build failed; see above."
    touch "$2"
    REEVE_BUILT=yes
    echo "$REEVE_NAME: built." >&2
}

# Finds the home folder: the tarball's, or in a checkout the folder that the build makes like it.
find_home() {
    REEVE_HOME_DIR=$(dirname "$(dirname "$(real_path "$0")")")
    case $REEVE_HOME_DIR in
        *:*) fail "cannot run in $REEVE_HOME_DIR: a colon separates the entries of Java's class path. Move it to a folder" \
            "without one." ;;
    esac
    if [ -f "$REEVE_HOME_DIR/pom.xml" ]; then
        checkout=$REEVE_HOME_DIR
        REEVE_HOME_DIR=$checkout/dist/target/reeve-$(checkout_version "$checkout")
        build "$checkout" "$REEVE_HOME_DIR.tar.gz"
    fi
    [ -d "$REEVE_HOME_DIR/lib" ] || fail "$REEVE_HOME_DIR/lib is missing: unpack the tarball again."
}

# Java reads arguments and file names in the charset of the locale, and puts U+FFFD for what that does not have. Nothing else
# of Reeve depends on the locale.
case $(locale charmap 2>/dev/null || true) in
    UTF-8) ;;
    *)
        LC_ALL=C.UTF-8
        export LC_ALL
        ;;
esac

# A number for what comes in. Not every busybox has cksum.
checksum() {
    if command -v cksum >/dev/null 2>&1; then cksum; else md5sum; fi | cut -d ' ' -f 1
}

# Sets CACHE_FLAG for the start-up cache of this JDK: to use it; or, if it is missing and can be made, to make it later.
# With -XX:AOTMode=auto beside it, a cache that does not fit is ignored by the JVM; without, a small heap is an error.
start_cache() {
    CACHE_FLAG=-Dreeve.cache=
    [ "${REEVE_CACHE:-on}" != off ] || return 0
    jdk_id=$(cat "$JDK_HOME/release" 2>/dev/null | checksum)
    cache=$REEVE_HOME_DIR/cache/reeved-$jdk_id.aot
    if [ -s "$cache" ] && [ -r "$cache" ]; then
        CACHE_FLAG=-XX:AOTCache=$cache
    elif mkdir -p "$REEVE_HOME_DIR/cache" 2>/dev/null && [ -w "$REEVE_HOME_DIR/cache" ]; then
        CACHE_FLAG=-Dreeve.cache=$cache
    fi
}

# Sets JVM_FLAGS for a small and steady process: the serial collector and, if $1 is not empty, that size of the young generation.
# What does not fit the flags in the further arguments is left out: another collector, or a heap that is hardly larger.
collector() {
    young=$1
    shift
    JVM_FLAGS=-XX:+UseSerialGC
    for flag in "$@"; do
        case $flag in
            -XX:+Use*GC) JVM_FLAGS= young= ;;
            # Below 100 MB, by the number of digits.
            -Xmx*[mM]) [ ${#flag} -gt 7 ] || young= ;;
            -Xmx*[kK]) [ ${#flag} -gt 10 ] || young= ;;
            -Xmx*[0-9]) [ ${#flag} -gt 12 ] || young= ;;
        esac
    done
    JVM_FLAGS="$JVM_FLAGS${young:+ -XX:MaxNewSize=$young}"
}

# Joins its arguments, files of lib/, into the class path.
class_path() {
    CLASSPATH_LIST=
    for jar in "$@"; do
        CLASSPATH_LIST=$CLASSPATH_LIST${CLASSPATH_LIST:+:}$jar
    done
}
