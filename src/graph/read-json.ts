import type { Json, JsonObject } from '../config/json.ts';

/** The value when it is an object, else an empty one. */
export function jsonObject(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** The value when it is an object, else null. */
export function jsonObjectOrNull(value: Json | undefined): JsonObject | null {
  return isJsonObject(value) ? value : null;
}

/** True for JSON objects: not null, not a list. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value when it is a list, else an empty one. */
export function jsonList(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

/** The strings of a list; a lone string counts as a list of one. */
export function stringList(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  return jsonList(value).filter((item): item is string => typeof item === 'string');
}

/** The value when it is a string, else `fallback`. */
export function stringOr(value: Json | undefined, fallback: string): string {
  return typeof value === 'string' ? value : fallback;
}

/** The value when it is a string, else null. */
export function stringOrNull(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

/** The value when it is a version (a string or a number), else null. */
export function versionOrNull(value: Json | undefined): string | number | null {
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}
