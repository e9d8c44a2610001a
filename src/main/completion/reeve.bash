# bash completion for reeve; use it by: source <(reeve completion bash)
_reeve() {
    # COMP_WORDS is split at = and : too, which options and URLs contain: use the line itself.
    local line=${COMP_LINE:0:COMP_POINT} typed choice
    read -ra typed <<< "$line"
    [[ $line == *[[:blank:]] ]] && typed+=("")
    local last=${typed[${#typed[@]}-1]} kept= breaks=${COMP_WORDBREAKS//[^=:]/}
    # bash replaces only the text after the last break.
    [[ -n $breaks ]] && kept=${last%"${last##*["$breaks"]}"}
    COMPREPLY=()
    while IFS= read -r choice || [[ -n $choice ]]; do
        [[ -n $choice ]] && COMPREPLY+=("${choice#"$kept"}")
        [[ $choice == *= ]] && compopt -o nospace 2>/dev/null
    done < <("${typed[0]/#~/$HOME}" --complete "${typed[@]:1}" 2>/dev/null)
}
complete -o bashdefault -o default -F _reeve reeve
