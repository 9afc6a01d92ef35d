import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type BenchRow, type BenchSection, ratioOf, withinBudget } from './bench-row.ts';
import { answerParent, runSection } from './run-section.ts';
import { sections } from './sections.ts';
import { formatTable } from './table.ts';

const usage = `npm run bench -- [--only NAME,NAME] [--devices 225,2250,10000] [--json FILE]

Measures each subject beside the bare part it is made of, in the same run, and prints a table for each.
Compare ratios, not times. Subjects: ${sections.map(({ name }) => name).join(', ')}.`;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    devices: { type: 'string', default: '225,2250,10000' },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
    /** Set by this script for the process that measures one section. */
    section: { type: 'string' },
  },
});

const fail = (sentence: string): never => {
  console.error(`${sentence}\n\n${usage}`);
  process.exit(2);
};

const sectionNamed = (name: string): BenchSection =>
  sections.find((section) => section.name === name) ?? fail(`There is no subject ${name}.`);

const devices = values.devices.split(',').map(Number);
if (!devices.every((count) => Number.isInteger(count) && count > 0)) fail('--devices wants whole numbers.');

const machine = {
  node: process.version,
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: availableParallelism(),
  startedAt: new Date().toISOString(),
};

const printable = (row: BenchRow): object => ({
  ...row,
  ratio: ratioOf(row),
  withinBudget: withinBudget(row),
});

const runAll = async (): Promise<void> => {
  const chosen = values.only === undefined ? sections : values.only.split(',').map(sectionNamed);
  console.log(`Node ${machine.node}, ${machine.cores} cores of ${machine.cpu}, ${machine.startedAt}`);
  const report: object[] = [];
  for (const section of chosen) {
    console.error(`Measuring ${section.name} ...`);
    const { rows, seconds, fault } = await runSection(section, fileURLToPath(import.meta.url), devices);
    console.log(`\n${section.title}\n`);
    console.log(fault === null ? formatTable(rows) : `Not measured: ${fault}`);
    if (fault !== null) process.exitCode = 1;
    report.push({ name: section.name, title: section.title, seconds, fault, rows: rows.map(printable) });
  }
  if (values.json !== undefined) {
    writeFileSync(values.json, `${JSON.stringify({ machine, sections: report }, null, 2)}\n`);
  }
};

if (values.help) console.log(usage);
else if (values.section !== undefined) await answerParent(sectionNamed(values.section), devices);
else await runAll();
