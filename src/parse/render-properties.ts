import type { Json, JsonObject } from '../config/json.ts';
import { renderText, renderYaml } from '../config/render-yaml.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import { mapScope } from '../config/render-yaml.ts';
import { docFunction } from './docs-library.ts';
import { entryError, type PropertyEntry } from './property-file.ts';
import type { ParseSession } from './session.ts';
import { hasTags } from '../template/has-tags.ts';

type Path = readonly (string | number)[];

const DESCRIBED: ReadonlySet<string> = new Set(['description', 'tests', 'data_tests']);
const NESTED: ReadonlySet<string> = new Set([
  'columns',
  'arguments',
  'dimensions',
  'measures',
  'entities',
  'tables',
  'versions',
]);

/** Descriptions, tests and hooks are rendered later, each in a scope of its own. */
function skips(path: Path): boolean {
  const key = path.at(-1);
  if (typeof key !== 'string') return false;
  const parent = path.at(-2);
  if (key === 'pre-hook' || key === 'post-hook' || key === 'pre_hook' || key === 'post_hook')
    return parent === 'config';
  if (key === 'loaded_at_query') return true;
  if (!DESCRIBED.has(key)) return false;
  for (let at = 0; at < path.length - 1; at += 2) if (!NESTED.has(String(path[at]))) return false;
  return true;
}

/** Conditions of metrics and saved queries are templates for whoever queries them. */
const CONDITIONS: Readonly<Record<string, string>> = { metrics: 'filter', saved_queries: 'where' };

/** An entry with its Jinja rendered, descriptions, tests and hooks left as written. Throws ProjectFailure with the place. */
export function renderEntry(entry: PropertyEntry, session: ParseSession): JsonObject {
  const scope = session.yamlScope(entry.file.file.packageName);
  const out: Record<string, Json> = {};
  const condition = CONDITIONS[entry.section];
  const stays = (path: Path): boolean =>
    (condition !== undefined && path.at(-1) === condition) || skips(path);
  for (const [key, value] of Object.entries(entry.raw)) {
    out[key] = placed(entry, [key], () =>
      renderYaml(value, scope, entry.file.file.displayPath, stays, [key]),
    );
  }
  return out;
}

/** A description, with the unique ids of the docs blocks it uses. */
export interface Description {
  readonly text: string;
  readonly docBlocks: readonly string[];
}

/** Renders a description; `described` is the unique id it belongs to. Throws ProjectFailure with the place. */
export function renderDescription(
  entry: PropertyEntry,
  path: Path,
  value: Json | undefined,
  described: string,
  session: ParseSession,
): Description {
  const text = value === null || value === undefined ? '' : String(value);
  if (!hasTags(text)) return { text, docBlocks: [] };
  const { packageName, displayPath } = entry.file.file;
  const docBlocks: string[] = [];
  const doc = docFunction(session.docs, packageName, described, docBlocks);
  const scope = mapScope(new Map([['doc', doc]]), session.yamlScope(packageName));
  const rendered = placed(entry, [...path, 'description'], () => renderText(text, scope, displayPath));
  return { text: rendered === null ? '' : String(rendered), docBlocks };
}

/** Runs a piece of rendering; its errors gain the place in the property file. */
export function placed<T>(entry: PropertyEntry, path: Path, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    if (!(thrown instanceof ProjectFailure)) throw thrown;
    throw new ProjectFailure(
      thrown.errors.map((error) => ({
        ...error,
        ...entryError(entry, path, {
          code: error.code,
          message: error.message,
          ...(error.hint ? { hint: error.hint } : {}),
        }),
      })),
    );
  }
}
