import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readYaml } from '../../src/config/yaml.ts';
import type { ProjectFailure } from '../../src/errors/project-error.ts';
import { readYaml as readInTemplate } from '../../src/template/functions/read-yaml.ts';
import { runTx, scratchFolder, shopFiles } from '../support/run-tx.ts';

interface Recorded {
  /** Texts with brackets and quotes over several lines, some made at random, and what PyYAML's safe_load gave, without white space at their end. */
  readonly documents: readonly { readonly text: string; readonly value: unknown }[];
}

const { documents } = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'yaml-layout.json'), 'utf8'),
) as Recorded;

function failureOf(text: string): ProjectFailure {
  try {
    readYaml(text, 'models.yml');
  } catch (thrown) {
    return thrown as ProjectFailure;
  }
  throw new Error('the text was read');
}

describe('YAML that PyYAML reads', () => {
  it.each(documents.map(({ text, value }) => [text, value]))('is read alike: %j', (text, value) => {
    expect(readYaml(text as string, 'models.yml').value).toEqual(value);
  });

  it('is read alike in a template', () => {
    expect(readInTemplate('a: [\n1,\n2\n]\nb: |\n  text')).toEqual(
      new Map<string, unknown>([
        ['a', [1, 2]],
        ['b', 'text'],
      ]),
    );
  });

  it('has its faults told where they are written', () => {
    const closing = 'models:\n  - name: a\n    tags: [\n      x,\n    ]\n';
    expect(failureOf(`${closing}  - name: b: c\n`).errors[0]?.location).toEqual({
      file: 'models.yml',
      line: 6,
      column: 12,
    });
    expect(failureOf(`${closing}    other: [x,\n  y: z w: 1]\n`).errors[0]?.location).toMatchObject({
      line: 7,
    });
    expect(failureOf('a: [\n1,\n--- x\n').errors[0]?.location).toMatchObject({ line: 2 });
  });

  it('is read in a project, and positions in it are found', async () => {
    const text = (description: string) => `models:
  - name: orders
    columns:
      - name: id
        data_tests:
          - accepted_values:
              arguments: {
                values: [
                  1
                ],
                quote: false
              }
          - not_null
  - name: customers
    description: ${description}
`;
    const folder = scratchFolder(
      shopFiles({ 'models/orders.sql': 'select 1 as id', 'models/orders.yml': text('[\n    ]') }),
    );
    const { stdout, stderr } = await runTx(['ls', '--resource-type', 'test'], { cwd: folder.path });
    expect(`${stdout}${stderr}`).toContain('models/orders.yml:14:5');
    folder.write({ 'models/orders.yml': text("'two\nlines'") });
    const listed = await runTx(['--quiet', 'ls', '--resource-type', 'test'], { cwd: folder.path });
    expect(listed.stdout).toContain('accepted_values_orders_id__False__1');
    folder.remove();
  });
});
