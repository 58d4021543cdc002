import type { Json } from '../config/json.ts';
import type { Linker } from './linker.ts';
import type { ModelNode, UnitTestNode } from './node.ts';
import { isJsonObject, jsonList } from './read-json.ts';
import { didYouMean } from './resolve-dependencies.ts';

/** What a unit test of the draft becomes: one node for each version of its model that it covers. */
export interface LinkedUnitTest {
  readonly nodes: readonly UnitTestNode[];
  /** True when the model is disabled, and so the test with it. */
  readonly disabled: boolean;
}

/** Binds a unit test to its model, which is looked for in the test's own package. */
export function linkUnitTest(node: UnitTestNode, linker: Linker): LinkedUnitTest {
  if (node.testedNodeUniqueId !== null) {
    return {
      nodes: [bind(node, node.uniqueId, node.version, node.testedNodeUniqueId, node.schema)],
      disabled: false,
    };
  }
  const [name = '', named] = node.model.split(/[. ]v(?=[^.]*$)/);
  const candidates = versionsOf(name, node, linker).filter((model) =>
    named === undefined ? covers(node.versions, model.version) : String(model.version) === named,
  );
  if (candidates.length === 0) return unboundTest(node, name, linker);
  const versioned = candidates.some((model) => model.version !== null);
  return {
    nodes: candidates.map((model) => {
      const id = versioned ? `${node.uniqueId}_v${model.version}` : node.uniqueId;
      return bind(node, id, model.version, model.uniqueId, model.schema);
    }),
    disabled: false,
  };
}

function versionsOf(name: string, node: UnitTestNode, linker: Linker): readonly ModelNode[] {
  const versions = [...linker.refables.names]
    .filter(([key]) => key === name || key.startsWith(`${name}.v`))
    .flatMap(([, found]) => found)
    .filter(
      (found): found is ModelNode =>
        found.resourceType === 'model' && found.name === name && found.packageName === node.packageName,
    );
  return [...new Set(versions)];
}

function covers(versions: Json, version: string | number | null): boolean {
  if (!isJsonObject(versions)) return true;
  const among = (list: Json | undefined): boolean =>
    jsonList(list).some((item) => String(item) === String(version));
  const { include = null, exclude = null } = versions;
  const included = !Array.isArray(include) || among(include);
  return included && !among(exclude);
}

function unboundTest(node: UnitTestNode, name: string, linker: Linker): LinkedUnitTest {
  const disabled = linker.disabledRefables.find(name, node.packageName) !== undefined;
  if (!disabled) {
    const hint = didYouMean(name, linker.refables.names.keys());
    linker.errors.push({
      code: 'TX1312',
      message: `Unable to find model '${node.packageName}.${node.model}' for unit test '${node.name}' in ${node.originalFilePath}`,
      location: { file: node.originalFilePath },
      nodeId: node.uniqueId,
      missing: { kind: 'node', name },
      ...(hint !== null && { hint }),
    });
  }
  return { nodes: disabled ? [node] : [], disabled };
}

function bind(
  node: UnitTestNode,
  uniqueId: string,
  version: string | number | null,
  testedNodeUniqueId: string,
  schema: string,
): UnitTestNode {
  const usesThis = node.given.some((fixture) => fixture.input === 'this');
  return {
    ...node,
    uniqueId,
    version,
    testedNodeUniqueId,
    schema,
    thisInputNodeUniqueId: usesThis ? testedNodeUniqueId : null,
    dependsOn: { ...node.dependsOn, nodes: [testedNodeUniqueId] },
  };
}
