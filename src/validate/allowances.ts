import type { ProjectError } from '../errors/project-error.ts';
import type { ModelNode } from '../graph/node.ts';
import { sqlTokens } from './sql-tokens.ts';

/** A comment `-- tx: allow TX2003 because …`: findings of these codes in the model are meant. */
export interface Allowance {
  readonly codes: readonly string[];
  /** Why; empty when it was not said, which allows nothing. */
  readonly reason: string;
  readonly pos: number;
}

const ALLOW = /\btx:\s*allow\b([^\n]*)/;
const CODES = /^[\s,]*((?:TX\d+[\s,]*)*)(?:because\b\s*:?\s*(.*?))?\s*(?:\*\/|-?#\})?\s*$/i;

/** Every allowance of a model's text, in comments of SQL or Jinja. */
export function allowancesOf(model: ModelNode): readonly Allowance[] {
  if (!model.rawCode.includes('tx:')) return [];
  return sqlTokens(model.rawCode).flatMap(({ kind, text, pos }) => {
    const found = kind === 'comment' ? ALLOW.exec(text) : null;
    if (found === null) return [];
    const parts = CODES.exec(found[1] ?? '');
    const codes = (parts?.[1] ?? '').toUpperCase().match(/TX\d+/g) ?? [];
    return [{ codes, reason: parts?.[2] ?? '', pos: pos + found.index }];
  });
}

/** Whether an allowance of the model, with its reason, covers the finding. */
export function isAllowed(finding: ProjectError, model: ModelNode): boolean {
  return allowancesOf(model).some(({ codes, reason }) => reason !== '' && codes.includes(finding.code));
}
