import type { CodeDefinition } from '../codes.ts';

/** TX11xx: dbt_project.yml, profiles.yml, tx.yml, vars and node configs. */
export const configCodes = {
  TX1101: { errorClass: 'Runtime Error', title: 'A project or profile file cannot be read' },
  TX1110: { errorClass: 'Runtime Error', title: 'A profile output is not valid' },
} as const satisfies Record<string, CodeDefinition>;
