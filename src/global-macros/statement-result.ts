import type { QueryResult } from '../adapter-api/connection.ts';
import { AgateTable } from '../template/agate/table.ts';
import { defineFunction, type BoundArguments } from '../template/define-function.ts';
import { TemplateFunction, TemplateObject, type Value } from '../template/value.ts';
import { numberOf } from '../template/values/type-name.ts';
import { toText } from '../template/values/to-text.ts';
import type { MacroContext, StoredStatement } from './macro-context.ts';

/** What is kept of a statement; its rows only where they were asked for. */
export function storedStatement(result: QueryResult, fetched: boolean): StoredStatement {
  const table = fetched ? AgateTable.fromQueryResult(result) : AgateTable.fromRows([], []);
  return { response: new AdapterResponse(result), table };
}

/** What `load_result()` gives: the response, the rows as tuples, and the table. */
class StatementResult extends TemplateObject {
  readonly typeName = 'AttrDict';
  readonly #members: ReadonlyMap<Value, Value>;

  constructor({ response, table }: StoredStatement) {
    super();
    this.#members = new Map<Value, Value>([
      ['response', response],
      ['data', table.rowTuples()],
      ['table', table],
    ]);
  }

  override getAttribute(name: string): Value | undefined {
    if (name === 'keys') return new TemplateFunction(name, () => [...this.#members.keys()]);
    if (name === 'values') return new TemplateFunction(name, () => [...this.#members.values()]);
    if (name === 'items') return new TemplateFunction(name, () => [...this.#members].map((pair) => pair));
    if (name === 'get')
      return new TemplateFunction(name, ([key, other]) => this.#members.get(key ?? null) ?? other ?? null);
    return this.#members.get(name);
  }

  override getItem(key: Value): Value | undefined {
    return this.#members.get(key);
  }
}

/** The parts of an answer that a template sees. */
type Answer = Pick<QueryResult, 'message' | 'code' | 'rowsAffected'>;

/** The warehouse's answer to a statement: prints its words, and tells code and rows. */
export class AdapterResponse extends TemplateObject {
  readonly typeName = 'AdapterResponse';
  readonly #answer: Answer;

  constructor(answer: Answer) {
    super();
    this.#answer = answer;
  }

  override toText(): string {
    return this.#answer.message;
  }

  override getAttribute(name: string): Value | undefined {
    if (name === '_message') return this.#answer.message;
    if (name === 'code') return this.#answer.code === '' ? null : this.#answer.code;
    return name === 'rows_affected' ? this.#answer.rowsAffected : undefined;
  }
}

/** `load_result(name)`: what the statement of that name gave; None when there was none. */
export function loadResult(context: MacroContext): TemplateFunction {
  return new TemplateFunction('load_result', ([name]) => {
    const stored = context.statementResults.get(toText(name ?? ''));
    return stored ? new StatementResult(stored) : null;
  });
}

/** `store_result(name, response, agate_table)`: keeps a result that a macro made itself. */
export function storeResult(context: MacroContext): TemplateFunction {
  return defineFunction(
    'store_result',
    [{ name: 'name' }, { name: 'response' }, { name: 'agate_table', default: null }],
    (args) => {
      context.statementResults.set(toText(args['name'] ?? ''), {
        response: args['response'] ?? '',
        table: tableOf(args['agate_table'] ?? null),
      });
      return '';
    },
  );
}

/** `store_raw_result(name, message, code, rows_affected, agate_table)`: as `store_result`, from the answer's parts. */
export function storeRawResult(context: MacroContext): TemplateFunction {
  const names = ['message', 'code', 'rows_affected', 'agate_table'];
  return defineFunction(
    'store_raw_result',
    [{ name: 'name' }, ...names.map((name) => ({ name, default: null }))],
    (args) => {
      context.statementResults.set(toText(args['name'] ?? ''), {
        response: new AdapterResponse(answerOf(args)),
        table: tableOf(args['agate_table'] ?? null),
      });
      return '';
    },
  );
}

/** The answer that a macro words itself. */
export function answerOf(args: BoundArguments): Answer {
  const text = (name: string): string =>
    args[name] === null || args[name] === undefined ? '' : toText(args[name]);
  const rows = args['rows_affected'] ?? null;
  const count = typeof rows === 'string' ? Number(rows) : numberOf(rows);
  return {
    message: text('message'),
    code: text('code'),
    rowsAffected: count === undefined || Number.isNaN(count) ? null : Number(count),
  };
}

function tableOf(value: Value): AgateTable {
  return value instanceof AgateTable ? value : AgateTable.fromRows([], []);
}
