import { expect, it } from 'vitest';
import { parseDotenv } from '../../src/config/dotenv.ts';

it('reads lines as dbt does: quotes, comments, export, and names that stand for values', () => {
  const text = [
    'A=from file',
    "export B='quoted # no ${A}'",
    'C="d\\nq" # comment',
    '#D=1',
    'E = spaced ',
    'F=${A} ${NOPE:-otherwise}${NOPE} $A',
    'G=x${LATER}',
    'LATER=y',
    'H=',
    'I=${OUTER}',
    'J=${constructor}',
  ].join('\n');
  expect(parseDotenv(text, { OUTER: 'outside', A: undefined })).toEqual({
    A: 'from file',
    B: 'quoted # no from file',
    C: 'd\nq',
    E: 'spaced',
    F: 'from file otherwise $A',
    G: 'x',
    LATER: 'y',
    H: '',
    I: 'outside',
    J: '',
  });
});

it('takes the value of the environment where both have the name', () => {
  expect(parseDotenv('A=file\nB=${A}', { A: 'outside' })).toEqual({ A: 'file', B: 'outside' });
});
