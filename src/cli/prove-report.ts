import type { JudgedProof } from '../api/prove/proof-finding.ts';
import { plural } from '../util/plural.ts';

/** Whether everything was built twice and gave the same. */
export function isProven(proofs: readonly JudgedProof[]): boolean {
  return proofs.every(({ finding, failed }) => finding === null && failed === null);
}

/** What was found, a paragraph each, then the others and a line of totals; or the same as JSON. */
export function proveReport(proofs: readonly JudgedProof[], json: boolean): string {
  if (json) return asJson(proofs);
  const paragraphs = proofs.flatMap((proof) => paragraph(proof) ?? []);
  const proven = proofs.filter((proof) => isProven([proof])).map(({ node }) => node.name);
  const found = proofs.length - proven.length;
  const total =
    found === 0
      ? `${plural(proofs.length, 'model')} built twice gave the same.`
      : `${found} of ${plural(proofs.length, 'model')} did not stand the proof.`;
  const passed = proven.length === 0 ? [] : [`The same both times: ${proven.join(', ')}`];
  return [...paragraphs, ...passed, total].join('\n\n');
}

function paragraph({ node, finding, failed, samples, difference }: JudgedProof): string | null {
  if (failed !== null) {
    const why = failed.message ?? (failed.status === 'skipped' ? 'what it reads failed' : '');
    return `${node.originalFilePath}  could not be built: ${why}`;
  }
  if (finding === null) return null;
  const { code, message, hint, location, frame } = finding;
  const at = [location?.file, location?.line, location?.column].filter((part) => part !== undefined);
  const lines = [`${at.join(':')}  ${code}`, `  ${message}`];
  if (difference !== null) lines.push(...samples.map((row) => `  the second build has ${row}`));
  if (frame) lines.push('', ...frame.split('\n').map((line) => `  ${line}`), '');
  if (hint) lines.push(`  help: ${hint}`);
  return lines.join('\n');
}

function asJson(proofs: readonly JudgedProof[]): string {
  const nodes = proofs.map(({ node, rows, difference, samples, failed, finding }) => ({
    unique_id: node.uniqueId,
    status: failed !== null ? 'error' : difference !== null ? 'changed' : 'same',
    rows,
    columns: difference?.columns ?? [],
    rows_new: difference?.rowsNew ?? 0,
    rows_gone: difference?.rowsGone ?? 0,
    samples: difference === null ? [] : samples.map((row) => JSON.parse(row) as unknown),
    error: failed?.message ?? null,
    finding:
      finding === null
        ? null
        : {
            code: finding.code,
            message: finding.message,
            hint: finding.hint ?? null,
            file: finding.location?.file ?? null,
            line: finding.location?.line ?? null,
            column: finding.location?.column ?? null,
          },
  }));
  return JSON.stringify({ proven: isProven(proofs), nodes }, null, 2);
}
