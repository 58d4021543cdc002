import { describe, expect, it } from 'vitest';
import { placeTokens } from '../../src/validate/sql-clauses.ts';
import { sqlTokens } from '../../src/validate/sql-tokens.ts';

const kinds = (text: string): readonly string[] =>
  sqlTokens(text).map((token) => `${token.kind} ${token.text}`);
const filtered = (text: string): string =>
  placeTokens(sqlTokens(text))
    .filter((token) => token.inFilter && token.kind === 'word')
    .map((token) => token.text)
    .join(' ');

describe('sqlTokens', () => {
  it('takes comments, strings and quoted names whole', () => {
    expect(kinds(`a -- now()\n'it''s' "x""y" /* b */ $$ now() $$ 1.5 c`)).toEqual([
      'word a',
      'comment -- now()\n',
      "string 'it''s'",
      'quoted "x""y"',
      'comment /* b */',
      'string $$ now() $$',
      'number 1.5',
      'word c',
    ]);
  });

  it('takes tags whole, with what they quote', () => {
    expect(kinds(`{{ f("}}") }}{# now() #}{%- set a = '%}' %}`)).toEqual([
      'output {{ f("}}") }}',
      'comment {# now() #}',
      "block {%- set a = '%}' %}",
    ]);
  });

  it('does not end a string at a quote inside of its tag, and gives the tag', () => {
    expect(kinds(`'{{ var('date') }}'::date`)).toEqual([
      `string '{{ var('date') }}'`,
      `output {{ var('date') }}`,
      'symbol ::',
      'word date',
    ]);
  });

  it.each(["'never ends", '/* never', '{{ never', '"never', '{% x', '$$ x'])(
    'goes to the end of %s',
    (text) => {
      expect(sqlTokens(text).map((token) => token.text)).toEqual([text]);
    },
  );
});

describe('placeTokens', () => {
  it('knows what stands in conditions', () => {
    expect(filtered('select a from b where c = 1 group by d having e > 2 order by f')).toBe(
      'where c having e',
    );
    expect(filtered('select a from b join c on d = e join f on g = h')).toBe('on d e on g h');
  });

  it('closes a subquery with its bracket', () => {
    expect(
      filtered('select a from (select b from c where d) e where f in (select g from h where i) and j'),
    ).toBe('where d where f in where i and j');
  });

  it('does not take `is distinct from` for a clause', () => {
    expect(filtered('select a from b where c is distinct from d and e')).toBe(
      'where c is distinct from d and e',
    );
  });
});
