import type { SelectionMethod } from '../method.ts';
import { accessMethod } from './access.ts';
import { configMethod } from './config.ts';
import { exposureMethod } from './exposure.ts';
import { fileMethod } from './file.ts';
import { fqnMethod } from './fqn.ts';
import { groupMethod } from './group.ts';
import { metricMethod } from './metric.ts';
import { packageMethod } from './package.ts';
import { pathMethod } from './path.ts';
import { resourceTypeMethod } from './resource-type.ts';
import { resultMethod } from './result.ts';
import { savedQueryMethod } from './saved-query.ts';
import { selectorMethod } from './selector.ts';
import { semanticModelMethod } from './semantic-model.ts';
import { sourceMethod } from './source.ts';
import { sourceStatusMethod } from './source-status.ts';
import { stateMethod } from './state.ts';
import { tagMethod } from './tag.ts';
import { testNameMethod } from './test-name.ts';
import { testTypeMethod } from './test-type.ts';
import { unitTestMethod } from './unit-test.ts';
import { versionMethod } from './version.ts';

/** Every selection method by its name. */
export const selectionMethods = {
  access: accessMethod,
  config: configMethod,
  exposure: exposureMethod,
  file: fileMethod,
  fqn: fqnMethod,
  group: groupMethod,
  metric: metricMethod,
  package: packageMethod,
  path: pathMethod,
  resource_type: resourceTypeMethod,
  result: resultMethod,
  saved_query: savedQueryMethod,
  selector: selectorMethod,
  semantic_model: semanticModelMethod,
  source: sourceMethod,
  source_status: sourceStatusMethod,
  state: stateMethod,
  tag: tagMethod,
  test_name: testNameMethod,
  test_type: testTypeMethod,
  unit_test: unitTestMethod,
  version: versionMethod,
} as const satisfies Record<string, SelectionMethod>;

/** The names of the methods. */
export const methodNames: ReadonlySet<string> = new Set(Object.keys(selectionMethods));
