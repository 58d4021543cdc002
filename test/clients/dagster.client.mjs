import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, projectCopy, pythonEnvironment, run } from './client.mjs';

const DEFINITIONS = `
import json, os, sys
from pathlib import Path
from dagster import AssetExecutionContext, materialize
from dagster_dbt import DbtCliResource, dbt_assets

project = Path(sys.argv[1])

@dbt_assets(manifest=project / 'target' / 'manifest.json')
def shop(context: AssetExecutionContext, dbt: DbtCliResource):
    yield from dbt.cli(['build'], context=context).stream()

dbt = DbtCliResource(project_dir=str(project), profiles_dir=str(project), dbt_executable=sys.argv[2])
result = materialize([shop], resources={'dbt': dbt})
print(json.dumps({
    'success': result.success,
    'materializations': len(result.get_asset_materialization_events()),
    'checks': [evaluation.passed for evaluation in result.get_asset_check_evaluations()],
}))
`;

/** Dagster: assets from the manifest, `dbt build` called as a program, its JSON log turned into materializations and checks. */
export function check() {
  const python = pythonEnvironment('dagster', ['dagster-dbt==0.29.27', 'dbt-core<1.12', 'dbt-duckdb<1.11']);
  const copy = projectCopy('clients/project');
  try {
    copy.tx('parse');
    const script = path.join(copy.folder, 'definitions.py');
    writeFileSync(script, DEFINITIONS);
    const said = run(path.join(python, 'bin/python'), [script, copy.project, path.join(copy.shim, 'dbt')], {
      cwd: copy.folder,
      env: { ...copy.env, DAGSTER_HOME: copy.folder, DAGSTER_DISABLE_TELEMETRY: 'true' },
    });
    const line = said.split('\n').find((each) => each.startsWith('{"success"'));
    expect(line !== undefined, 'a result', said);
    const { success, materializations, checks } = JSON.parse(line);
    expect(
      success && materializations === 3 && checks.length === 3 && checks.every(Boolean),
      'all to succeed',
      said,
    );
    return `${materializations} materializations, ${checks.length} checks passed`;
  } finally {
    copy.remove();
  }
}
