import { describe, expect, it } from 'vitest';
import { linkManifest } from '../../src/graph/link.ts';
import { manifestFromJson } from '../../src/graph/manifest-from-json.ts';
import { manifestToJson } from '../../src/graph/manifest-json.ts';
import type { GraphNode } from '../../src/graph/node.ts';
import { nodeFromJson } from '../../src/graph/node-from-json.ts';
import { draftOf, draftWith, modelNode, refTo } from './drafts.ts';
import { fixtureManifest } from './support.ts';

const NOW = new Date('2026-06-01T00:00:00Z');

function link(nodes: readonly GraphNode[], rest: Parameters<typeof draftWith>[1] = {}, options = {}) {
  return linkManifest(draftWith(nodes, rest), { now: NOW, ...options });
}

function parentsOf(result: ReturnType<typeof link>, id: string) {
  const node = result.manifest.nodes.get(id);
  return node !== undefined && 'dependsOn' in node ? node.dependsOn.nodes : [];
}

describe('linking what dbt linked', () => {
  it.each(['shop', 'properties', 'versions', 'functions', 'state-after'])(
    '%s gives dbt’s manifest',
    (name) => {
      const expected = manifestFromJson(fixtureManifest(name));
      const { manifest, errors } = linkManifest(draftOf(expected), { now: NOW });
      expect(errors).toEqual([]);
      const linked = manifestToJson(manifest);
      const wanted = manifestToJson(expected);
      for (const section of Object.keys(wanted)) expect(linked[section], section).toEqual(wanted[section]);
    },
  );
});

describe('references', () => {
  it('names what is missing, with the nearest name', () => {
    const { errors } = link([modelNode('good'), modelNode('a', { refs: [refTo('goood')] })]);
    expect(errors).toMatchObject([
      {
        code: 'TX1301',
        message: "Model 'model.shop.a' (models/a.sql) depends on a node named 'goood' which was not found",
        hint: "Did you mean 'good'?",
        location: { file: 'models/a.sql' },
      },
    ]);
  });

  it('collects all errors', () => {
    const a = modelNode('a', { refs: [refTo('x'), refTo('y')], sources: [['raw', 'tbl']] });
    expect(link([a]).errors.map((error) => error.code)).toEqual(['TX1302', 'TX1301', 'TX1301']);
  });

  it('looks in the root project, then in the node’s package, then anywhere', () => {
    const inRoot = modelNode('x');
    const inPackage = modelNode('x', { package_name: 'pkg', alias: 'x2' });
    const other = modelNode('only', { package_name: 'other' });
    const user = modelNode('user', { package_name: 'pkg', refs: [refTo('x'), refTo('only')] });
    const nodes = [inPackage, inRoot, other, user];
    expect(parentsOf(link(nodes), 'model.pkg.user')).toEqual(['model.shop.x', 'model.other.only']);
    expect(parentsOf(link(nodes, {}, { searchNodePackageFirst: true }), 'model.pkg.user')).toEqual([
      'model.pkg.x',
      'model.other.only',
    ]);
    const explicit = modelNode('e', { refs: [refTo('x', null, 'pkg')] });
    expect(parentsOf(link([...nodes, explicit]), 'model.shop.e')).toEqual(['model.pkg.x']);
  });

  it('takes the latest version unless one is named', () => {
    const version = (v: number) =>
      modelNode('m', { unique_id: `model.shop.m.v${v}`, alias: `m_v${v}`, version: v, latest_version: 1 });
    const user = modelNode('u', { refs: [refTo('m'), refTo('m', 2), refTo('m', 3)] });
    const result = link([version(1), version(2), user]);
    expect(parentsOf(result, 'model.shop.u')).toEqual(['model.shop.m.v1', 'model.shop.m.v2']);
    expect(result.errors).toMatchObject([
      {
        message: expect.stringContaining("'m' with version '3' which was not found"),
        hint: "'m' has the versions 1, 2.",
      },
    ]);
  });

  it('a disabled target is an error for models and switches a data test off', () => {
    const test = nodeFromJson({
      ...{ resource_type: 'test', name: 't', unique_id: 'test.shop.t', original_file_path: 'tests/t.sql' },
      refs: [refTo('off')],
      config: { enabled: true },
    });
    const result = link([modelNode('b', { refs: [refTo('off')] }), test], { disabled: [modelNode('off')] });
    expect(result.errors).toMatchObject([
      { code: 'TX1303', message: expect.stringContaining("'off' which is disabled") },
    ]);
    expect(result.warnings).toEqual([]);
    expect(result.manifest.nodes.get('test.shop.t')?.config['enabled']).toBe(false);
  });

  it('a data test of something missing is switched off with a warning', () => {
    const test = nodeFromJson({
      ...{ resource_type: 'test', name: 't', unique_id: 'test.shop.t', original_file_path: 'tests/t.sql' },
      refs: [refTo('nope')],
    });
    const result = link([test]);
    expect(result.errors).toEqual([]);
    expect(result.warnings).toMatchObject([{ code: 'TX1320', message: expect.stringContaining("'nope'") }]);
  });
});

