import type { QueryResult } from '../../adapter-api/connection.ts';
import { defineFunction, type BoundArguments, type Parameter } from '../define-function.ts';
import { integerArgument } from '../modules/arguments.ts';
import { getter, memberOf, optional, required, type Members } from '../modules/python-class.ts';
import { call } from '../runtime/call.ts';
import { TemplateFunction, TemplateObject, type Value } from '../value.ts';
import { isTruthy } from '../values/truthy.ts';
import { Tuple } from '../values/tuple.ts';
import { toText } from '../values/to-text.ts';
import { cellValue } from './cell-value.ts';
import { Column } from './column.ts';
import { castTo, dataTypeOf, inferKind, type DataTypeKind } from './data-type.ts';
import { MappedSequence } from './mapped-sequence.ts';
import { tableText } from './print-table.ts';
import { csvText, tableJson } from './export-table.ts';
import type { PrintText, TableContent } from './table-content.ts';
import {
  distinctRows,
  excludeColumns,
  keysOf,
  namesArgument,
  orderRows,
  renameColumns,
  selectColumns,
  withRows,
} from './table-operations.ts';

const toStandardOutput: PrintText = (text) => {
  process.stdout.write(text);
};

/** A query's result as dbt's macros know it: an agate table. */
export class AgateTable extends TemplateObject implements TableContent {
  readonly typeName = 'agate.table.Table';
  readonly columnNames: readonly string[];
  readonly kinds: readonly DataTypeKind[];
  readonly rows: readonly (readonly Value[])[];
  readonly print: PrintText;
  #columns: MappedSequence | null = null;
  #rows: MappedSequence | null = null;

  /** Of values that fit their columns' kinds; see `fromRows` for others. */
  constructor(content: TableContent) {
    super();
    this.columnNames = content.columnNames;
    this.kinds = content.kinds;
    this.rows = content.rows;
    this.print = content.print;
  }

  /** The table of what a query answered: dates are Python's dates, doubles and decimals are decimals. */
  static fromQueryResult(result: QueryResult, print: PrintText = toStandardOutput): AgateTable {
    const { columns } = result;
    const rows = result.rows.map((row) =>
      columns.map((column, index) => cellValue(row[index] ?? null, column)),
    );
    const names = columns.map((column) => column.name);
    return AgateTable.fromRows(names, rows, print);
  }

  /** The table of these values: the kinds of columns are inferred as dbt does, a name that repeats gets a number. */
  static fromRows(
    columnNames: readonly string[],
    rows: readonly (readonly Value[])[],
    print: PrintText = toStandardOutput,
  ): AgateTable {
    const kinds = columnNames.map((_name, index) => inferKind(rows.map((row) => row[index] ?? null)));
    const cast = rows.map((row) => kinds.map((kind, index) => castTo(kind, row[index] ?? null)));
    return new AgateTable({ columnNames: uniqueNames(columnNames), kinds, rows: cast, print });
  }

  /** The columns as objects, found by index and by name. */
  columnObjects(): MappedSequence {
    this.#columns ??= new MappedSequence(
      'agate.MappedSequence',
      this.columnNames.map((name, index) => {
        const values = this.rows.map((row) => row[index] ?? null);
        return new Column(index, name, this.kinds[index] ?? 'Text', values);
      }),
      this.columnNames,
    );
    return this.#columns;
  }

  /** The rows as objects, found by index. */
  rowObjects(): MappedSequence {
    const rows = (): Value[] => this.rows.map((row) => this.rowObject(row));
    this.#rows ??= new MappedSequence('agate.MappedSequence', rows(), null);
    return this.#rows;
  }

  /** A row as an object, whose values are found by index and by name. */
  rowObject(row: readonly Value[]): MappedSequence {
    return new MappedSequence('agate.Row', row, this.columnNames);
  }

  /** The rows as plain tuples, as `load_result().data` has them. */
  rowTuples(): Tuple[] {
    return this.rows.map((row) => Tuple.fromItems(row));
  }

  override getAttribute(name: string): Value | undefined {
    if (name === 'columns') return this.columnObjects();
    if (name === 'rows') return this.rowObjects();
    return memberOf(members, this, name);
  }

  override iterate(): readonly Value[] {
    return this.rowObjects().items;
  }

  override length(): number {
    return this.rows.length;
  }

  override isTruthy(): boolean {
    return this.rows.length > 0;
  }

  /** The table's structure, as agate prints it. */
  override toText(): string {
    return tableText(
      {
        columnNames: ['column', 'data_type'],
        kinds: ['Text', 'Text'],
        rows: this.columnNames.map((name, index) => [name, this.kinds[index] ?? 'Text']),
      },
      { maxRows: null },
    );
  }

  override toRepr(): string {
    return '<agate.table.Table object>';
  }
}

/** Column names as agate has them: the second `a` is `a_2`, one without a name gets a letter. */
function uniqueNames(names: readonly string[]): readonly string[] {
  const unique: string[] = [];
  names.forEach((name, index) => {
    const base =
      name === '' ? String.fromCharCode(97 + (index % 26)).repeat(Math.floor(index / 26) + 1) : name;
    let candidate = base;
    for (let number = 2; unique.includes(candidate); number += 1) candidate = `${base}_${number}`;
    unique.push(candidate);
  });
  return unique;
}

/** Whether a key is a function of a row, rather than names of columns. */
function isCallable(value: Value): boolean {
  return value instanceof TemplateFunction || (value instanceof TemplateObject && value.invoke !== undefined);
}

