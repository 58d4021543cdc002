import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const ARTIFACTS = ['manifest.json', 'run_results.json', 'sources.json', 'catalog.json'];
const DAY = 86_400_000;

type Dictionary = Record<string, unknown>;

/** Text without paths, generated names, repeated blanks and the databases' pointers into the SQL. */
export function cleaned(text: string, folder: string): string {
  return (
    text
      // eslint-disable-next-line no-control-regex -- colours begin with this character
      .replace(/\u001b\[[0-9;]*m/g, '')
      .replaceAll(folder, '<dir>')
      .replace(/^[ \t]*(LINE \d+:.*|\^)[ \t]*\n?/gm, '')
      .replace(/\bconf_\d+_\d+\b/g, 'conf')
      .replace(/__dbt_tmp\d+/g, '__dbt_tmp')
      .replace(/\b[0-9a-f]{32}\b/g, '<hash>')
      .replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '<uuid>')
      .trim()
      .split('\n')
      .map((line) => line.replace(/[ \t]+/g, ' ').trim())
      .join('\n')
  );
}

/** When each artifact of the target folder was written, in milliseconds. */
export function artifactTimes(target: string): ReadonlyMap<string, number> {
  return new Map(
    ARTIFACTS.filter((name) => existsSync(path.join(target, name))).map((name) => [
      name,
      statSync(path.join(target, name)).mtimeMs,
    ]),
  );
}

function load(target: string, name: string): Dictionary {
  return JSON.parse(readFileSync(path.join(target, name), 'utf8')) as Dictionary;
}

/** What run_results.json says of each node. */
export function nodesOf(target: string, folder: string): Dictionary {
  const out: Dictionary = {};
  for (const result of load(target, 'run_results.json')['results'] as Dictionary[]) {
    const message = result['message'];
    const rows = (result['adapter_response'] as Dictionary | null)?.['rows_affected'];
    const batches = result['batch_results'] as Record<string, [string, string][]> | null;
    out[String(result['unique_id'])] = {
      status: result['status'],
      failures: result['failures'] ?? null,
      message: typeof message === 'string' ? cleaned(message, folder) : (message ?? null),
      ...(rows === null || rows === undefined ? {} : { rows_affected: rows }),
      ...(batches ? { batches: batchesOf(batches) } : {}),
    };
  }
  return out;
}

/** The bounds of batches; near today they are told as days from today. */
function batchesOf(batches: Record<string, [string, string][]>): Dictionary {
  const today = Math.floor(Date.now() / DAY);
  const bound = (text: string): string => {
    const days = Math.floor(Date.parse(text) / DAY) - today;
    return Math.abs(days) < 40 ? `today${days < 0 ? '' : '+'}${days}d` : text;
  };
  return Object.fromEntries(
    Object.entries(batches).map(([kind, list]) => [
      kind,
      [...list].sort((a, b) => (a[0] < b[0] ? -1 : 1)).map((bounds) => bounds.map(bound)),
    ]),
  );
}

/** What sources.json says of each source; ages are rounded to ten minutes. */
export function freshnessOf(target: string): Dictionary {
  const out: Dictionary = {};
  for (const result of load(target, 'sources.json')['results'] as Dictionary[]) {
    const age = Number(result['max_loaded_at_time_ago_in_s']);
    out[String(result['unique_id'])] = {
      status: result['status'],
      criteria: result['criteria'] ?? null,
      ...('max_loaded_at' in result
        ? age < 864_000
          ? { age_s: Math.round(age / 600) * 600 }
          : { max_loaded_at: result['max_loaded_at'] }
        : {}),
    };
  }
  return out;
}

interface CatalogEntry extends Dictionary {
  readonly metadata: Dictionary;
  readonly columns: Readonly<Record<string, Dictionary>>;
  readonly stats: Dictionary;
}

/** What catalog.json says of each relation. */
export function catalogOf(target: string): Dictionary {
  const out: Dictionary = {};
  const catalog = load(target, 'catalog.json') as Record<string, Record<string, CatalogEntry>>;
  for (const kind of ['nodes', 'sources']) {
    for (const [id, { metadata, columns, stats }] of Object.entries(catalog[kind] ?? {})) {
      out[id] = {
        schema: metadata['schema'],
        name: metadata['name'],
        type: metadata['type'],
        comment: metadata['comment'],
        columns: Object.values(columns).map((column) => [
          column['index'],
          column['name'],
          column['type'],
          column['comment'],
        ]),
        stats: Object.keys(stats).sort(),
      };
    }
  }
  return out;
}

/** Sorted keys of an artifact: of the file, its metadata, and its entries taken together. */
export function keysOf(target: string, name: string): Record<string, string[]> {
  const json = load(target, name);
  const union = (list: readonly object[]): string[] => [...new Set(list.flatMap((item) => Object.keys(item)))].sort();
  const out: Record<string, string[]> = {
    '': Object.keys(json).sort(),
    metadata: union([(json['metadata'] ?? {}) as Dictionary]),
  };
  if (Array.isArray(json['results'])) out['results[]'] = union(json['results'] as Dictionary[]);
  if (name === 'catalog.json') {
    for (const kind of ['nodes', 'sources']) {
      const entries = Object.values(json[kind] as Record<string, CatalogEntry>);
      out[`${kind}{}`] = union(entries);
      out[`${kind}{}.metadata`] = union(entries.map((entry) => entry.metadata));
    }
  }
  return out;
}
