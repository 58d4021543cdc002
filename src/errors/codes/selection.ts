import type { CodeDefinition } from '../code-definition.ts';

/** TX14xx: selection and YAML selectors. */
export const selectionCodes = {
  TX1401: { errorClass: 'Runtime Error', title: 'A selection is not valid' },
  TX1402: { errorClass: 'Runtime Error', title: 'A selection method is unknown' },
  TX1403: { errorClass: 'Runtime Error', title: 'A selection method does not take this value' },
  TX1404: { errorClass: 'Runtime Error', title: 'A selector is not defined' },
  TX1405: { errorClass: 'Runtime Error', title: 'A selection compares with a state that was not given' },
  TX1406: { errorClass: 'Runtime Error', title: 'selectors.yml is not valid' },
  TX1407: { errorClass: 'Runtime Error', title: 'Two selection options exclude each other' },
  TX1410: {
    errorClass: 'Runtime Error',
    title: 'A selection criterion matches nothing',
    dbtEvent: 'NoNodesForSelectionCriteria',
  },
  TX1411: { errorClass: 'Runtime Error', title: 'Nothing is selected' },
  TX1412: { errorClass: 'Runtime Error', title: 'A selection is ignored because a selector is named' },
} as const satisfies Record<string, CodeDefinition>;
