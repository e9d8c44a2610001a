# fish completion for reeve; use it by: reeve completion fish | source
function __reeve_complete
    set -l typed (commandline -opc)
    set -l last (commandline -ct)
    test (count $last) -eq 0; and set last ""
    $typed[1] --complete $typed[2..-1] $last 2>/dev/null
end
complete -c reeve -f -a '(__reeve_complete)'
complete -c reeve -s i -r -F
complete -c reeve -s o -r -F
