import type { CodeDefinition } from '../code-definition.ts';

/** TX12xx: models, macros and property files. */
export const parseCodes = {
  TX1201: { errorClass: 'Parsing Error', title: 'A project file cannot be parsed' },
  TX1202: { errorClass: 'Parsing Error', title: 'A key stands twice in a YAML mapping' },
  TX1203: { errorClass: 'Parsing Error', title: 'A property file does not have the form it must have' },
  TX1204: { errorClass: 'Compilation Error', title: 'A resource is described twice' },
  TX1205: {
    errorClass: 'Compilation Error',
    title: 'A property file describes a resource that does not exist',
  },
  TX1206: { errorClass: 'Parsing Error', title: 'A property file has a key that is not known' },
  TX1207: { errorClass: 'Parsing Error', title: 'A model in Python cannot be run' },
  TX1208: { errorClass: 'Compilation Error', title: 'A docs block does not exist' },
  TX1209: { errorClass: 'Parsing Error', title: 'A generic test is not defined rightly' },
  TX1210: { errorClass: 'Compilation Error', title: 'Two data tests have the same name' },
  TX1211: { errorClass: 'Compilation Error', title: 'Two macros have the same name' },
  TX1212: { errorClass: 'Parsing Error', title: 'A snapshot lacks a setting' },
  TX1213: { errorClass: 'Parsing Error', title: 'A unit test is not defined rightly' },
  TX1214: { errorClass: 'Parsing Error', title: 'The versions of a model are not defined rightly' },
  TX1215: { errorClass: 'Parsing Error', title: 'An exposure is not defined rightly' },
  TX1216: { errorClass: 'Parsing Error', title: 'A config has a value of the wrong kind' },
  TX1217: { errorClass: 'Parsing Error', title: 'A resource has a name that is not allowed' },
  TX1218: { errorClass: 'Compilation Error', title: 'A generic test is not known' },
  TX1219: { errorClass: 'Compilation Error', title: 'Two docs blocks have the same name' },
  TX1220: { errorClass: 'Parsing Error', title: 'A file cannot be read' },
  TX1222: { errorClass: 'Compilation Error', title: 'A text calls something that is not defined' },
  TX1221: { errorClass: 'Compilation Error', title: 'A required variable is not set' },
} as const satisfies Record<string, CodeDefinition>;
