import { errorCodes } from '../../errors/codes.ts';
import type { ProjectError } from '../../errors/project-error.ts';
import type { Palette } from './palette.ts';

/** An error for people: class and code, message, place, frame, call chain, and the way out. */
export function formatError(error: ProjectError, palette: Palette): string {
  const { errorClass } = errorCodes[error.code];
  const place = formatPlace(error);
  const lines = [
    `${palette.red(errorClass)} ${palette.dim(`[${error.code}]`)}${place === '' ? '' : ` ${place}`}`,
  ];
  lines.push(...indent(error.message));
  if (error.frame) lines.push('', ...indent(error.frame));
  const callers = (error.trace ?? []).slice(1);
  if (callers.length > 0) {
    lines.push('', ...callers.map((at) => `  called from ${at.file}:${at.line ?? 1}:${at.column ?? 1}`));
  }
  if (error.hint) lines.push('', `  ${palette.cyan('help:')} ${error.hint}`);
  return lines.join('\n');
}

function formatPlace(error: ProjectError): string {
  const { location, nodeId } = error;
  const at = location
    ? `${location.file}${location.line === undefined ? '' : `:${location.line}`}${location.column === undefined ? '' : `:${location.column}`}`
    : '';
  return [at, nodeId ? `(${nodeId})` : ''].filter((part) => part !== '').join(' ');
}

function indent(text: string): readonly string[] {
  return text.split('\n').map((line) => (line === '' ? '' : `  ${line}`));
}
