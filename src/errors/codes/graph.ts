import type { CodeDefinition } from '../code-definition.ts';

/** TX13xx: references and the graph. */
export const graphCodes = {
  TX1301: { errorClass: 'Compilation Error', title: 'A reference names nothing in the project' },
  TX1302: { errorClass: 'Compilation Error', title: 'A source is not defined' },
  TX1303: { errorClass: 'Compilation Error', title: 'A reference names something that is disabled' },
  TX1304: { errorClass: 'Compilation Error', title: 'A metric or measure is not defined' },
  TX1305: { errorClass: 'Compilation Error', title: 'The graph has a cycle' },
  TX1306: { errorClass: 'Parsing Error', title: 'A private model is referenced from outside its group' },
  TX1307: { errorClass: 'Parsing Error', title: 'A protected model is referenced from outside its package' },
  TX1308: { errorClass: 'Compilation Error', title: 'Two resources share a name' },
  TX1309: { errorClass: 'Compilation Error', title: 'Two resources share a relation in the warehouse' },
  TX1310: { errorClass: 'Compilation Error', title: 'Two macros of one package share a name' },
  TX1311: { errorClass: 'Parsing Error', title: 'A group is not defined' },
  TX1312: { errorClass: 'Parsing Error', title: 'The model of a unit test is not defined' },
  TX1313: { errorClass: 'Compilation Error', title: 'A function is not defined' },
  TX1320: { errorClass: 'Compilation Error', title: 'A test depends on something missing' },
  TX1321: { errorClass: 'Compilation Error', title: 'A model has passed its deprecation date' },
  TX1322: { errorClass: 'Compilation Error', title: 'A reference names a deprecated model' },
  TX1330: { errorClass: 'Compilation Error', title: 'A contract was broken since the compared state' },
  TX1331: { errorClass: 'Compilation Error', title: 'The files of a source cannot be told' },
} as const satisfies Record<string, CodeDefinition>;
