import type { CodeDefinition } from '../codes.ts';

/** TX11xx: dbt_project.yml, profiles.yml, tx.yml, vars and node configs. */
export const configCodes = {
  TX1101: { errorClass: 'Runtime Error', title: 'A project or profile file cannot be read' },
} as const satisfies Record<string, CodeDefinition>;