/** What a function says of each row; a promise where it gives promises. */
function ofRows<T>(table: AgateTable, callee: Value, use: (results: readonly Value[]) => T): T | Promise<T> {
  const results = table.iterate().map((row) => call(callee, [row], null));
  return results.some((result) => result instanceof Promise)
    ? Promise.all(results).then(use)
    : use(results as Value[]);
}

function orderBy(table: AgateTable, { key = null, reverse = false }: BoundArguments): Value | Promise<Value> {
  const order = (keys: readonly (readonly Value[])[]): Value =>
    new AgateTable(orderRows(table, keys, isTruthy(reverse)));
  if (!isCallable(key)) return order(keysOf(table, namesArgument(key)));
  return ofRows(table, key, (results) => order(results.map((result) => [result])));
}

function groupBy(table: AgateTable, { key = null }: BoundArguments): Value | Promise<Value> {
  const group = (keys: readonly Value[]): Value => {
    const groups = new Map<string, (readonly Value[])[]>();
    table.rows.forEach((row, index) => {
      const name = toText(keys[index] ?? null);
      groups.set(name, [...(groups.get(name) ?? []), row]);
    });
    const tables = [...groups.values()].map((rows) => new AgateTable(withRows(table, rows)));
    return new MappedSequence('agate.TableSet', tables, [...groups.keys()]);
  };
  if (isCallable(key)) return ofRows(table, key, group);
  return group(keysOf(table, namesArgument(key)).map(([value]) => value ?? null));
}

/** `limit(start_or_stop, stop, step)`, as a slice of the rows. */
function limitRows(table: AgateTable, args: BoundArguments): Value {
  const [first, stop, step] = [args['start_or_stop'] ?? null, args['stop'] ?? null, args['step'] ?? null];
  const isSlice = stop !== null || step !== null;
  const start = isSlice && first !== null ? integerArgument(first) : 0;
  const end = isSlice ? stop : first;
  const stride = step === null ? 1 : Math.max(1, integerArgument(step));
  const rows = table.rows.slice(start, end === null ? undefined : integerArgument(end));
  const picked = rows.filter((_row, index) => index % stride === 0);
  return new AgateTable(withRows(table, picked));
}

const bound = (value: Value | undefined): number | null =>
  value === null || value === undefined ? null : integerArgument(value);

const PRINT_TABLE: readonly Parameter[] = [
  { name: 'max_rows', default: 20 },
  { name: 'max_columns', default: 6 },
  { name: 'output', default: null },
  { name: 'max_column_width', default: 20 },
  { name: 'locale', default: null },
  { name: 'max_precision', default: 3 },
];

const members: Members<AgateTable> = {
  column_names: (self) => Tuple.fromItems(self.columnNames),
  column_types: (self) => Tuple.fromItems(self.kinds.map(dataTypeOf)),
  row_names: () => null,
  select: (self) =>
    defineFunction('select', required('key'), ({ key }) =>
      isTruthy(key ?? null) ? new AgateTable(selectColumns(self, namesArgument(key ?? null))) : self,
    ),
  exclude: (self) =>
    defineFunction(
      'exclude',
      required('key'),
      ({ key }) => new AgateTable(excludeColumns(self, namesArgument(key ?? null))),
    ),
  rename: (self) =>
    defineFunction(
      'rename',
      [
        ...optional('column_names', 'row_names'),
        { name: 'slug_columns', default: false },
        { name: 'slug_rows', default: false },
      ],
      (args) =>
        new AgateTable(
          renameColumns(self, args['column_names'] ?? null, isTruthy(args['slug_columns'] ?? false)),
        ),
    ),
  order_by: (self) =>
    defineFunction('order_by', [{ name: 'key' }, { name: 'reverse', default: false }], (args) =>
      orderBy(self, args),
    ),
  limit: (self) =>
    defineFunction('limit', optional('start_or_stop', 'stop', 'step'), (args) => limitRows(self, args)),
  distinct: (self) =>
    defineFunction('distinct', optional('key'), ({ key }) => {
      const names = key === null || key === undefined ? self.columnNames : namesArgument(key);
      return new AgateTable(distinctRows(self, keysOf(self, names)));
    }),
  group_by: (self) => defineFunction('group_by', required('key'), (args) => groupBy(self, args)),
  where: (self) =>
    defineFunction('where', required('test'), ({ test }) =>
      ofRows(
        self,
        test ?? null,
        (results) =>
          new AgateTable(
            withRows(
              self,
              self.rows.filter((_row, index) => isTruthy(results[index] ?? null)),
            ),
          ),
      ),
    ),
  find: (self) =>
    defineFunction('find', required('test'), ({ test }) =>
      ofRows(self, test ?? null, (results) => {
        const row = self.rows[results.findIndex(isTruthy)];
        return row === undefined ? null : self.rowObject(row);
      }),
    ),
  print_table: (self) =>
    defineFunction('print_table', PRINT_TABLE, (args) => {
      const limits = {
        maxRows: bound(args['max_rows']),
        maxColumns: bound(args['max_columns']),
        maxColumnWidth: bound(args['max_column_width']),
        maxPrecision: bound(args['max_precision']),
      };
      self.print(tableText(self, limits));
      return null;
    }),
  print_structure: (self) =>
    getter('print_structure', () => {
      self.print(self.toText());
      return null;
    }),
  print_csv: (self) =>
    getter('print_csv', () => {
      self.print(csvText(self));
      return null;
    }),
  print_json: (self) =>
    defineFunction(
      'print_json',
      [{ name: 'key', default: null }, { name: 'newline', default: false }, ...optional('indent')],
      ({ newline, indent }) => {
        self.print(tableJson(self, bound(indent), isTruthy(newline ?? false)));
        return null;
      },
    ),
};
