// Writes the pages of docs/reference that are made from the registries.
import path from 'node:path';
import { loadScript } from './load-script.mjs';

const { writeReference } = await loadScript('scripts/reference.ts');
await writeReference(path.resolve(import.meta.dirname, '..'));
