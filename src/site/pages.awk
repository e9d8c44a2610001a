# Writes the documents as the sources of the site into folder OUT, which has a folder adr:
#   awk -v OUT=DIR -f pages.awk README.md CHANGELOG.md ... src/site/markdown/*.md src/site/markdown/adr/*.md
# README.md becomes index.md, and the list of decisions adr/index.md. Headings get the anchors to which links lead where such pages are
# shown, and links lead to where their targets lie in the site. POSIX awk; the same input gives the same bytes.

function anchor(heading,    text) {
    text = tolower(heading)
    gsub(/[^a-z0-9 _-]/, "", text)
    gsub(/ /, "-", text)
    return text (seen[text]++ ? "-" seen[text] - 1 : "")
}

FNR == 1 {
    if (file != "") close(file)
    name = FILENAME
    sub(/^.*src\/site\/markdown\//, "", name)
    sub(/^.*\//, "", name)
    folder = FILENAME ~ /\/adr\/[^\/]*$/ ? "adr/" : ""
    file = OUT "/" folder (name == "README.md" ? "index.md" : name)
    printf "" > file
    code = 0
    split("", seen)
    if (folder != "" && $0 ~ /^# /) {
        decisions = decisions "- [" substr($0, 3) "](" name ")\n"
    }
}

/^[ \t]*```/ {
    code = !code
}

!code {
    gsub(/\]\(src\/site\/markdown\//, "](")
    gsub(/\]\(\.\.\/examples\//, "](examples/")
    gsub(/\]\(adr\/\)/, "](adr/index.md)")
    gsub(/\]\(LICENSE\)/, "](LICENSE.txt)")
    if (match($0, /^##+ /)) {
        text = substr($0, RLENGTH + 1)
        $0 = substr($0, 1, RLENGTH) "<a id=\"" anchor(text) "\"></a>" text
    }
}

{
    print > file
}

END {
    print "# Decisions\n\n" decisions > (OUT "/adr/index.md")
}
