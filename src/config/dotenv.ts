/** The variables of a `.env` text: `NAME=value` lines, `export` allowed, quotes removed, comments skipped. */
export function parseDotenv(text: string): Readonly<Record<string, string>> {
  const variables: Record<string, string> = {};
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*(?:export\s+)?([A-Za-z_][\w.]*)\s*=\s*(.*)$/.exec(line);
    if (match?.[1] === undefined) continue;
    variables[match[1]] = unquote((match[2] ?? '').trim());
  }
  return variables;
}

function unquote(value: string): string {
  const quoted = /^(['"])([\s\S]*)\1(?:\s+#.*)?$/.exec(value);
  if (quoted === null) return value.replace(/\s+#.*$/, '');
  const inner = quoted[2] ?? '';
  return quoted[1] === '"' ? inner.replace(/\\n/g, '\n').replace(/\\"/g, '"') : inner;
}
