import path from 'node:path';
import { expect, projectCopy, pythonEnvironment, run } from './client.mjs';

/** dbt-coverage: documentation and tests of columns, from manifest and catalog. */
export function check() {
  const python = pythonEnvironment('artifacts', ['dbt-artifacts-parser==0.15.0', 'dbt-coverage==0.5.0']);
  const copy = projectCopy('clients/project');
  try {
    copy.tx('build');
    copy.tx('docs', 'generate');
    const coverage = path.join(python, 'bin/dbt-coverage');
    const documented = run(coverage, ['compute', 'doc'], { cwd: copy.project });
    const tested = run(coverage, ['compute', 'test'], { cwd: copy.project });
    expect(/Total\s+2\/\d+/.test(documented), 'two documented columns of models', documented);
    expect(/Total.*2\/\d+/.test(tested), 'two tested columns', tested);
    return `${documented.match(/Total.*%/)[0]} documented, ${tested.match(/Total.*%/)[0]} tested`.replace(
      / +/g,
      ' ',
    );
  } finally {
    copy.remove();
  }
}
