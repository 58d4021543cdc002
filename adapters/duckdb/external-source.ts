import type { ExternalSource } from '../../src/adapter-api/adapter.ts';

/**
 * How a source with `meta.external_location` renders (dbt-duckdb's rule): the location with `{name}`, `{identifier}`,
 * `{schema}` filled in; quoted as a file name unless it is a function call or quoted already.
 */
export function renderExternalSource(source: ExternalSource): string | null {
  const location = source.meta['external_location'];
  if (typeof location !== 'string') return null;
  const values: Readonly<Record<string, string>> = {
    name: source.name,
    identifier: source.identifier,
    schema: source.schema,
    source_name: source.sourceName,
    database: source.database ?? '',
  };
  const oldStyle = source.meta['formatter'] === 'oldstyle';
  const template = source.meta['formatter'] === 'template';
  const filled = location.replace(
    oldStyle ? /%\((\w+)\)s/g : template ? /\$\{?(\w+)\}?/g : /\{(\w+)\}/g,
    (whole, key: string) => values[key] ?? whole,
  );
  if (filled.includes('(') || filled.startsWith("'")) return filled;
  return `'${filled}'`;
}
