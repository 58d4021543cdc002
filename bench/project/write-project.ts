import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { COLUMNS, joinedSql, stagingSql, type Model } from './model-sql.ts';
import { projectFiles, RAW_TABLES } from './project-files.ts';
import { seededRandom, type Random } from './random.ts';

const AREAS = ['finance', 'growth', 'supply', 'support'];
const STRATEGIES = ['delete+insert', 'merge', 'append'];
const FOLDER_SIZE = 20;
/** Views over views over views would make the database the slow part. */
const MOST_TABLES_READ = 8;

/**
 * Writes a project whose run time is the runner's overhead: tables of 50 rows, 30 % staging views, 40 % intermediate, 30 %
 * marts, about two generic tests a model, a tenth incremental, a twentieth reading a var. The same count gives the same bytes.
 */
export function writeProject(folder: string, count: number): void {
  const random = seededRandom(count);
  const models = drawModels(count, random);
  const files = {
    ...projectFiles(),
    ...Object.fromEntries(models.map((model) => [`models/${model.folder}/${model.name}.sql`, model.sql])),
    ...propertyFiles(models, random),
    ...singularTests(models, random),
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
}

function drawModels(count: number, random: Random): readonly Model[] {
  const models: Model[] = [];
  const staging = Math.max(4, Math.floor(count * 0.3));
  const intermediate = Math.floor(count * 0.4);
  for (let index = 0; index < staging; index += 1) models.push(stagingModel(index, random));
  for (let index = 0; index < count - staging; index += 1) {
    const layer = index < intermediate ? 'intermediate' : 'marts';
    models.push(joinedModel(layer, index, models, random));
  }
  return models;
}

function stagingModel(index: number, random: Random): Model {
  const [source, table] = RAW_TABLES[index % RAW_TABLES.length] ?? ['shop', 'orders'];
  const version = Math.floor(index / RAW_TABLES.length);
  return {
    name: `stg_${source}__${table}_${version}`,
    folder: `staging/${source}/part_${Math.floor(version / FOLDER_SIZE)}`,
    layer: 'staging',
    sql: stagingSql(source, table, random),
    weight: 1,
  };
}

function joinedModel(layer: Model['layer'], index: number, before: readonly Model[], random: Random): Model {
  const area = AREAS[index % AREAS.length] ?? 'finance';
  const parents = random.sample(before.slice(-200), random.pick([1, 2, 2, 2, 3, 3, 4]));
  const read = parents.reduce((sum, parent) => sum + parent.weight, 0);
  const strategy = random.pick(STRATEGIES);
  const isIncremental = random.next() < 0.145;
  const isView =
    !isIncremental && layer === 'intermediate' && read <= MOST_TABLES_READ && random.next() < 0.6;
  const settings = {
    materialized: isIncremental ? 'incremental' : isView ? 'view' : 'table',
    tags: [layer, area],
    ...(isIncremental ? { incremental_strategy: strategy, on_schema_change: 'append_new_columns' } : {}),
    ...(isIncremental && strategy !== 'append' ? { unique_key: 'id' } : {}),
    ...(random.next() < 0.2 ? { meta: { owner: area, tier: random.pick([1, 2, 3]) } } : {}),
  };
  return {
    name: `${layer === 'marts' ? random.pick(['fct', 'dim', 'rpt']) : 'int'}_${area}_${String(index).padStart(5, '0')}`,
    folder: `${layer}/${area}/part_${Math.floor(index / AREAS.length / FOLDER_SIZE)}`,
    layer,
    sql: joinedSql(parents, settings, random),
    weight: isView ? read : 1,
  };
}

/** One YAML file a folder: descriptions, columns, tests. */
function propertyFiles(models: readonly Model[], random: Random): Readonly<Record<string, string>> {
  const staging = models.filter((model) => model.layer === 'staging').map((model) => model.name);
  const byFolder = groupByFolder(models);
  return Object.fromEntries(
    [...byFolder].map(([folder, members]) => [
      `models/${folder}/_models.yml`,
      `models:\n${members.map((model) => propertiesOf(model, staging, random)).join('')}`,
    ]),
  );
}

function groupByFolder(models: readonly Model[]): ReadonlyMap<string, readonly Model[]> {
  const groups = new Map<string, Model[]>();
  for (const model of models) {
    const group = groups.get(model.folder);
    if (group) group.push(model);
    else groups.set(model.folder, [model]);
  }
  return groups;
}

function propertiesOf(model: Model, staging: readonly string[], random: Random): string {
  const drawn = random.sample(
    ['unique', 'not_null', 'accepted_values', 'relationships'],
    random.pick([1, 2, 2, 3]),
  );
  const columns = COLUMNS.map((column) => {
    const tests = drawn.flatMap((test) => testOf(test, column, staging, random));
    const description = column === 'kind' ? `"{{ doc('kind') }}"` : `The ${column} of the row.`;
    const listed = tests.length > 0 ? `        data_tests:\n${tests.join('')}` : '';
    return `      - name: ${column}\n        description: ${description}\n${listed}`;
  });
  const description = `One row an id, made of what ${model.layer} knows; refreshed daily.`;
  return `  - name: ${model.name}\n    description: ${description}\n    columns:\n${columns.join('')}`;
}

function testOf(test: string, column: string, staging: readonly string[], random: Random): readonly string[] {
  if (column === 'id' && (test === 'unique' || test === 'not_null')) return [`          - ${test}\n`];
  if (column === 'kind' && test === 'accepted_values') {
    return [`          - accepted_values:\n              arguments: {values: [a, b, c, d]}\n`];
  }
  if (column === 'account_id' && test === 'relationships') {
    const to = `ref('${random.pick(staging)}')`;
    return [`          - relationships:\n              arguments: {to: "${to}", field: id}\n`];
  }
  return [];
}

/** A test of its own for every hundred models. */
function singularTests(models: readonly Model[], random: Random): Readonly<Record<string, string>> {
  const count = Math.max(1, Math.floor(models.length / 100));
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `tests/no_negative_amount_${index}.sql`,
      `select id, amount\nfrom {{ ref('${random.pick(models).name}') }}\nwhere amount < 0\n`,
    ]),
  );
}
