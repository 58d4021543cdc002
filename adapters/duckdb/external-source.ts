import type { ExternalSource } from '../../src/adapter-api/adapter.ts';
import { suggest } from '../../src/errors/did-you-mean.ts';
import { ProjectFailure } from '../../src/errors/project-error.ts';

/**
 * How a source with `meta.external_location` renders (dbt-duckdb's rule): the location with `{name}`, `{identifier}`,
 * `{schema}` and the like filled in; quoted as a file name unless it is a function call or quoted already. Throws
 * ProjectFailure TX1331 for a key that there is none of.
 */
export function renderExternalSource(source: ExternalSource): string | null {
  const { meta } = source;
  if (typeof meta['plugin'] === 'string') {
    throw wrong(
      source,
      `plugin '${meta['plugin']}': plugins are Python code and cannot run here`,
      'Name the files with external_location.',
    );
  }
  const location = meta['external_location'];
  if (typeof location !== 'string') return null;
  const filled = fill(location, source);
  if (filled.includes('(') || filled.startsWith("'")) return filled;
  return `'${filled}'`;
}

/** Python's ways to fill a text, by the name that `formatter` gives them: what stands for itself, and what for a key. */
const FORMATTERS: Readonly<Record<string, RegExp>> = {
  newstyle: /\{\{|\}\}|\{([^{}]*)\}|[{}]/g,
  oldstyle: /%%|%\((\w+)\)s/g,
  template: /\$\$|\$(\w+)|\$\{(\w+)\}/g,
};

function fill(location: string, source: ExternalSource): string {
  const formatter = String(source.meta['formatter'] ?? 'newstyle');
  const pattern = FORMATTERS[formatter];
  if (pattern === undefined) {
    throw wrong(
      source,
      `formatter '${formatter}' is unknown`,
      `Use one of ${Object.keys(FORMATTERS).join(', ')}.`,
    );
  }
  const values = valuesOf(source);
  return location.replace(pattern, (whole: string, first: unknown, second: unknown) => {
    const key = typeof first === 'string' ? first : typeof second === 'string' ? second : null;
    if (key !== null) return valueOf(key.replace(/!s$/, ''), values, source);
    if (whole.length === 2) return whole.charAt(0);
    throw wrong(source, `a single '${whole}' in external_location: ${location}`, `Write '${whole}${whole}'.`);
  });
}

function valueOf(key: string, values: ReadonlyMap<string, unknown>, source: ExternalSource): string {
  if (values.has(key)) return String(values.get(key) ?? '');
  const near = suggest(key, values.keys());
  throw wrong(
    source,
    `external_location asks for {${key}}, which this source does not have`,
    near === null ? `It has ${[...values.keys()].join(', ')}.` : `Did you mean {${near}}?`,
  );
}

function valuesOf(source: ExternalSource): ReadonlyMap<string, unknown> {
  const { name, identifier, schema, database, sourceName, meta } = source;
  return new Map(
    Object.entries({ ...meta, name, identifier, schema, database: database ?? '', source_name: sourceName }),
  );
}

function wrong(source: ExternalSource, message: string, hint: string): ProjectFailure {
  return new ProjectFailure({
    code: 'TX1331',
    message: `Source ${source.sourceName}.${source.name}: ${message}`,
    hint,
  });
}
