import { namedMethod } from './named-method.ts';

/** `unit_test:name`: unit tests by name. */
export const unitTestMethod = namedMethod('unit_test', 'Unit tests');
