import type { Json, JsonObject } from '../config/json.ts';
import type { TestNode } from '../graph/node.ts';
import { compileAsyncNative } from '../template/native.ts';
import { parseTemplate } from '../template/parse-template.ts';
import type { Scope, Value } from '../template/value.ts';
import { fromJson } from '../template/values/from-json.ts';

/** A generic test's arguments as its macro takes them: strings with Jinja are rendered natively in the test's scope. */
export async function testArguments(node: TestNode, scope: Scope): Promise<Map<Value, Value>> {
  const kwargs = new Map<Value, Value>();
  for (const [name, value] of Object.entries(node.testMetadata?.kwargs ?? {})) {
    kwargs.set(name, await rendered(value, scope, node));
  }
  return kwargs;
}

async function rendered(value: Json, scope: Scope, node: TestNode): Promise<Value> {
  if (typeof value === 'string') {
    if (!/\{[{%#]/.test(value)) return value;
    return compileAsyncNative(parseTemplate(value, { file: node.originalFilePath }))(scope);
  }
  if (Array.isArray(value)) return Promise.all(value.map((item: Json) => rendered(item, scope, node)));
  if (value !== null && typeof value === 'object') {
    const dict = new Map<Value, Value>();
    for (const [key, item] of Object.entries(value as JsonObject))
      dict.set(key, await rendered(item, scope, node));
    return dict;
  }
  return fromJson(value);
}
