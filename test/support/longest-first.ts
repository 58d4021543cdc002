import path from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The start of files that take tens of seconds, the longest first. */
const LONG = [
  'conformance/run-',
  'torture/',
  'bench/',
  'cli/',
  'docs/',
  'packages/',
  'adapters/postgres/example',
  'parse/shards/',
  'execute/',
  'example/',
];

/**
 * Starts long files first, so that none is alone at the end while other cores have nothing to do. The runner's own order
 * goes by what it timed before, which a fresh clone lacks; it stays where this one makes no difference.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rankOf = (file: TestSpecification): number => {
      const name = path
        .relative(path.join(this.ctx.config.root, 'test'), file.moduleId)
        .replaceAll('\\', '/');
      const index = LONG.findIndex((start) => name.startsWith(start));
      return index === -1 ? LONG.length : index;
    };
    return (await super.sort(files)).sort((a, b) => rankOf(a) - rankOf(b));
  }
}