describe('access', () => {
  const groups = [{ name: 'g', uniqueId: 'group.shop.g' }] as never;

  it('a private model is for its group', () => {
    const secret = modelNode('a', { access: 'private', group: 'g' });
    const result = link(
      [secret, modelNode('b', { refs: [refTo('a')] }), modelNode('c', { refs: [refTo('a')], group: 'g' })],
      { groups },
    );
    expect(result.errors).toMatchObject([{ code: 'TX1306', nodeId: 'model.shop.b' }]);
    expect(result.errors[0]?.message).toContain("private to the 'g' group");
  });

  it('a protected model of a package that restricts access is for that package', () => {
    const model = modelNode('a', { package_name: 'pkg', access: 'protected' });
    const nodes = [model, modelNode('b', { refs: [refTo('a')] })];
    expect(link(nodes).errors).toEqual([]);
    const restricted = link(nodes, {}, { restrictedPackages: new Set(['pkg']) });
    expect(restricted.errors).toMatchObject([{ code: 'TX1307', nodeId: 'model.shop.b' }]);
  });

  it('a group must exist', () => {
    expect(link([modelNode('a', { group: 'gg' })], { groups }).errors).toMatchObject([
      {
        code: 'TX1311',
        message: "Invalid group 'gg' of a, expected one of ['g']",
        hint: "Did you mean 'g'?",
      },
    ]);
  });
});

describe('clashes', () => {
  it('finds resources of one name, relations of one name and macros of one name', () => {
    const twice = [modelNode('a'), modelNode('a', { original_file_path: 'models/x/a.sql' })];
    const macro = {
      uniqueId: 'macro.shop.m',
      name: 'm',
      packageName: 'shop',
      originalFilePath: 'macros/a.sql',
    };
    const macros = [macro, { ...macro, originalFilePath: 'macros/b.sql' }] as never;
    const { errors } = link(
      [...twice, modelNode('b', { alias: 'same' }), modelNode('c', { alias: 'same' })],
      { macros },
    );
    expect(errors.map((error) => error.code)).toEqual(['TX1308', 'TX1310', 'TX1309']);
    expect(errors[0]?.message).toBe(
      'Two models are named "a" in package "shop": in models/a.sql and models/x/a.sql.',
    );
    expect(errors[1]?.message).toContain('macros/a.sql and macros/b.sql');
    expect(errors[2]?.message).toContain('models/b.sql');
  });

  it('only warns of a model and a seed of one name', () => {
    const seed = nodeFromJson({
      ...{
        resource_type: 'seed',
        name: 'a',
        unique_id: 'seed.shop.a',
        package_name: 'shop',
        alias: 'a_seed',
      },
    });
    const result = link([modelNode('a'), seed]);
    expect(result.errors).toEqual([]);
    expect(result.warnings).toMatchObject([{ code: 'TX1308' }]);
  });
});

describe('deprecation', () => {
  it('warns of models past their date and of references to dated ones', () => {
    const old = modelNode('old', { deprecation_date: '2020-01-01T00:00:00+00:00' });
    const soon = modelNode('soon', { deprecation_date: '2099-01-01T00:00:00+00:00' });
    const { warnings } = link([old, soon, modelNode('u', { refs: [refTo('old'), refTo('soon')] })]);
    expect(warnings.map((warning) => [warning.code, warning.nodeId])).toEqual([
      ['TX1321', 'model.shop.old'],
      ['TX1322', 'model.shop.u'],
      ['TX1322', 'model.shop.u'],
    ]);
    expect(warnings[2]?.message).toContain('is slated for deprecation');
  });
});

describe('unit tests', () => {
  const unitTest = (json: object) =>
    nodeFromJson({
      ...{ resource_type: 'unit_test', name: 'u', package_name: 'shop', original_file_path: 'models/u.yml' },
      unique_id: 'unit_test.shop.m.u',
      model: 'm',
      ...json,
    });

  it('cover the versions they name', () => {
    const versions = [1, 2, 3].map((v) =>
      modelNode('m', { unique_id: `model.shop.m.v${v}`, alias: `m_v${v}`, version: v, latest_version: 3 }),
    );
    const ids = (json: object) =>
      [...link([...versions, unitTest(json)]).manifest.nodes.keys()].filter((id) =>
        id.startsWith('unit_test'),
      );
    expect(ids({})).toHaveLength(3);
    expect(ids({ versions: { include: [1, 3], exclude: null } })).toEqual([
      'unit_test.shop.m.u_v1',
      'unit_test.shop.m.u_v3',
    ]);
    expect(ids({ versions: { include: null, exclude: [1, 2] } })).toEqual(['unit_test.shop.m.u_v3']);
  });

  it('follow a disabled model, and fail without one', () => {
    const followed = link([unitTest({})], { disabled: [modelNode('m')] });
    expect([...followed.manifest.disabled.keys()]).toContain('unit_test.shop.m.u');
    expect(link([unitTest({})]).errors).toMatchObject([
      { code: 'TX1312', message: "Unable to find model 'shop.m' for unit test 'u' in models/u.yml" },
    ]);
  });
});
