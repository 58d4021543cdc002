import type { Value } from '../value.ts';
import { formatFields, type FieldAccess } from './format-fields.ts';
import type { Methods } from './method.ts';

/** Python's `str.format` and `str.format_map`, whose fields reach into values through `access`. */
export function formatMethods(access: FieldAccess): Methods<string> {
  return {
    format: (text, args, kwargs) => formatFields(text, args, kwargs, access),
    format_map: (text, [dict]) => {
      const fields = [...(dict as Map<Value, Value>)].map(([key, value]) => [String(key), value] as const);
      return formatFields(text, [], new Map(fields), access);
    },
  };
}
