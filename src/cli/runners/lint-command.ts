import { lintProject } from '../../api/lint-project.ts';
import { openProject } from '../../api/open-project.ts';
import { select } from '../../api/select-nodes.ts';
import { isSilencedByFlags } from '../../config/warn-error.ts';
import { errorCodes } from '../../errors/codes.ts';
import type { ProjectError } from '../../errors/project-error.ts';
import { validationRules } from '../../validate/index.ts';
import type { CommandRunner } from '../command.ts';
import { plural } from '../../util/plural.ts';

/** `tx lint`: prints what the rules find in the selected models; 1 when that is anything. */
export const runLintCommand: CommandRunner = async (context, flags) => {
  const opened = await openProject(flags, context);
  const ids = select(opened, context.events);
  const findings = lintProject(opened.project, opened.manifest, ids).filter(
    ({ code }) => !isSilencedByFlags(code, flags),
  );
  const print = flags.command['output'] === 'json' ? asJson : asText;
  context.print(print(findings, ids.length));
  return findings.length === 0 ? 0 : 1;
};

function asJson(findings: readonly ProjectError[], models: number): string {
  const items = findings.map(({ code, message, hint, location, nodeId }) => ({
    code,
    rule: ruleOf(code),
    title: errorCodes[code].title,
    message,
    hint: hint ?? null,
    file: location?.file ?? null,
    line: location?.line ?? null,
    column: location?.column ?? null,
    unique_id: nodeId ?? null,
  }));
  return JSON.stringify({ models, findings: items }, null, 2);
}

function asText(findings: readonly ProjectError[], models: number): string {
  const total =
    findings.length === 0
      ? `Nothing found in ${plural(models, 'model')}.`
      : `Found ${plural(findings.length, 'problem')} in ${plural(models, 'model')}.`;
  return [...findings.map(findingText), total].join('\n\n');
}

function findingText({ code, message, hint, location, frame }: ProjectError): string {
  const at = [location?.file, location?.line, location?.column].filter((part) => part !== undefined);
  const lines = [`${at.join(':')}  ${code} ${ruleOf(code)}`, `  ${message}`];
  if (frame) lines.push('', ...frame.split('\n').map((line) => `  ${line}`), '');
  if (hint) lines.push(`  help: ${hint}`);
  return lines.join('\n');
}

function ruleOf(code: ProjectError['code']): string {
  return Object.values(validationRules).find((rule) => rule.code === code)?.name ?? '';
}
