// Real readers of dbt's artifacts and real callers of dbt, with tx in dbt's place.
//
//   npm run test:clients [-- NAME ...]
//
// Each client gets a Python environment of its own (kept in node_modules/.cache/clients), installed at its first run.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { Refusal } from './client.mjs';

const here = import.meta.dirname;
const known = readdirSync(here)
  .filter((file) => file.endsWith('.client.mjs'))
  .map((file) => file.replace('.client.mjs', ''))
  .sort();
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`There is no client ${unknown.join(', ')}; there are ${known.join(', ')}.`);
  process.exit(2);
}

let [passed, failed] = [0, 0];
for (const name of asked.length > 0 ? asked : known) {
  const { check } = await import(path.join(here, `${name}.client.mjs`));
  try {
    console.log(`${name}: ${await check()}`);
    passed += 1;
  } catch (thrown) {
    console.log(`${name}: REFUSED ${thrown instanceof Refusal ? thrown.message : thrown.stack}`);
    failed += 1;
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
