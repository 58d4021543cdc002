import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, projectCopy, pythonEnvironment, run } from './client.mjs';

/** Airflow reads a DAG file only when it holds the words airflow and dag. */
const DAG = (project, shim) => `# An airflow dag of a dbt project, one task a node.
from datetime import datetime
from pathlib import Path

from cosmos import DbtDag, ExecutionConfig, ProfileConfig, ProjectConfig, RenderConfig
from cosmos.constants import InvocationMode, LoadMode

project = Path(${JSON.stringify(project)})
cosmos_shop = DbtDag(
    dag_id='cosmos_shop',
    start_date=datetime(2026, 1, 1),
    schedule=None,
    project_config=ProjectConfig(dbt_project_path=project, manifest_path=project / 'target' / 'manifest.json', project_name='shop'),
    profile_config=ProfileConfig(profile_name='shop', target_name='dev', profiles_yml_filepath=project / 'profiles.yml'),
    execution_config=ExecutionConfig(invocation_mode=InvocationMode.SUBPROCESS, dbt_executable_path=${JSON.stringify(shim)}),
    render_config=RenderConfig(load_method=LoadMode.DBT_MANIFEST),
)
`;

/** cosmos on a real Airflow: `airflow dags test` runs every node and its tests as tasks of their own. */
export function check() {
  const python = pythonEnvironment('airflow', ['apache-airflow==3.3.2', 'astronomer-cosmos==1.15.1']);
  const copy = projectCopy('clients/project');
  try {
    copy.tx('parse');
    const dags = path.join(copy.folder, 'dags');
    mkdirSync(dags);
    writeFileSync(path.join(dags, 'shop.py'), DAG(copy.project, path.join(copy.shim, 'dbt')));
    const env = {
      ...copy.env,
      PATH: `${path.join(python, 'bin')}:${copy.env.PATH}`,
      AIRFLOW_HOME: path.join(copy.folder, 'airflow'),
      AIRFLOW__CORE__DAGS_FOLDER: dags,
      AIRFLOW__CORE__LOAD_EXAMPLES: 'False',
      AIRFLOW__COSMOS__ENABLE_TELEMETRY: 'False',
      AIRFLOW__USAGE_DATA_COLLECTION__ENABLED: 'False',
    };
    const airflow = (...args) => run(path.join(python, 'bin/airflow'), args, { cwd: copy.folder, env });
    airflow('db', 'migrate');
    const said = airflow('dags', 'test', 'cosmos_shop');

    expect(/state[ =:]+success/i.test(said) && !/state[ =:]+failed/i.test(said), 'a successful run', said);
    const rows = copy.tx(
      'show',
      '--inline',
      'select count(*) as customers from {{ ref("customer_revenue") }}',
    );
    expect(/\| 2 /.test(rows), 'the tables that the tasks built', rows);
    const tasks = new Set([...said.matchAll(/task_id=([\w.]+)/g)].map((match) => match[1]));
    expect(tasks.size === 5, 'a task a node and a test task a model', said);
    return 'the run succeeded, 5 tasks';
  } finally {
    copy.remove();
  }
}
