import { fromJson } from '../template/values/from-json.ts';
import { toText } from '../template/values/to-text.ts';
import type { Json, JsonObject } from './json.ts';

/** Keys whose lists grow with each layer. */
const APPEND: ReadonlySet<string> = new Set(['tags', 'packages', 'pre-hook', 'post-hook']);
/** Keys whose dictionaries are updated key by key. */
const UPDATE: ReadonlySet<string> = new Set([
  'meta',
  'docs',
  'quoting',
  'column_types',
  'contract',
  'persist_docs',
]);
/** `pre_hook` in a call or a property file is `pre-hook`. */
const ALIASES: Readonly<Record<string, string>> = {
  pre_hook: 'pre-hook',
  post_hook: 'post-hook',
  data_tests: 'data_tests',
};

/** The config's key for a name as written: without `+`, hooks with a dash. */
export function configKey(name: string): string {
  const bare = name.startsWith('+') ? name.slice(1) : name;
  return ALIASES[bare] ?? bare;
}

/** A value as a list: null is empty, a single value a list of one. */
function asList(value: Json | undefined): readonly Json[] {
  if (value === null || value === undefined) return [];
  return Array.isArray(value) ? value : [value as Json];
}

const isObject = (value: Json | undefined): value is JsonObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/**
 * One layer over another by dbt's rules: some keys append, some update, `grants` its own way, the rest clobbers. Tags
 * are of the rest where `replaceTags` says so.
 */
export function mergeConfig(base: JsonObject, layer: JsonObject, replaceTags = false): JsonObject {
  const merged: Record<string, Json> = { ...base };
  for (const [name, value] of Object.entries(layer)) {
    const key = configKey(name);
    if (key === 'pre-hook' || key === 'post-hook') {
      merged[key] = [...asList(merged[key]), ...asList(value).map(normalizeHook)];
    } else if (key === 'tags') merged[key] = mergeTags(replaceTags ? [] : merged[key], value);
    else if (APPEND.has(key)) merged[key] = [...asList(merged[key]), ...asList(value)];
    else if (key === 'grants') merged[key] = mergeGrants(merged[key], value);
    else if (UPDATE.has(key) && isObject(value)) {
      merged[key] = { ...(isObject(merged[key]) ? merged[key] : {}), ...value };
    } else merged[key] = value;
  }
  return merged;
}

function mergeTags(base: Json | undefined, value: Json): Json {
  return [...asList(base), ...asList(value).map((tag) => toText(fromJson(tag)))];
}

/** A hook as `{sql, transaction}`: text, a dictionary, or JSON text of one (what `after_commit()` gives). */
function normalizeHook(hook: Json): Json {
  if (typeof hook === 'string') {
    const parsed = hook.trim().startsWith('{') ? parseHook(hook) : null;
    return parsed ?? { sql: hook, transaction: true, index: null };
  }
  const settings = isObject(hook) ? hook : {};
  return {
    sql: settings['sql'] ?? '',
    transaction: settings['transaction'] ?? true,
    index: settings['index'] ?? null,
  };
}

function parseHook(text: string): Json | null {
  try {
    const parsed = JSON.parse(text) as Json;
    return isObject(parsed) && typeof parsed['sql'] === 'string' ? normalizeHook(parsed) : null;
  } catch {
    // A statement that merely begins with a brace.
    return null;
  }
}

/** Grants clobber a privilege, unless it is written `+privilege`, which adds grantees. */
function mergeGrants(base: Json | undefined, value: Json): Json {
  if (!isObject(value)) return value;
  const merged: Record<string, Json> = { ...(isObject(base) ? base : {}) };
  for (const [privilege, grantees] of Object.entries(value)) {
    if (privilege.startsWith('+')) {
      const name = privilege.slice(1);
      merged[name] = [...new Set([...asList(merged[name]), ...asList(grantees)])];
    } else merged[privilege] = asList(grantees);
  }
  return merged;
}
