/** The shells with a completion script. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const
type Shell = (typeof SHELLS)[number]

/**
 * The script that makes a shell complete dnet's command line by calling `dnet __complete`. The answer contains other
 * people's text: no script evaluates it, expands it or passes it to `compgen -W`, which would run a network named
 * `$(reboot)`.
 */
export function completionScript(shell: Shell): string {
  return {bash: BASH, zsh: ZSH, fish: FISH}[shell]
}

/** Text of a shell script in which `§{` stands for `${`, which would end the text of a template. */
const shellText = (text: TemplateStringsArray): string => String.raw(text).replaceAll('§', '$')

/** Splits the line itself, because bash splits COMP_WORDS at `:` and `=` and leaves quotes in it. */
const BASH = shellText`# bash completion for dnet; load it with: source <(dnet completion bash)

# Sets __dnet_words to the words of a command line, quotes and backslashes read, __dnet_raw to the last one as typed,
# and __dnet_quote to the quote that is open at its end.
__dnet_split() {
  local line=$1 char word='' i
  for ((i = 0; i < §{#line}; i++)); do
    char=§{line:i:1}
    if [[ -z $__dnet_quote && $char == [[:blank:]] ]]; then
      [[ -n $__dnet_raw ]] && __dnet_words+=("$word")
      word='' __dnet_raw=''
      continue
    fi
    __dnet_raw+=$char
    if [[ -n $__dnet_quote && $char == "$__dnet_quote" ]]; then
      __dnet_quote=''
    elif [[ -z $__dnet_quote && ( $char == "'" || $char == '"' ) ]]; then
      __dnet_quote=$char
    elif [[ $char == "\\" && $__dnet_quote != "'" ]]; then
      i=$((i + 1))
      word+=§{line:i:1}
      __dnet_raw+=§{line:i:1}
    else
      word+=$char
    fi
  done
  __dnet_words+=("$word")
}

# Sets __dnet_quoted to a value as it has to be written where the cursor is; fails where it cannot be.
__dnet_quote_value() {
  local value=$1 tick=$'\x60'
  case $__dnet_quote in
    "'")
      [[ $value != *"'"* ]] || return 1
      __dnet_quoted=$value
      ;;
    '"')
      value=§{value//\\/\\\\}
      value=§{value//\"/\\\"}
      value=§{value//\$/\\\$}
      __dnet_quoted=§{value//"$tick"/\\"$tick"}
      ;;
    *)
      printf -v __dnet_quoted %q "$value"
      # Readline replaces only what follows the last of its word breaks.
      __dnet_quoted=§{__dnet_quoted#"$2"}
      ;;
  esac
}

__dnet_complete() {
  local -a __dnet_words=() lines=()
  local __dnet_raw='' __dnet_quote='' __dnet_quoted='' line value typed head directive
  COMPREPLY=()
  __dnet_split "§{COMP_LINE:0:COMP_POINT}"
  typed=§{__dnet_words[§{#__dnet_words[@]} - 1]}
  while IFS= read -r line; do
    lines+=("$line")
  done < <(command dnet __complete "§{__dnet_words[@]:1}" 2>/dev/null)
  [[ §{#lines[@]} -gt 1 ]] || return 0
  directive=§{lines[§{#lines[@]} - 1]#:}
  unset "lines[§{#lines[@]}-1]"
  head=§{__dnet_raw%"§{__dnet_raw##*[$COMP_WORDBREAKS]}"}
  for line in "§{lines[@]}"; do
    value=§{line%%$'\t'*}
    [[ $value == "$typed"* ]] && __dnet_quote_value "$value" "$head" && COMPREPLY+=("$__dnet_quoted")
  done
  [[ $((directive & 2)) -eq 0 ]] || compopt -o nospace 2>/dev/null
  return 0
}

complete -o nosort -F __dnet_complete dnet 2>/dev/null || complete -F __dnet_complete dnet
`

const ZSH = shellText`#compdef dnet
# zsh completion for dnet; load it with: source <(dnet completion zsh)

_dnet() {
  emulate -L zsh
  local -a before lines values shown suffix
  local line value about directive
  before=("§{(@Q)words[2,CURRENT-1]}")
  lines=("§{(@f)$(command dnet __complete "§{(@)before}" "§{(Q)PREFIX}" 2>/dev/null)}")
  (( $#lines > 1 )) || return 1
  directive=§{lines[-1]#:}
  for line in "§{(@)lines[1,-2]}"; do
    value=§{line%%$'\t'*}
    about=''
    [[ $line == *$'\t'* ]] && about=§{line#*$'\t'}
    values+=("$value")
    shown+=("$value§{about:+  -- $about}")
  done
  (( directive & 2 )) && suffix=(-S '')
  compadd -V dnet -l -d shown "§{(@)suffix}" -a values
}

if [[ §{funcstack[1]} == _dnet ]]; then
  _dnet "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
  compdef _dnet dnet
fi
`

const FISH = shellText`# fish completion for dnet; load it with: dnet completion fish | source

function __dnet_complete
    set -l words (commandline -opc)
    set -l raw (commandline -ct)
    set -l typed (string unescape -- $raw)
    # A quote that is still open cannot be read: what follows it is what was typed.
    if test -z "$typed" -a -n "$raw"
        set typed (string replace -r '^["\']' '' -- $raw)
    end
    set -l lines (command dnet __complete $words[2..-1] "$typed" 2>/dev/null)
    test (count $lines) -gt 1; or return
    printf '%s\n' $lines[1..-2]
end

complete -c dnet -e
complete -c dnet -f -k -a '(__dnet_complete)'
`
