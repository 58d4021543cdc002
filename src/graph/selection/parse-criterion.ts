import type { Criterion, IndirectSelection } from './expression.ts';
import { methodNames } from './methods/index.ts';
import { selectionFailure } from './selection-failure.ts';

/** `@`, `n+`, `method:`, value, `+n`: dbt's grammar of one criterion. */
const GRAMMAR =
  /^(?<at>@)?(?<parents>(?<parentsDepth>\d*)\+)?(?:(?<method>[\w.]+):)?(?<value>.*?)(?<children>\+(?<childrenDepth>\d*))?$/;

/** One criterion as written on the command line, e.g. `2+tag:nightly+`. Throws ProjectFailure TX1401 or TX1402. */
export function parseCriterion(raw: string, indirectSelection: IndirectSelection): Criterion {
  const groups = GRAMMAR.exec(raw)?.groups;
  if (groups === undefined) throw selectionFailure('TX1401', `Invalid selection '${raw}'`);
  const value = groups['value'] ?? '';
  const [method = '', ...methodArguments] = (groups['method'] ?? defaultMethod(value)).split('.');
  return checkCriterion({
    kind: 'criterion',
    raw,
    method,
    methodArguments,
    value,
    childrensParents: groups['at'] !== undefined,
    parents: groups['parents'] !== undefined,
    parentsDepth: depthOf(groups['parentsDepth']),
    children: groups['children'] !== undefined,
    childrenDepth: depthOf(groups['childrenDepth']),
    indirectSelection,
  });
}

/** Throws where the method is unknown (TX1402) or `@` and a `+` behind are combined (TX1401); else gives it back. */
export function checkCriterion(criterion: Criterion): Criterion {
  if (!methodNames.has(criterion.method)) {
    throw selectionFailure('TX1402', `'${criterion.method}' is not a valid method name`, {
      name: criterion.method,
      candidates: methodNames,
    });
  }
  if (criterion.childrensParents && criterion.children) {
    throw selectionFailure(
      'TX1401',
      `Invalid selection '${criterion.raw}': the "@" prefix and the "+" suffix cannot be combined`,
    );
  }
  return criterion;
}

function depthOf(digits: string | undefined): number | null {
  return digits === undefined || digits === '' ? null : Number(digits);
}

/** A value without a method: a path when it has a slash, a file by its ending, else a name or folder. */
function defaultMethod(value: string): string {
  if (value.includes('/')) return 'path';
  return /\.(sql|py|csv)$/i.test(value) ? 'file' : 'fqn';
}
