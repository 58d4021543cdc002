// Runs statements on a DuckDB file, one after the other, with nothing around them: what a build cannot go below.
// Arguments: the database's file, and a JSON file with the list of statements.
import { DuckDBInstance } from '@duckdb/node-api';
import { readFileSync } from 'node:fs';

const [database, statements] = process.argv.slice(2);
const instance = await DuckDBInstance.create(database);
const connection = await instance.connect();
for (const sql of JSON.parse(readFileSync(statements, 'utf8'))) await connection.run(sql);
connection.closeSync();
instance.closeSync();
