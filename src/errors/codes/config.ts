import type { CodeDefinition } from '../code-definition.ts';

/** TX11xx: dbt_project.yml, profiles.yml, tx.yml, vars and node configs. */
export const configCodes = {
  TX1101: { errorClass: 'Runtime Error', title: 'A project or profile file cannot be read' },
  TX1110: { errorClass: 'Runtime Error', title: 'A profile output is not valid' },
  TX1102: { errorClass: 'Runtime Error', title: 'dbt_project.yml is not valid' },
  TX1103: { errorClass: 'Runtime Error', title: 'The project asks for another version of dbt' },
  TX1104: { errorClass: 'Runtime Error', title: 'A profile or target cannot be found' },
  TX1105: { errorClass: 'Runtime Error', title: 'A file of the project cannot be read' },
  TX1106: { errorClass: 'Runtime Error', title: 'Packages are declared but not installed' },
  TX1107: { errorClass: 'Runtime Error', title: 'selectors.yml is not valid' },
  TX1108: { errorClass: 'Runtime Error', title: 'tx.yml is not valid' },
  TX1120: { errorClass: 'Runtime Error', title: 'Variables of the command line cannot be read' },
  TX1121: { errorClass: 'Usage Error', title: 'A flag has a value that it does not take' },
} as const satisfies Record<string, CodeDefinition>;
