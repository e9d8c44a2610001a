# Finds the dead links of a rendered site. Run it in the site's folder, with its pages as arguments:
#   awk -f links.awk index.html tour.html adr/index.html ...
# Prints each link to a file that is not there, or to an anchor that its page does not have, and exits with 1 if there is one. Links to
# other sites are not followed. POSIX awk.

function path(from, to,    parts, n, i, out) {
    sub(/[^\/]*$/, "", from)
    n = split(from to, parts, "/")
    out = ""
    for (i = 1; i <= n; i++) {
        if (parts[i] == "..") {
            if (out == "") return "../" # outside the site
            sub(/[^\/]*\/$/, "", out)
        } else if (parts[i] != "." && parts[i] != "") {
            out = out parts[i] (i < n ? "/" : "")
        }
    }
    return out == "" || out ~ /\/$/ ? out "index.html" : out
}

function exists(file,    line) {
    if (!(file in there)) {
        there[file] = (getline line < file) >= 0
        close(file)
    }
    return there[file]
}

FNR == 1 {
    page[FILENAME] = 1
}

{
    rest = $0
    while (match(rest, /[ \t](href|src|id)="[^"]*"/)) {
        found = substr(rest, RSTART + 1, RLENGTH - 2)
        rest = substr(rest, RSTART + RLENGTH)
        value = found
        sub(/^[a-z]*="/, "", value)
        gsub(/&amp;/, "\\&", value)
        if (found ~ /^id=/) {
            anchors[FILENAME "#" value] = 1
        } else if (value !~ /^([a-zA-Z][a-zA-Z0-9+.-]*:|\/\/)/) {
            from[++links] = FILENAME
            to[links] = value
        }
    }
}

END {
    for (i = 1; i <= links; i++) {
        mark = index(to[i], "#")
        target = mark ? substr(to[i], 1, mark - 1) : to[i]
        fragment = mark ? substr(to[i], mark + 1) : ""
        target = target == "" ? from[i] : path(from[i], target)
        if (target ~ /^\.\.\// || !exists(target) \
                || (fragment != "" && target in page && !((target "#" fragment) in anchors))) {
            print from[i] " -> " to[i]
            dead++
        }
    }
    if (links == 0) print "no links at all: is this the site's folder?"
    exit (dead > 0 || links == 0)
}
