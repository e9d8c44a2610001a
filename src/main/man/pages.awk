# Writes the manual pages into folder OUT, from the tables that tests hold against the program:
#   awk -v OUT=DIR -v VERSION=V -v DATE=YYYY-MM-DD -f pages.awk options.tsv init.tsv commands.md README.md
# options.tsv: the options of reeve; init.tsv: those of reeve init; commands.md: the commands' descriptors; README.md: the options of reeved.
# POSIX awk; the same input gives the same bytes.

function escaped(text) {
    gsub(/\\/, "\\e", text)
    gsub(/-/, "\\-", text)
    if (text ~ /^[.']/) text = "\\&" text
    return text
}

function head(file, name, section, what) {
    printf ".TH %s %s \"%s\" \"Reeve %s\" \"Reeve\"\n.SH NAME\n%s \\- %s\n", toupper(name), section, substr(DATE, 1, 10), VERSION, name, what > file
}

function part(file, title) {
    print ".SH " title > file
}

function item(file, term, text) {
    print ".TP\n\\fB" escaped(term) "\\fR\n" escaped(text) > file
}

# The cells of a row of a table into CELL, without the marks of code.
function cells(row,    i, n) {
    sub(/^\| /, "", row)
    sub(/ \|$/, "", row)
    gsub(/\\\|/, "\001", row)
    n = split(row, CELL, / \| /)
    for (i = 1; i <= n; i++) {
        gsub(/\001/, "|", CELL[i])
        gsub(/`/, "", CELL[i])
    }
    return n
}

BEGIN {
    FS = "\t"
    reeve = OUT "/man1/reeve.1"
    reeved = OUT "/man8/reeved.8"
    head(reeve, "reeve", 1, "command line of a Reeve cluster")
    part(reeve, "SYNOPSIS")
    print ".B reeve\n[OPTIONS] WORDS...\n.br\n.B reeve\nexplain [CODE...]\n.br\n.B reeve\ncompletion bash|zsh|fish\n.br\n.B reeve\ndiagnostics \\-o FILE\n.br\n.B reeve\ninit [OPTIONS OF INIT]" > reeve
    part(reeve, "DESCRIPTION")
    print "Sends a command to the managers of a cluster: any node will do. The pages reeve\\-WORD(1) have the commands." > reeve
    print ".PP\nWithout words at a terminal it is a shell that runs one command after the other, with completion (TAB) and a history. Options before it hold for all of its commands. Ctrl\\-C ends a command, and Ctrl\\-D or exit the shell." > reeve
    print ".PP\nreeve init writes a first configuration of a cluster, and asks for what its options do not say." > reeve
    part(reeve, "OPTIONS")
    head(reeved, "reeved", 8, "manager daemon of a Reeve cluster")
    part(reeved, "SYNOPSIS")
    print ".B reeved\nrun|demo|zookeeper|agent [OPTIONS]" > reeved
    part(reeved, "DESCRIPTION")
    print "Of several managers one is active and the others stand by. ZooKeeper elects." > reeved
    part(reeved, "OPTIONS OF RUN")
}

FILENAME ~ /options\.tsv$/ {
    item(reeve, $1, $2)
    next
}

FILENAME ~ /init\.tsv$/ {
    if (FNR == 1) part(reeve, "OPTIONS OF INIT")
    item(reeve, $1, $2)
    next
}

FILENAME ~ /commands\.md$/ && /^## / {
    word = substr($0, 4)
    page = OUT "/man1/reeve-" word ".1"
    head(page, "reeve-" word, 1, "commands that begin with " word)
    part(page, "SYNOPSIS")
    print ".B reeve\n[OPTIONS] " escaped(word) " ..." > page
    part(page, "COMMANDS")
    next
}

FILENAME ~ /commands\.md$/ && /^\| `/ {
    cells($0)
    item(page, "reeve " CELL[1], CELL[3] " (" CELL[2] ")")
    next
}

FILENAME ~ /README\.md$/ && /^\| `--/ {
    cells($0)
    item(reeved, CELL[1], CELL[3] (CELL[2] == "none" ? "" : CELL[2] == "required" ? " Required." : " Default: " CELL[2] "."))
    next
}

END {
    part(reeve, "ENVIRONMENT")
    item(reeve, "REEVE_MGR", "The managers' URLs, if --mgr does not name them.")
    item(reeve, "NO_COLOR", "If not empty, a terminal gets no colours.")
    item(reeve, "COLUMNS", "The width of the terminal; else the program stty tells it.")
    part(reeve, "FILES")
    item(reeve, "$XDG_STATE_HOME/reeve/history", "The history of the shell, for its owner alone, without arguments that may be secret; by default in ~/.local/state.")
    part(reeve, "EXIT STATUS")
    print "0, or the number of the error (22 for EINVAL); 2 for wrong options; 130 after Ctrl\\-C." > reeve
    part(reeve, "SEE ALSO")
    print ".BR reeved (8)" > reeve
    part(reeved, "SEE ALSO")
    print ".BR reeve (1)" > reeved
}
