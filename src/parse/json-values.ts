import type { Json, JsonObject } from '../config/json.ts';

/** True for a dictionary. */
export function isObject(value: Json | undefined): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** The value as a dictionary; anything else is an empty one. */
export function asObject(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** The value as a list: null and nothing are empty, a single value a list of one. */
export function asList(value: Json | undefined): readonly Json[] {
  if (value === null || value === undefined) return [];
  return Array.isArray(value) ? (value as readonly Json[]) : [value as Json];
}

/** The value as a list of texts. */
export function asTexts(value: Json | undefined): readonly string[] {
  return asList(value).map((item) => String(item));
}

/** The value as text; null and nothing are null. */
export function asText(value: Json | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

/** Texts without repetitions, in order of first appearance. */
export function distinct(texts: Iterable<string>): readonly string[] {
  return [...new Set(texts)];
}

/** One value over another: dictionaries key by key, lists one after the other, anything else replaced. */
export function deepMerge(base: Json | undefined, over: Json): Json {
  if (isObject(base) && isObject(over)) {
    const merged: Record<string, Json> = { ...base };
    for (const [key, value] of Object.entries(over)) {
      merged[key] = Object.hasOwn(merged, key) ? deepMerge(merged[key], value) : value;
    }
    return merged;
  }
  if (Array.isArray(base) && Array.isArray(over))
    return [...(base as readonly Json[]), ...(over as readonly Json[])];
  return over;
}
