import type { QueryResult } from '../adapter-api/connection.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import type { CheckStep } from '../materializations/plan-types.ts';

/**
 * Judges the answer of a check of keys: what its policy calls an error is thrown as ProjectFailure TX3120, the rest
 * comes back as warnings.
 */
export function judgeKeys(step: CheckStep, result: QueryResult, nodeId: string): readonly string[] {
  const errors: string[] = [];
  const warnings: string[] = [];
  for (const [problem, found, example] of result.rows) {
    const policy = step.policy[problem === 'nulls' ? 'nulls' : 'duplicates'];
    const text = sentence(String(problem), Number(found), String(example), step);
    if (policy === 'error') errors.push(text);
    else if (policy === 'warn') warnings.push(text);
  }
  if (errors.length === 0) return warnings;
  throw new ProjectFailure({
    code: 'TX3120',
    message: [...errors, ...warnings].join('\n'),
    hint: 'Make the key whole and unique in the model (a filter, a row_number), or allow it with meta: {tx: {keys: {nulls: ignore, duplicates: ignore}}}.',
    nodeId,
  });
}

function sentence(problem: string, found: number, example: string, { keys }: CheckStep): string {
  const key = keys.join(', ');
  const one = found === 1;
  return problem === 'nulls'
    ? `${found} new row${one ? ' has' : 's have'} NULL in the key (${key}), e.g. ${example}`
    : `${found} key${one ? ' (' : 's ('}${key}) occur${one ? 's' : ''} more than once among the new rows, e.g. ${example}`;
}
