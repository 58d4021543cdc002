import path from 'node:path';
import { expect, projectCopy, pythonEnvironment, run } from './client.mjs';

const READ_ALL = `
import json
from dbt_artifacts_parser.parser import parse_catalog, parse_manifest, parse_run_results, parse_sources
read = lambda name: json.load(open(f'target/{name}.json'))
print(type(parse_manifest(manifest=read('manifest'))).__name__)
print(type(parse_run_results(run_results=read('run_results'))).__name__)
print(type(parse_catalog(catalog=read('catalog'))).__name__)
print(type(parse_sources(sources=read('sources'))).__name__)
`;

/** dbt-artifacts-parser, the strictest of the readers: every artifact of a project that has every kind of node. */
export function check() {
  const python = pythonEnvironment('artifacts', ['dbt-artifacts-parser==0.15.0', 'dbt-coverage==0.5.0']);
  const copy = projectCopy('fixtures/rich-project');
  try {
    copy.tx('seed');
    copy.tx('build', '--event-time-start', '2026-01-01', '--event-time-end', '2026-01-03');
    copy.tx('docs', 'generate', '--no-compile');
    run(process.execPath, [path.resolve(import.meta.dirname, '../../bin/tx'), 'source', 'freshness'], {
      cwd: copy.project,
      code: 1,
    });
    const said = run(path.join(python, 'bin/python'), ['-c', READ_ALL], { cwd: copy.project });
    expect(/ManifestV12\s+RunResultsV6\s+CatalogV1\s+SourcesV3/.test(said), 'the four newest versions', said);
    return said.trim().replace(/\s+/g, ', ');
  } finally {
    copy.remove();
  }
}
