import type { Column } from '../adapter-api/column.ts';
import type { ColumnDefinition, Dialect } from '../adapter-api/dialect.ts';
import type { ProjectError } from '../errors/project-error.ts';

interface Mismatch {
  readonly column: string;
  readonly definition: string;
  readonly contract: string;
  readonly reason: 'missing in contract' | 'missing in definition' | 'data type mismatch';
}

const HEAD = ['column_name', 'definition_type', 'contract_type', 'mismatch_reason'];

/**
 * Compares the columns a contract declares with those a query gives: names without regard to case or order, types
 * without length, precision and scale (dbt's rule). Gives one error with a table of all mismatches, or null.
 */
export function checkContract(
  declared: readonly ColumnDefinition[],
  actual: readonly Column[],
  dialect: Dialect,
): ProjectError | null {
  const mismatches = findMismatches(declared, actual, dialect);
  if (mismatches.length === 0) return null;
  return {
    code: 'TX3110',
    message:
      'This model has an enforced contract that failed.\n' +
      "Please ensure the name, data_type, and number of columns in your contract match the columns in your model's definition.\n\n" +
      renderTable(mismatches),
    hint: 'Cast the columns in the model, or change their data_type in the property file.',
  };
}

function findMismatches(
  declared: readonly ColumnDefinition[],
  actual: readonly Column[],
  dialect: Dialect,
): readonly Mismatch[] {
  const wanted = new Map(declared.map((column) => [column.name.toLowerCase(), column]));
  const given = new Set(actual.map((column) => column.name.toLowerCase()));
  const type = (column: Column): string => dialect.canonicalType(column.dataType).toUpperCase();
  const mismatches: Mismatch[] = [];
  for (const column of actual) {
    const contract = wanted.get(column.name.toLowerCase());
    const definition = type(column);
    if (contract === undefined) {
      mismatches.push({ column: column.name, definition, contract: '', reason: 'missing in contract' });
    } else if (!sameType(column.dataType, contract.dataType, dialect)) {
      const reason = 'data type mismatch';
      mismatches.push({ column: column.name, definition, contract: type(contract), reason });
    }
  }
  for (const column of declared) {
    if (given.has(column.name.toLowerCase())) continue;
    const reason = 'missing in definition';
    mismatches.push({ column: column.name, definition: '', contract: type(column), reason });
  }
  return mismatches.sort((a, b) => (a.column < b.column ? -1 : 1));
}

function sameType(left: string, right: string, dialect: Dialect): boolean {
  if (dialect.isString(left) && dialect.isString(right)) return true;
  return family(left, dialect) === family(right, dialect);
}

/** A type without its length, precision and scale; arrays and nested types stay whole. */
function family(dataType: string, dialect: Dialect): string {
  const name = dialect.canonicalType(dataType).toLowerCase().trim();
  return name.replace(/^([a-z_ ]+?)\s*\(\s*\d+\s*(?:,\s*-?\d+\s*)?\)/, '$1');
}

/** The mismatches as a table of text, columns aligned. */
function renderTable(mismatches: readonly Mismatch[]): string {
  const rows = mismatches.map((row) => [row.column, row.definition, row.contract, row.reason]);
  const widths = HEAD.map((title, index) =>
    Math.max(title.length, ...rows.map((row) => row[index]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' | ')} |`;
  return [line(HEAD), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
