import { namedMethod } from './named-method.ts';

/** `metric:name`: metrics by name. */
export const metricMethod = namedMethod('metric', 'Metrics');
