import type { Json } from '../../../config/json.ts';
import type { GraphNode } from '../../node.ts';
import { isSqlNode } from '../../node-kinds.ts';
import { isJsonObject } from '../../read-json.ts';
import type { SelectionMethod } from '../method.ts';

/** `config.materialized:table`: nodes by a value of their config. */
export const configMethod: SelectionMethod = {
  name: 'config',
  description:
    'Nodes whose config has this value under the dotted key: equal text, a member of a list, or `true`/`false`.',
  select: ({ value, methodArguments, nodes }) => {
    const anyCase = methodArguments.join('.') === 'severity';
    return nodes.filter((node) => {
      const found = configValue(node, methodArguments);
      return found !== undefined && matches(found, value, anyCase);
    });
  },
};

function configValue(node: GraphNode, keys: readonly string[]): Json | undefined {
  if (keys.length === 0 || !(isSqlNode(node) || node.resourceType === 'source')) return undefined;
  let value: Json | undefined = node.config;
  for (const key of keys) {
    if (!isJsonObject(value)) return undefined;
    value = value[key] ?? value[key.replaceAll('_', '-')];
  }
  return value;
}

/** Numbers never match, as in dbt: the value of a selection is text. */
function matches(found: Json, value: string, anyCase: boolean): boolean {
  const members = Array.isArray(found)
    ? (found as readonly Json[])
    : isJsonObject(found)
      ? Object.keys(found)
      : [found];
  const truth = { true: true, false: false }[value.toLowerCase()];
  return members.some(
    (member) =>
      member === value ||
      (truth !== undefined && member === truth) ||
      (anyCase && typeof member === 'string' && member.toLowerCase() === value.toLowerCase()),
  );
}
