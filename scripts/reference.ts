import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { adapters } from '../adapters/index.ts';
import { commands } from '../src/cli/commands/index.ts';
import type { Command } from '../src/cli/command.ts';
import { globalOptions } from '../src/cli/options/global-options.ts';
import type { OptionDefinition } from '../src/cli/options/option.ts';
import { errorCodes } from '../src/errors/codes.ts';
import type { CodeDefinition } from '../src/errors/code-definition.ts';
import { genericTests } from '../src/generic-tests/index.ts';
import { selectionMethods } from '../src/graph/selection/methods/index.ts';
import { incrementalStrategies } from '../src/materializations/incremental-strategies/index.ts';
import { materializations } from '../src/materializations/index.ts';

/** The pages of docs/reference that are made from the registries: file name → Markdown. */
export async function referencePages(): Promise<Readonly<Record<string, string>>> {
  return {
    'commands.md': commandsPage(),
    'errors.md': errorsPage(),
    'selection.md': registryPage('Selection methods', SELECTION, selectionMethods),
    'materializations.md': materializationsPage(),
    'adapters.md': await adaptersPage(),
  };
}

/** Writes the pages below `root`. */
export async function writeReference(root: string): Promise<void> {
  const folder = path.join(root, 'docs/reference');
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(await referencePages())) {
    writeFileSync(path.join(folder, name), text);
  }
}

const MADE = '<!-- Made by `npm run reference` from the registries in src/. -->';
const SELECTION =
  '`--select` and `--exclude` take `method:value`, with `+` before and behind for ancestors and descendants (`2+` for two steps), ' +
  '`@` for descendants and all that they need, spaces for union and commas for intersection. Without a method a value with `/` is ' +
  'a path, one that ends in `.sql`, `.py` or `.csv` a file, and everything else an fqn.';

interface Entry {
  readonly name: string;
  readonly description: string;
}

function registryPage(title: string, intro: string, entries: Readonly<Record<string, Entry>>): string {
  return page(title, intro, entryTable(entries));
}

function page(title: string, ...parts: readonly string[]): string {
  return `${[MADE, `# ${title}`, ...parts].join('\n\n')}\n`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replace(/\s+/g, ' ')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function entryTable(entries: Readonly<Record<string, Entry>>): string {
  return table(
    ['Name', 'What it does'],
    Object.values(entries).map((entry) => [`\`${entry.name}\``, entry.description]),
  );
}

function optionTable(options: readonly OptionDefinition[]): string {
  return table(
    ['Option', 'What it does'],
    options.map(({ flags, description, choices }) => [
      `\`${flags}\``,
      choices ? `${description} One of ${choices.map((choice) => `\`${choice}\``).join(', ')}.` : description,
    ]),
  );
}

function commandsPage(): string {
  const sections = Object.values(commands as Readonly<Record<string, Command>>).map((command) => {
    const words = (command.arguments ?? []).map((argument) => ` <${argument.name}>`).join('');
    const aliases = command.aliases?.length ? ` Also \`tx ${command.aliases.join('`, `tx ')}\`.` : '';
    const head = `## \`tx ${command.name}${words}\`\n\n${command.description}${aliases}`;
    return command.options.length === 0 ? head : `${head}\n\n${optionTable(command.options)}`;
  });
  const shared = `## Options of every command\n\nBefore or behind the command's name.\n\n${optionTable(globalOptions)}`;
  return page('Commands', ...sections, shared);
}

function errorsPage(): string {
  const rows = Object.entries(errorCodes as Readonly<Record<string, CodeDefinition>>)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([code, { errorClass, title }]) => [`\`${code}\``, errorClass, title]);
  return page(
    'Codes of errors and warnings',
    'Each message ends in its code. A code never changes its meaning. `--warn-error-options` and `tx` logs use the same codes.',
    table(['Code', 'Class', 'What it means'], rows),
  );
}

function materializationsPage(): string {
  return page(
    'Materializations, strategies, generic tests',
    '## Materializations\n\nThe values of `materialized`. What a project writes in Jinja (`{% materialization %}`) stands beside them.',
    entryTable(materializations),
    '## Incremental strategies\n\nThe values of `incremental_strategy`. A macro `get_incremental_<name>_sql` adds another.',
    entryTable(incrementalStrategies),
    '## Generic tests\n\nA project or a package adds its own with `{% test %}`.',
    entryTable(genericTests),
  );
}

async function adaptersPage(): Promise<string> {
  const loaded = await Promise.all(Object.values(adapters).map((load) => load()));
  const flags = Object.keys(
    loaded[0]?.capabilities ?? {},
  ) as (keyof (typeof loaded)[number]['capabilities'])[];
  const said = (value: unknown): string =>
    Array.isArray(value)
      ? value.join(', ') || '–'
      : value === true
        ? 'yes'
        : value === false
          ? '–'
          : String(value);
  return page(
    'Adapters',
    table(
      ['`type`', 'What it is', 'Incremental strategies, its default first'],
      loaded.map(({ name, description, incrementalStrategies: strategies }) => [
        `\`${name}\``,
        description,
        strategies.map((strategy) => `\`${strategy}\``).join(', '),
      ]),
    ),
    '## Capabilities\n\nA materialization that needs what an adapter lacks is refused with TX3201.',
    table(
      ['Capability', ...loaded.map(({ name }) => name)],
      flags.map((flag) => [`\`${flag}\``, ...loaded.map(({ capabilities }) => said(capabilities[flag]))]),
    ),
  );
}
