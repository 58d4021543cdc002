import { fileStem } from './project-file.ts';
import type { SourceFile } from './source-file.ts';
import type { FixtureFiles } from './unit-test-nodes.ts';

/** The fixtures of unit tests: those of the test's package before the root's. */
export function fixtureFiles(files: readonly SourceFile[], rootPackage: string): FixtureFiles {
  const texts = new Map<string, string>();
  const names = new Set<string>();
  for (const { file, text } of files) {
    if (file.kind !== 'fixture') continue;
    const base = file.path.slice(file.path.lastIndexOf('/') + 1);
    const ending = base.slice(base.lastIndexOf('.') + 1).toLowerCase();
    names.add(fileStem(file));
    texts.set(`${file.packageName}/${fileStem(file)}.${ending}`, text);
  }
  return {
    find(packageName, name, format) {
      const stem = name.replace(/\.(csv|sql)$/i, '');
      return texts.get(`${packageName}/${stem}.${format}`) ?? texts.get(`${rootPackage}/${stem}.${format}`);
    },
    names: () => names,
  };
}
