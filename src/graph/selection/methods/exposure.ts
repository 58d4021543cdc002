import { namedMethod } from './named-method.ts';

/** `exposure:name`: exposures by name. */
export const exposureMethod = namedMethod('exposure', 'Exposures');
