import { ProjectFailure } from '../errors/project-error.ts';
import { DBT_COMPATIBLE_VERSION } from './dbt-version.ts';
import type { Json } from './json.ts';

type Version = readonly [number, number, number];

function parse(text: string): Version | null {
  const match = /^(\d+)\.(\d+)\.(\d+)/.exec(text.trim());
  return match ? [Number(match[1]), Number(match[2]), Number(match[3])] : null;
}

function compare(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

/** Whether the version that tx is compatible with satisfies `>=1.0.0,<2.0.0` and the like. */
export function satisfiesRequirement(requirement: string, version: string = DBT_COMPATIBLE_VERSION): boolean {
  const own = parse(version);
  return requirement
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .every((part) => {
      const [, operator = '=', text = ''] = /^(>=|<=|>|<|==|=)?\s*v?(.*)$/.exec(part) ?? [];
      const wanted = parse(text);
      if (own === null || wanted === null) return false;
      const order = compare(own, wanted);
      return { '>=': order >= 0, '<=': order <= 0, '>': order > 0, '<': order < 0 }[operator] ?? order === 0;
    });
}

/** Throws ProjectFailure TX1103 when `require-dbt-version` excludes the version that tx is compatible with. */
export function checkVersion(requirement: Json | undefined, packageName: string): void {
  const list = Array.isArray(requirement)
    ? requirement.map(String)
    : requirement
      ? [String(requirement)]
      : [];
  for (const text of list) {
    if (text.trim() === '' || satisfiesRequirement(text)) continue;
    const readable = /\d+\.\d+\.\d+/.test(text);
    throw new ProjectFailure({
      code: 'TX1103',
      message: readable
        ? `This version of tx is compatible with dbt ${DBT_COMPATIBLE_VERSION}, but package '${packageName}' requires dbt ${list.join(', ')}`
        : `require-dbt-version '${text}' of package '${packageName}' is not a version range`,
      hint: readable
        ? 'Change require-dbt-version in dbt_project.yml, or pass --no-version-check.'
        : 'Write it as in [">=1.0.0", "<2.0.0"].',
      location: { file: 'dbt_project.yml' },
    });
  }
}
