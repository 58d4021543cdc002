import { hasTags } from '../template/has-tags.ts';
import { parseTemplate } from '../template/parse-template.ts';
import { compileSyncNative } from '../template/native.ts';
import type { Scope, Value } from '../template/value.ts';
import { toJson } from '../template/values/to-json.ts';
import type { Json, JsonObject } from './json.ts';

/** A scope over a fixed set of names. */
export function mapScope(values: ReadonlyMap<string, Value>, outer?: Scope): Scope {
  return {
    lookup: (name) => values.get(name) ?? outer?.lookup(name),
    names: () => [...values.keys(), ...(outer?.names?.() ?? [])],
  };
}

/**
 * Renders every string of a YAML value natively, as dbt does; `skip` says which paths stay as they are. Throws
 * ProjectFailure TX1001 or TX1002 with the file.
 */
export function renderYaml(
  value: Json,
  scope: Scope,
  file: string,
  skip: (path: readonly (string | number)[]) => boolean = () => false,
  path: readonly (string | number)[] = [],
): Json {
  if (skip(path)) return value;
  if (typeof value === 'string') return renderText(value, scope, file);
  if (Array.isArray(value)) {
    return value.map((item: Json, index) => renderYaml(item, scope, file, skip, [...path, index]));
  }
  if (value !== null && typeof value === 'object') {
    const out: Record<string, Json> = {};
    for (const [key, item] of Object.entries(value as JsonObject)) {
      out[key] = renderYaml(item, scope, file, skip, [...path, key]);
    }
    return out;
  }
  return value;
}

/** One string, rendered natively; Jinja drops a line break at its end also where there is nothing else to render. */
export function renderText(text: string, scope: Scope, file: string): Json {
  if (!hasTags(text)) return text.endsWith('\n') ? text.slice(0, -1) : text;
  return toJson(compileSyncNative(parseTemplate(text, { file }))(scope)) as Json;
}
