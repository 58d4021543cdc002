/** Values of an environment, by name. */
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The variables of a `.env` text: `NAME=value` lines, `export` allowed, quotes removed, comments skipped. `${NAME}` and
 * `${NAME:-otherwise}` stand for what the environment has under that name, else a line further up.
 */
export function parseDotenv(text: string, environment: Environment): Readonly<Record<string, string>> {
  const variables: Record<string, string> = {};
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*(?:export\s+)?([A-Za-z_][\w.]*)\s*=\s*(.*)$/.exec(line);
    if (match?.[1] === undefined) continue;
    variables[match[1]] = expanded(unquote((match[2] ?? '').trim()), [environment, variables]);
  }
  return variables;
}

function expanded(value: string, known: readonly Environment[]): string {
  return value.replace(/\$\{([^}:]*)(?::-([^}]*))?\}/g, (_, name: string, otherwise: string | undefined) => {
    const found = known.map((names) => (Object.hasOwn(names, name) ? names[name] : undefined));
    return found.find((text) => text !== undefined) ?? otherwise ?? '';
  });
}

function unquote(value: string): string {
  const quoted = /^(['"])([\s\S]*)\1(?:\s+#.*)?$/.exec(value);
  if (quoted === null) return value.replace(/\s+#.*$/, '');
  const inner = quoted[2] ?? '';
  return quoted[1] === '"' ? inner.replace(/\\n/g, '\n').replace(/\\"/g, '"') : inner;
}
