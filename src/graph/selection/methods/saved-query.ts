import { namedMethod } from './named-method.ts';

/** `saved_query:name`: saved queries by name. */
export const savedQueryMethod = namedMethod('saved_query', 'Saved queries');
