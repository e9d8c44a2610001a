# What both launchers share: finds the home folder and a JDK, and in a checkout builds what is missing or old.
# Sourced by bin/reeved and bin/reeve, POSIX sh. Sets REEVE_HOME_DIR, JAVA, JDK_HOME, CLASSPATH_LIST.

# With it, cd prints where it went.
unset CDPATH

REEVE_JDK=${REEVE_JDK:-25}
REEVE_BUILT=

fail() {
    echo "$REEVE_NAME: $*" >&2
    exit 1
}

# Sets VALUE to what stands in line $1="VALUE" of file $2; empty if there is no such line. Starts no program, as each costs a
# command of the command line some milliseconds.
read_value() {
    VALUE=
    while IFS= read -r line || [ -n "$line" ]; do
        case $line in
            "$1="*)
                VALUE=${line#*=}
                VALUE=${VALUE#\"}
                VALUE=${VALUE%\"}
                return
                ;;
        esac
    done <"$2"
}

# Sets JDK_VERSION to the feature version of the JDK in folder $1; empty if there is none. Reading its "release" file starts no JVM.
jdk_version() {
    JDK_VERSION=
    [ -x "$1/bin/java" ] || return 0
    if [ -r "$1/release" ]; then
        read_value JAVA_VERSION "$1/release"
    else
        VALUE=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p')
    fi
    JDK_VERSION=${VALUE%%[!0-9]*}
}

# Takes the JDK in folder $1 if it is new enough.
take_jdk() {
    [ -n "$1" ] || return 1
    jdk_version "$1"
    [ -n "$JDK_VERSION" ] || return 1
    [ "$JDK_VERSION" -ge "$REEVE_JDK" ] || return 1
    JAVA=$1/bin/java
    JDK_HOME=$1
}

# Sets FOLDER to the folder that file $1 is in.
folder_of() {
    case $1 in
        */*) FOLDER=${1%/*} ;;
        *) FOLDER=. ;;
    esac
    FOLDER=${FOLDER:-/}
}

# Sets FILE to where symbolic links lead from $1, as /usr/bin/java is one.
follow_links() {
    FILE=$1
    while [ -h "$FILE" ]; do
        link=$(readlink "$FILE")
        case $link in
            /*) FILE=$link ;;
            *)
                folder_of "$FILE"
                FILE=$FOLDER/$link
                ;;
        esac
    done
}

# Sets FOLDER to that of the JDK whose java is $1: the one of the further arguments that has the same file, as following links
# starts programs.
jdk_of() {
    java=$1
    shift
    if [ -h "$java" ]; then
        for jdk in "$@"; do
            # shellcheck disable=SC3013 # dash, bash and busybox have -ef
            if [ "$jdk/bin/java" -ef "$java" ]; then
                FOLDER=$jdk
                return
            fi
        done
        follow_links "$java"
        java=$FILE
    fi
    folder_of "$java"
    folder_of "$FOLDER"
}

find_jdk() {
    take_jdk "${JAVA_HOME:-}" && return
    set -- /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/java* /opt/jdk* "${HOME:-/nowhere}"/.sdkman/candidates/java/* \
        "${HOME:-/nowhere}"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home
    on_path=$(command -v java 2>/dev/null) || on_path=
    if [ -n "$on_path" ]; then
        jdk_of "$on_path" "$@"
        take_jdk "$FOLDER" && return
    fi
    for jdk in "$@"; do
        take_jdk "$jdk" && return
    done
    if [ -x /usr/libexec/java_home ]; then
        take_jdk "$(/usr/libexec/java_home -v "$REEVE_JDK+" 2>/dev/null)" && return
    fi
    seen=
    if [ -n "${JAVA_HOME:-}" ]; then
        jdk_version "$JAVA_HOME"
        seen=" JAVA_HOME is $JAVA_HOME (version $JDK_VERSION)."
    elif [ -n "$on_path" ]; then
        seen=" The java on the PATH is $on_path."
    fi
    fail "needs a JDK $REEVE_JDK or newer, and found none.$seen Install one, such as Temurin from https://adoptium.net," \
        "and set JAVA_HOME to it."
}

# The version of the checkout in folder $1.
checkout_version() {
    while IFS= read -r line; do
        case $line in
            '  <version>'*)
                line=${line#*>}
                echo "${line%%<*}"
                return
                ;;
        esac
    done <"$1/pom.xml"
}

# Sets NEWER to a source of the checkout in folder $1 that is newer than file $2; empty if there is none.
newer_source() {
    NEWER=$(cd "$1" && find pom.xml */pom.xml modules/*/pom.xml bin docker-compose.yml src/main/completion src/main/conf src/main/health \
        src/main/man src/main/systemd src/assembly \
        LICENSE README.md */src/main modules/*/src/main \
        -type f -newer "$2" 2>/dev/null) || true
    NEWER=${NEWER%%
*}
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
        newer_source "$1" "$2"
        [ -n "$NEWER" ] || return 0
        why="$NEWER is newer than the last build"
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
    follow_links "$0"
    folder_of "$FILE"
    REEVE_HOME_DIR=$(cd "$FOLDER/.." && pwd -P)
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

# Sets a locale whose charset is UTF-8. Java reads arguments and file names in the locale's charset, and puts U+FFFD for what that
# does not have. Nothing else of Reeve depends on the locale.
use_utf8() {
    if [ -n "${LOCPATH:-}" ] || ! { [ -d /usr/lib/locale/C.utf8 ] || [ -d /usr/lib/locale/C.UTF-8 ]; }; then
        case $(locale charmap 2>/dev/null || true) in
            UTF-8) return ;;
        esac
    fi
    LC_ALL=C.UTF-8
    export LC_ALL
}

use_utf8

# A number for what comes in. Not every busybox has cksum.
checksum() {
    if command -v cksum >/dev/null 2>&1; then cksum; else md5sum; fi | cut -d ' ' -f 1
}

# Sets JDK_ID, which tells JDKs apart in the name of a file: the version, and the length of the file "release", which lists the modules.
read_jdk_id() {
    JDK_ID=
    chars=0
    [ -r "$JDK_HOME/release" ] || return 0
    while IFS= read -r line || [ -n "$line" ]; do
        chars=$((chars + ${#line}))
        case $line in
            JAVA_RUNTIME_VERSION=*)
                line=${line#*=}
                line=${line#\"}
                JDK_ID=${line%\"}
                ;;
        esac
    done <"$JDK_HOME/release"
    case $JDK_ID in
        *[!A-Za-z0-9.+_-]*) JDK_ID= ;;
    esac
    fields=$IFS
    IFS=.+-
    # shellcheck disable=SC2086 # split at these characters, and joined by others
    set -- $JDK_ID "$chars"
    IFS=_
    JDK_ID="$*"
    IFS=$fields
}

# Sets CACHE to the start-up cache of program $1 for this JDK, and CACHE_STATE: "ready"; "missing" if it can be made here; else "none".
# With -XX:AOTMode=auto, the JVM ignores a cache that does not fit.
#
# The JVM believes what is in a cache. So it is taken only if folder and file are the user's own; or if the user cannot write in the
# folder, and both have the owner of lib/ beside it, who can make him run anything anyway.
#
# The empty file of a cache that could not be made counts for a day.
start_cache() {
    CACHE_STATE=none
    CACHE=
    [ "${REEVE_CACHE:-on}" != off ] || return 0
    read_jdk_id
    folder=$REEVE_HOME_DIR/cache
    CACHE=$folder/$1-$JDK_ID.aot
    # shellcheck disable=SC3067 # dash, bash and busybox have -O
    if [ -s "$CACHE" ] && [ -r "$CACHE" ]; then
        if { [ -O "$folder" ] && [ -O "$CACHE" ]; } \
                || { [ ! -w "$folder" ] && one_owner "$REEVE_HOME_DIR/lib" "$folder" "$CACHE"; }; then
            CACHE_STATE=ready
        else
            CACHE_STATE=distrusted
        fi
    elif { [ -d "$folder" ] || mkdir -m 755 "$folder" 2>/dev/null; } && [ -w "$folder" ] && [ -O "$folder" ] \
            && { [ ! -e "$CACHE" ] || is_older "$CACHE" 1440; }; then
        CACHE_STATE=missing
    fi
}

# Says of a start-up cache that is there and is not used whose it is, why that matters, and what to do.
say_distrusted() {
    remove=$folder
    if [ ! -w "$folder" ]; then
        reason="it, its folder and $REEVE_HOME_DIR/lib do not all belong to one user"
    elif [ ! -O "$folder" ]; then
        reason="its folder belongs to user $(owner_of "$folder"), and you may write there, so that others may, too"
    else
        reason="its folder is yours, and the file is not"
        remove=$CACHE
    fi
    echo "$REEVE_NAME: the start-up cache $CACHE is there but not used: it belongs to user $(owner_of "$CACHE"), you are user" \
        "$(id -u), and $reason. Remove $remove, and run 'reeved cache' as the owner of $REEVE_HOME_DIR/lib, user" \
        "$(owner_of "$REEVE_HOME_DIR/lib")" >&2
}

# The number of the user to whom a file belongs.
owner_of() {
    # shellcheck disable=SC2012 # -n writes numbers
    ls -ldnL "$1" 2>/dev/null | {
        read -r _ _ user _
        echo "$user"
    }
}

# Whether all these files have the same owner.
one_owner() {
    ls -ldnL "$@" 2>/dev/null | {
        owner=
        while read -r _ _ user _; do
            [ "${owner:=$user}" = "$user" ] || exit 1
        done
        [ -n "$owner" ]
    }
}

# Whether file or folder $1 is older than $2 minutes.
is_older() {
    [ -n "$(find "$1" -prune -mmin "+$2" 2>/dev/null)" ]
}

# Makes the start-up cache of the command line. What could not be made is an empty file, so that not each command tries it again;
# a JVM that was killed tells nothing about the next try, and leaves none.
# One at a time: the folder in which it is made is the lock, which a dead process holds for ten minutes. The status is 2 if it is held.
make_reeve_cache() (
    umask 022
    making=$CACHE.new
    if [ -d "$making" ] && is_older "$making" 10; then
        rm -rf "$making"
    fi
    if ! mkdir -m 700 "$making"; then
        [ ! -d "$making" ] || exit 2
        exit 1
    fi
    trap 'rm -rf "$making"' EXIT
    trap 'exit 1' HUP INT TERM
    reeve_class_path
    # Not every busybox has it.
    lowest=
    if command -v nice >/dev/null 2>&1; then
        lowest="nice -n 19"
    fi
    status=0
    rm -f "$CACHE"
    # shellcheck disable=SC2086 # lists of words
    $lowest "$JAVA" -XX:+UseSerialGC $REEVE_CLI_FLAGS -XX:AOTCacheOutput="$making/cache" -cp "$CLASSPATH_LIST" io.reeve.cli.CacheTraining \
        || status=$?
    if [ "$status" = 0 ] && [ -s "$making/cache" ]; then
        mv -f "$making/cache" "$CACHE"
    else
        [ "$status" -gt 128 ] || : >"$CACHE"
        exit 1
    fi
)

# The JVM's flags for the command line: a short life, so no time for the optimizing compiler, and little for the other one.
REEVE_CLI_FLAGS="-XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=5 -XX:-UsePerfData -Duser.language=en -Duser.country=US"

# Sets CLASSPATH_LIST to the jars of the command line.
reeve_class_path() {
    class_path "$REEVE_HOME_DIR"/lib/reeve-cli-*.jar "$REEVE_HOME_DIR"/lib/picocli-*.jar "$REEVE_HOME_DIR"/lib/jackson-core-*.jar \
        "$REEVE_HOME_DIR"/lib/snakeyaml-*.jar
}

# Whether these arguments may be options of the command line alone: each is one, or perhaps the value of the one before it.
options_only() {
    before=word
    for argument in "$@"; do
        case $before$argument in
            word-[swhV] | word--status | word--follow | word--watch | word--help | word--version | word--completion*) return 1 ;;
            word-?*=* | option-?*=*) before=word ;;
            word-?* | option-?*) before=option ;;
            option*) before=word ;;
            *) return 1 ;;
        esac
    done
}

# Adds the jars of the interactive shell to CLASSPATH_LIST, and the flag by which they may call the C library to SHELL_FLAGS.
shell_class_path() {
    for jar in "$REEVE_HOME_DIR"/lib/jline-*.jar; do
        CLASSPATH_LIST=$CLASSPATH_LIST:$jar
    done
    SHELL_FLAGS=--enable-native-access=ALL-UNNAMED
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
