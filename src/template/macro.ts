import { ProjectFailure } from '../errors/project-error.ts';
import type { MacroStatement } from './ast.ts';
import type { Block } from './blocks.ts';
import { generateMacro } from './codegen.ts';
import { evaluateCode } from './compile-template.ts';
import { parseTemplate } from './parse-template.ts';
import type { Scope, TemplateFunction } from './value.ts';

/** A parameter of a macro as written. */
export interface MacroParameterDefinition {
  readonly name: string;
  readonly type: string | null;
  readonly hasDefault: boolean;
}

/** A macro that can be bound to a scope; its code is made at the first bind of each flavour. */
export interface MacroDefinition {
  readonly name: string;
  readonly parameters: readonly MacroParameterDefinition[];
  readonly statement: MacroStatement;
  /** The macro as a function whose free names are looked up in `scope`. */
  bind(scope: Scope, flavour: 'sync' | 'async'): TemplateFunction;
}

type Binder = (scope: Scope) => TemplateFunction;

/** Reads a macro, test or materialization block. Throws ProjectFailure TX1001. */
export function defineMacro(block: Block, file: string): MacroDefinition {
  const origin = { file, firstLine: block.line };
  const template = parseTemplate(block.text, origin);
  const statement = template.body.find((item): item is MacroStatement => item.kind === 'macro');
  if (statement === undefined) {
    throw new ProjectFailure({
      code: 'TX1001',
      message: `The block '${block.bareName}' is not a macro`,
      location: { file, line: block.line },
    });
  }
  const binders: { sync?: Binder; async?: Binder } = {};
  const { signature } = statement;
  const required = signature.parameters.length - signature.defaults.length;
  return {
    name: block.name,
    statement,
    parameters: signature.parameters.map((name, index) => ({
      name,
      type: signature.types[index] ?? null,
      hasDefault: index >= required,
    })),
    bind(scope, flavour) {
      const bind = (binders[flavour] ??= evaluateCode<Binder>(
        () => generateMacro(statement, flavour === 'async'),
        template.source,
        origin,
      ));
      return bind(scope);
    },
  };
}
