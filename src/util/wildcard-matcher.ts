/**
 * Tells whether a whole text matches a shell pattern, case-sensitively, as Python's fnmatch: `*` any text, `?` any
 * character, `[abc]` and `[!abc]` character classes; a `[` without its end stands for itself.
 */
export function wildcardMatcher(pattern: string): (text: string) => boolean {
  if (!/[*?[]/.test(pattern)) return (text) => text === pattern;
  const expression = new RegExp(`^${translate(pattern)}$`, 'su');
  return (text) => expression.test(text);
}

function translate(pattern: string): string {
  let out = '';
  for (let index = 0; index < pattern.length; index += 1) {
    const character = pattern.charAt(index);
    if (character === '*') out += '.*';
    else if (character === '?') out += '.';
    else if (character === '[') {
      const end = classEnd(pattern, index);
      if (end < 0) {
        out += '\\[';
        continue;
      }
      out += characterClass(pattern.slice(index + 1, end));
      index = end;
    } else out += character.replace(/[\\^$.|+(){}\]/]/u, '\\$&');
  }
  return out;
}

/** Where the class ends that begins at `start`; a `]` right after `[` or `[!` belongs to it. */
function classEnd(pattern: string, start: number): number {
  const first = pattern.charAt(start + 1) === '!' ? start + 2 : start + 1;
  return pattern.indexOf(']', pattern.charAt(first) === ']' ? first + 1 : first);
}

function characterClass(body: string): string {
  const negated = body.startsWith('!');
  const inner = (negated ? body.slice(1) : body)
    .replace(/[\\\]^[]/g, '\\$&')
    .replace(/&&|--|~~|\|\|/g, '\\$&');
  return `[${negated ? '^' : ''}${inner}]`;
}
