import { describe, expect, it } from 'vitest';
import { microbatchConfigErrors } from '../../src/materializations/microbatch-config.ts';
import { microbatches, type MicrobatchRequest } from '../../src/materializations/microbatch-windows.ts';

const now = new Date('2024-03-15T12:30:00Z');
const run = (request: Partial<MicrobatchRequest>): string[] =>
  microbatches({
    config: { batch_size: 'day', begin: '2024-03-13' },
    eventTimeStart: null,
    eventTimeEnd: null,
    now,
    firstRun: false,
    ...request,
  }).map((window) => `${window.start.slice(0, 16)} ${window.end.slice(0, 16)}`);

describe('microbatches', () => {
  it('starts at begin on a first run, and widens to whole batches', () => {
    expect(run({ firstRun: true })).toEqual([
      '2024-03-13T00:00 2024-03-14T00:00',
      '2024-03-14T00:00 2024-03-15T00:00',
      '2024-03-15T00:00 2024-03-16T00:00',
    ]);
    expect(run({ firstRun: true, config: { batch_size: 'year', begin: '2022-05-10' } })).toHaveLength(3);
    expect(run({ firstRun: true, config: { batch_size: 'month', begin: '2024-01-10' } })[0]).toBe(
      '2024-01-01T00:00 2024-02-01T00:00',
    );
    expect(
      run({ firstRun: true, config: { batch_size: 'hour', begin: '2024-03-15 10:20:00' } }),
    ).toHaveLength(3);
  });

  it('goes back lookback batches, one unless told', () => {
    expect(run({})).toHaveLength(2);
    expect(run({ config: { batch_size: 'day', begin: '2024-03-13', lookback: 0 } })).toEqual([
      '2024-03-15T00:00 2024-03-16T00:00',
    ]);
    expect(run({ config: { batch_size: 'day', begin: '2024-03-15', lookback: 3 } })[0]).toBe(
      '2024-03-12T00:00 2024-03-13T00:00',
    );
    expect(run({ now: new Date('2024-03-15T00:00:00Z') })).toEqual([
      '2024-03-13T00:00 2024-03-14T00:00',
      '2024-03-14T00:00 2024-03-15T00:00',
    ]);
  });

  it('covers the window of the flags', () => {
    expect(run({ eventTimeStart: '2024-03-01', eventTimeEnd: '2024-03-03' })).toHaveLength(2);
    expect(run({ eventTimeStart: '2024-03-02 06:00:00', eventTimeEnd: '2024-03-03 06:00:00' })).toEqual([
      '2024-03-02T00:00 2024-03-03T00:00',
      '2024-03-03T00:00 2024-03-04T00:00',
    ]);
    expect(run({ firstRun: true, config: { batch_size: 'day', begin: '2024-03-20' } })).toEqual([]);
  });

  it('names batches and marks the first and the last', () => {
    const windows = microbatches({
      config: { batch_size: 'hour' },
      eventTimeStart: '2024-03-15 05:00:00',
      eventTimeEnd: '2024-03-15 07:00:00',
      now,
      firstRun: false,
    });
    expect(windows.map((window) => [window.id, window.first, window.last])).toEqual([
      ['20240315T05', true, false],
      ['20240315T06', false, true],
    ]);
    expect(windows[0]?.start).toBe('2024-03-15T05:00:00+00:00');
  });

  it('repeats only the given windows', () => {
    const only: [string, string][] = [['2024-01-02T00:00:00+00:00', '2024-01-03T00:00:00+00:00']];
    expect(run({ only })).toEqual(['2024-01-02T00:00 2024-01-03T00:00']);
  });

  it('refuses what is no time', () => {
    expect(() => run({ eventTimeStart: 'soon', eventTimeEnd: null })).toThrow("'soon' is not a date");
  });
});

describe('microbatchConfigErrors', () => {
  it('finds all that is missing at once', () => {
    expect(microbatchConfigErrors('m', {}).map((error) => error.message)).toEqual([
      "Microbatch model 'm' must provide an 'event_time' (string) config that indicates the name of the event time column.",
      "Microbatch model 'm' must provide a 'begin' (datetime) config that indicates the earliest timestamp the microbatch model should be built from.",
      "Microbatch model 'm' must provide a 'batch_size' config that is one of ['hour', 'day', 'month', 'year'], but got: None.",
    ]);
  });

  it('finds wrong values and accepts good ones', () => {
    const good = { event_time: 'ts', begin: '2024-01-01', batch_size: 'day' };
    expect(microbatchConfigErrors('m', good)).toEqual([]);
    expect(microbatchConfigErrors('m', { ...good, begin: 'soon' })).toHaveLength(1);
    expect(microbatchConfigErrors('m', { ...good, batch_size: 'week' })).toHaveLength(1);
    expect(microbatchConfigErrors('m', { ...good, lookback: 'x' })).toHaveLength(1);
  });
});
