import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, projectCopy, pythonEnvironment, run } from './client.mjs';

/** dbt-ol: runs a program named dbt, then turns its artifacts into OpenLineage events. */
export function check() {
  const python = pythonEnvironment('openlineage', [
    'openlineage-dbt==1.54.0',
    'dbt-core<1.12',
    'dbt-duckdb<1.11',
  ]);
  const copy = projectCopy('clients/project');
  try {
    const events = path.join(copy.folder, 'events.ndjson');
    const config = path.join(copy.folder, 'openlineage.yml');
    writeFileSync(config, `transport:\n  type: file\n  log_file_path: ${events}\n  append: true\n`);
    copy.tx('seed');
    const said = run(path.join(python, 'bin/dbt-ol'), ['run', '--profiles-dir', '.', '--project-dir', '.'], {
      cwd: copy.project,
      env: { ...copy.env, OPENLINEAGE_CONFIG: config, OPENLINEAGE_NAMESPACE: 'shop' },
    });
    const emitted = readFileSync(events, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const completed = emitted
      .filter((event) => event.eventType === 'COMPLETE')
      .map((event) => event.job.name);
    expect(
      completed.some((name) => name.includes('customer_revenue')) &&
        completed.some((name) => name.includes('stg_orders')),
      'a COMPLETE event a model',
      said + JSON.stringify(completed),
    );
    return `${emitted.length} events, ${completed.length} of them COMPLETE`;
  } finally {
    copy.remove();
  }
}
