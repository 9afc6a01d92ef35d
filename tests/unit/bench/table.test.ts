import { describe, expect, it } from 'vitest';
import { formatFigure, formatTable } from '../../bench/table.ts';

describe('the bench table', () => {
  it('aligns figures to the right and leaves out columns without content', () => {
    expect(
      formatTable([
        { name: 'publish', devices: 225, value: 12.345, unit: 'ms' },
        { name: 'herd reconnect', devices: 10_000, value: 6_100, unit: 'ms' },
      ]),
    ).toBe(
      [
        'measured        devices  value  unit',
        '--------------  -------  -----  ----',
        'publish             225   12.3  ms',
        'herd reconnect   10,000  6,100  ms',
      ].join('\n'),
    );
  });

  it('puts the bare part, the ratio and the budget beside a figure', () => {
    const table = formatTable([
      {
        name: 'reconnect',
        value: 300,
        unit: 'ms',
        baseline: 200,
        baselineName: 'aedes alone',
        budget: { of: 'ratio', atMost: 2 },
      },
      { name: 'heartbeats', value: 15_000, unit: '/s', budget: { of: 'value', atLeast: 20_000 } },
    ]);
    expect(table).toContain('300  ms     200  aedes alone  1.50 x  <= 2 x kept');
    expect(table).toContain('>= 20,000 /s MISSED');
  });

  it('does not call a ratio kept that was not measured', () => {
    expect(
      formatTable([{ name: 'media', value: 1, unit: 'MB/s', budget: { of: 'ratio', atLeast: 1 } }]),
    ).toContain('not measured');
  });

  it.each([
    [0.012345, '0.0123'],
    [3, '3'],
    [99.95, '100'],
    [123.6, '124'],
    [1_234_567.8, '1,234,568'],
  ])('writes %d as %s', (value, text) => {
    expect(formatFigure(value)).toBe(text);
  });
});
