/** Prefix of environment variables whose values must never be printed (dbt's rule). */
export const SECRET_PREFIX = 'DBT_ENV_SECRET';

/** Values to keep out of everything printed: secret environment variables. */
export function secretsOf(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.entries(environment).flatMap(([name, value]) =>
    (name.startsWith(SECRET_PREFIX) || name.startsWith(`DBT_ENGINE_ENV_SECRET`)) && value ? [value] : [],
  );
}

/** The text with every secret replaced by `*****`. */
export function scrub(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets)
    if (secret !== '' && clean.includes(secret)) clean = clean.replaceAll(secret, '*****');
  return clean;
}
