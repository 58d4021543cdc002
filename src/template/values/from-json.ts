import type { Value } from '../value.ts';
import { toFloat } from './float.ts';

/** A JSON-like value as a template value: objects become dicts, undefined becomes None. */
export function fromJson(json: unknown): Value {
  if (json === null || json === undefined) return null;
  if (Array.isArray(json)) return json.map(fromJson);
  if (typeof json === 'object') {
    const dict = new Map<Value, Value>();
    for (const [key, value] of Object.entries(json)) dict.set(key, fromJson(value));
    return dict;
  }
  if (typeof json === 'number') return Number.isFinite(json) ? json : toFloat(json);
  return typeof json === 'string' || typeof json === 'boolean' || typeof json === 'bigint' ? json : null;
}
