import type { Credentials } from '../adapter-api/adapter.ts';

/** Prefix of environment variables whose values must never be printed (dbt's rule). */
export const SECRET_PREFIX = 'DBT_ENV_SECRET';

/** Values to keep out of everything printed: secret environment variables. */
export function secretsOf(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.entries(environment).flatMap(([name, value]) =>
    (name.startsWith(SECRET_PREFIX) || name.startsWith(`DBT_ENGINE_ENV_SECRET`)) && value ? [value] : [],
  );
}

/** What a profile keeps secret. A password that is also a name (`postgres`) is none: hiding it would hide the name. */
export function secretsOfCredentials({
  secrets,
  publicKeys,
  database,
  schema,
}: Credentials): readonly string[] {
  const names = new Set([...Object.values(publicKeys), database, schema].map(String));
  return secrets.filter((secret) => !names.has(secret));
}

/** The text with every secret replaced by `*****`, also where it is written as in JSON or in an address. */
export function scrub(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of [...secrets].sort((a, b) => b.length - a.length)) {
    if (secret === '') continue;
    for (const form of formsOf(secret)) if (clean.includes(form)) clean = clean.replaceAll(form, '*****');
  }
  return clean;
}

function formsOf(secret: string): ReadonlySet<string> {
  const inJson = JSON.stringify(secret).slice(1, -1);
  return new Set([secret, inJson, encodeURIComponent(secret)]);
}
