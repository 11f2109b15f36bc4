"""What the shell completes: the scripts that ask, and the answers."""

import shlex
from collections.abc import Iterator, Mapping

from .cli_codes import Listed, listed
from .cli_commands import beneath, spoken, taken_by, within
from .cli_options import Parameter, read
from .explain.catalogue import Catalogue, catalogue

ASKED = "_ALIS_RULES_COMPLETE"
"""The variable by which a script asks; it names the shell. The words up to the cursor stand in the command line."""

SCRIPTS = {
    "bash": """\
_alis_rules() {
    local IFS=$'\\n' word=${COMP_WORDS[COMP_CWORD]}
    COMPREPLY=($(_ALIS_RULES_COMPLETE=bash _ALIS_RULES_BREAKS=$COMP_WORDBREAKS "$1" "${COMP_LINE:0:COMP_POINT}" 2>/dev/null))
    [[ ${COMPREPLY[0]} == *[=:] ]] && compopt -o nospace
}
complete -o default -F _alis_rules alis-rules
""",
    "zsh": """\
#compdef alis-rules
_alis_rules() {
    local -a found open
    found=("${(@f)$(_ALIS_RULES_COMPLETE=zsh "$words[1]" "${(j: :)words[1,CURRENT]}" 2>/dev/null)}")
    if [[ -z $found[1] ]]; then
        _files
        return
    fi
    open=("${(@M)found:#*=:*}")
    found=("${(@)found:#*=:*}")
    _describe alis-rules found
    _describe alis-rules open -S ''
}
compdef _alis_rules alis-rules
""",
    "fish": """\
complete -c alis-rules -a '(env _ALIS_RULES_COMPLETE=fish alis-rules (commandline -cp) 2>/dev/null)'
""",
}
"""For each shell the script that lets it ask."""


def completed(shell: str, line: str, environment: Mapping[str, str]) -> str:
    """What the last word of a line may become, as a shell's script reads it: one candidate a line, nothing where it may be a file."""
    *before, word = _words(line)
    found = [each for each in _candidates(before[1:], word, catalogue(spoken(before))) if each.code.startswith(word)]
    if shell == "bash":
        # bash takes what stands behind the last of its breaks for the word
        breaks = [at + 1 for at, char in enumerate(word) if char in "=:" and char in environment.get("_ALIS_RULES_BREAKS", "")]
        return "".join(f"{each.code[max(breaks, default=0) :]}\n" for each in found)
    if shell == "zsh":
        escaped = [(each.code.replace(":", "\\:"), each.words) for each in found]
        return "".join(f"{code}:{words}\n" for code, words in escaped)
    return "".join(f"{each.code}\t{each.words}\n" for each in found)


def _words(line: str) -> list[str]:
    """The words of a line as a shell reads them, the last one, which may be empty, being written still."""
    for end in ("", "'", '"'):
        try:
            words = shlex.split(line + end)
        except ValueError:
            continue
        return words if line and not line[-1].isspace() else [*words, ""]
    return line.split()


def _candidates(before: list[str], word: str, texts: Catalogue) -> Iterator[Listed]:
    """What may stand behind some words."""
    path, waiting = "", before
    while names := within(path):
        rest = read(taken_by(path), waiting, only_options=True).rest
        if not rest:
            break
        if rest[0] not in names:
            return
        path, waiting = beneath(path, rest[0]), rest[1:]
    by_option = {each.option: each for each in taken_by(path) if each.option}
    name, equals, _ = word.partition("=")
    behind = by_option.get(waiting[-1]) if waiting else None
    if behind and behind.read:
        yield from _values(behind, texts)
    elif equals and name in by_option:
        yield from (Listed(f"{name}={each.code}", each.words) for each in _values(by_option[name], texts))
    elif word.startswith("-"):
        yield from (Listed(each.option, texts.say(f"help.about.{each.about}")) for each in by_option.values())
    elif names:
        yield from (Listed(each, texts.say(f"help.command.{beneath(path, each).replace(' ', '.')}")) for each in names)
    else:
        placed = len(read(taken_by(path), waiting).rest)
        arguments = [each for each in taken_by(path) if not each.option]
        for each in arguments[placed:][:1] or [each for each in arguments if each.many]:
            yield from _values(each, texts)


def _values(parameter: Parameter, texts: Catalogue) -> Iterator[Listed]:
    """What a parameter may be, where that is one of some codes."""
    yield from (Listed(each, "") for each in parameter.choices)
    if parameter.mark.codes:
        yield from listed(parameter.mark.codes, texts)
