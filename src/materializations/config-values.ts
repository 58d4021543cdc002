import type { JsonObject } from '../config/json.ts';

/** A config value as text; null when it is not set, blank, or no text. */
export function textConfig(config: JsonObject, key: string): string | null {
  const value = config[key];
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

/** A config value that is one text or a list of them, as a list; empty when it is not set. */
export function listConfig(config: JsonObject, key: string): readonly string[] {
  const value = config[key];
  if (value === null || value === undefined || value === '') return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}

/** A config value that is an object; null when it is anything else. */
export function objectConfig(config: JsonObject, key: string): JsonObject | null {
  const value = config[key];
  if (value === null || value === undefined || typeof value !== 'object' || Array.isArray(value)) return null;
  return value as JsonObject;
}
