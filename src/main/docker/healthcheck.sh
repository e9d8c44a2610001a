#!/bin/sh
# Whether this container serves; exit status 0 if so, and one line that says what was answered. Starts no JVM.
#
#   healthcheck                     what fits the role of this container's process
#   healthcheck ready|live|active|standby   asks the manager: GET /health/…
#   healthcheck zookeeper [PORT]    asks the ZooKeeper server; one without a quorum does not serve
set -u

# Sends $3 to host $1, port $2, and prints what comes back. Of the two ways each known base has one.
ask() {
    if command -v nc >/dev/null 2>&1; then
        printf '%b' "$3" | nc -w 3 "$1" "$2"
    else
        bash -c 'exec 3<>"/dev/tcp/$0/$1" && printf "%b" "$2" >&3 && cat <&3' "$1" "$2" "$3"
    fi 2>&1
}

# The arguments of the Reeve process in this container, one a line; nothing while it is only starting.
arguments() {
    for process in "${PROC:-/proc}"/[0-9]*/cmdline; do
        found=$(tr '\0' '\n' <"$process" 2>/dev/null | sed -n '1,/^io\.reeve\.daemon\.Main$/!p') 2>/dev/null
        [ -z "$found" ] || break
    done
    echo "${found:-}"
}

# The first of them.
role() {
    arguments | sed -n 1p
}

# The value of option $1 among them.
option() {
    arguments | sed -n "/^--$1\$/{n;p;q;};s/^--$1=//p"
}

# Where HTTP listens, as the manager finds it: an option, the environment, the file, a default.
http() {
    value=$(option http)
    value=${value:-${REEVE_HTTP:-}}
    config=$(option config)
    config=${config:-${REEVE_CONFIG:-}}
    if [ -z "$value" ] && [ -r "$config" ]; then
        value=$(sed -n "s/^http: *//p" "$config" | sed "s/ *#.*//;s/^[\"']//;s/[\"' ]*\$//")
    fi
    echo "${value:-${REEVE_DEFAULT_HTTP:-127.0.0.1:9480}}"
}

manager() {
    http=$(http)
    host=${http%:*}
    case $host in
        0.0.0.0 | '[::]') host=127.0.0.1 ;;
    esac
    answer=$(ask "$host" "${http##*:}" "GET /health/$1 HTTP/1.0\r\nHost: $http\r\n\r\n")
    case $answer in
        "HTTP/1."?" 200 "*) echo "$1" ;;
        HTTP/*) echo "not $1: $(echo "$answer" | tail -n 1)"; exit 1 ;;
        *) echo "no answer at $http: $answer"; exit 1 ;;
    esac
}

zookeeper() {
    answer=$(ask 127.0.0.1 "$1" srvr)
    case $answer in
        *"Mode: "*) echo "$answer" | grep '^Mode: ' ;;
        *) echo "not serving: $answer"; exit 1 ;;
    esac
}

case ${1:-$(role)} in
    '') echo "not started yet"; exit 1 ;;
    run) manager ready ;;
    ready | live | active | standby) manager "$1" ;;
    zookeeper) zookeeper "${2:-2181}" ;;
    *) echo "runs" ;;
esac
