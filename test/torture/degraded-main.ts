import { main } from '../../src/cli/main.ts';

void main(process.argv.slice(2), '0.0.0').then((code) => (process.exitCode = code));
