import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, projectCopy, pythonEnvironment, run } from './client.mjs';

/** DataHub's dbt source: datasets, lineage, assertions and their results, written to a file. */
export function check() {
  const python = pythonEnvironment('datahub', ['acryl-datahub[dbt]==1.7']);
  const copy = projectCopy('clients/project');
  try {
    copy.tx('build');
    copy.tx('docs', 'generate', '--no-compile');
    copy.tx('source', 'freshness');
    const target = path.join(copy.project, 'target');
    const records = path.join(copy.folder, 'records.json');
    const recipe = path.join(copy.folder, 'recipe.json');
    const config = {
      manifest_path: path.join(target, 'manifest.json'),
      catalog_path: path.join(target, 'catalog.json'),
      sources_path: path.join(target, 'sources.json'),
      run_results_paths: [path.join(target, 'run_results.json')],
      target_platform: 'duckdb',
      write_semantics: 'OVERRIDE',
    };
    const sink = { type: 'file', config: { filename: records } };
    writeFileSync(recipe, JSON.stringify({ source: { type: 'dbt', config }, sink }));
    const said = run(path.join(python, 'bin/datahub'), ['ingest', '-c', recipe], {
      cwd: copy.folder,
      env: { ...copy.env, DATAHUB_TELEMETRY_ENABLED: 'false' },
    });
    const written = readFileSync(records, 'utf8');
    for (const aspect of ['upstreamLineage', 'assertionInfo', 'assertionRunEvent']) {
      expect(written.includes(aspect), `records with ${aspect}`, said);
    }
    const aspects = new Set([...written.matchAll(/"aspectName": "(\w+)"/g)].map((match) => match[1]));
    return `${JSON.parse(written).length} records: ${[...aspects].sort().join(', ')}`;
  } finally {
    copy.remove();
  }
}
