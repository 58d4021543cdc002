/** Answers whether a path (with slashes, relative to where the patterns stand) is ignored. */
export type IgnoreMatcher = (path: string) => boolean;

/**
 * A matcher for lines in gitignore's language: `#` comments, `!` takes back, a slash inside anchors a pattern, `**`
 * spans folders, a trailing slash means a folder with all that is in it.
 */
export function ignorePatterns(text: string): IgnoreMatcher {
  const rules = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const negated = line.startsWith('!');
      return { negated, pattern: toRegExp(negated ? line.slice(1) : line) };
    });
  if (rules.length === 0) return () => false;
  return (path) => {
    let ignored = false;
    for (const rule of rules) if (rule.pattern.test(path)) ignored = !rule.negated;
    return ignored;
  };
}

function toRegExp(pattern: string): RegExp {
  const body = pattern.replace(/\/$/, '');
  const anchored = body.includes('/');
  const source = body
    .replace(/^\//, '')
    .split(/(\*\*\/|\/\*\*|\*\*|\*|\?|\[[^\]]*\])/)
    .map((part) => {
      if (part === '**/') return '(?:.*/)?';
      if (part === '/**') return '/.*';
      if (part === '**') return '.*';
      if (part === '*') return '[^/]*';
      if (part === '?') return '[^/]';
      if (part.startsWith('[')) return part.replace(/^\[!/, '[^');
      return part.replace(/[.+^${}()|\\]/g, '\\$&');
    })
    .join('');
  const tail = pattern.endsWith('/') ? '/.*' : '(?:/.*)?';
  return new RegExp(`^${anchored ? '' : '(?:.*/)?'}${source}${tail}$`);
}
