import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DBT_COMPATIBLE_VERSION } from '../../config/dbt-version.ts';
import { ProjectFailure } from '../../errors/project-error.ts';
import type { CommandRunner } from '../command.ts';

const MARK = '# Runs tx in the place of dbt. Written by tx shim.';

/** `tx shim DIR`: writes DIR/dbt. Refuses to replace a program that is not a shim of its own. Throws ProjectFailure TX5008. */
export const runShimCommand: CommandRunner = async (context) => {
  const [folder] = context.args;
  if (folder === undefined) {
    throw new ProjectFailure({
      code: 'TX5008',
      message: 'tx shim needs a folder to write the program dbt into',
      hint: 'For example tx shim ~/.local/tx-shim, and put that folder first on PATH.',
    });
  }
  const file = path.resolve(folder, 'dbt');
  if (existsSync(file) && !readFileSync(file, 'utf8').includes(MARK)) {
    throw new ProjectFailure({
      code: 'TX5008',
      message: `${file} is a program that tx did not write`,
      hint: 'Name another folder, or move that program away.',
    });
  }
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, shimText(context.adapters.names));
  chmodSync(file, 0o755);
  context.print(`${file} runs tx. Put it first on PATH: export PATH="${path.dirname(file)}:$PATH"`);
  return 0;
};

/** `--version` answers in dbt's form, which tools read before anything else; the rest goes to this very program. */
function shimText(adapters: readonly string[]): string {
  const program = [process.execPath, process.argv[1] ?? ''].map(shellQuoted).join(' ');
  return `#!/bin/sh
${MARK}
case "\${1:-}" in
  --version | -v | -V)
    cat <<'VERSION'
Core:
  - installed: ${DBT_COMPATIBLE_VERSION}
  - latest:    ${DBT_COMPATIBLE_VERSION} - Up to date!

Plugins:
${adapters.map((name) => `  - ${name}: ${DBT_COMPATIBLE_VERSION} - Up to date!`).join('\n')}
VERSION
    exit 0
    ;;
esac
exec ${program} "$@"
`;
}

function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
