import { TemplateObject, type Value } from '../template/value.ts';
import { toText } from '../template/values/to-text.ts';
import { dispatched, plain } from './define-macro.ts';
import type { GlobalMacro } from './global-macro.ts';

const trimmed = (value: Value | undefined): string | null => {
  if (value === null || value === undefined) return null;
  return toText(value).trim();
};

function member(node: Value | undefined, name: string): Value | undefined {
  if (node instanceof Map) return node.get(name);
  return node instanceof TemplateObject ? (node.getAttribute(name) ?? node.getItem(name)) : undefined;
}

/** How schemas, aliases and databases are named; the macros that projects replace most. */
export const namingMacros = {
  generate_schema_name: dispatched(['custom_schema_name=', 'node='], (context, args) => {
    const custom = trimmed(args['custom_schema_name']);
    const own = context.credentials.schema;
    return custom === null || custom === '' ? own : `${own}_${custom}`;
  }),
  generate_schema_name_for_env: plain(['custom_schema_name', 'node='], (context, args) => {
    const custom = trimmed(args['custom_schema_name']);
    const target = context.scope.lookup('target');
    return member(target, 'name') === 'prod' && custom ? custom : context.credentials.schema;
  }),
  generate_alias_name: dispatched(['custom_alias_name=', 'node='], (_context, args) => {
    const custom = trimmed(args['custom_alias_name']);
    if (custom) return custom;
    const name = toText(member(args['node'], 'name') ?? '');
    const version = member(args['node'], 'version');
    return version === undefined || version === null || toText(version) === ''
      ? name
      : `${name}_v${toText(version).replace(/\./g, '_')}`;
  }),
  generate_database_name: dispatched(['custom_database_name=', 'node='], (context, args) => {
    return trimmed(args['custom_database_name']) ?? context.credentials.database;
  }),
} satisfies Record<string, GlobalMacro>;
