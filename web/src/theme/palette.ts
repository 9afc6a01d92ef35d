import type { MantineColorsTuple } from '@mantine/core';

/** Chàm: the petrol of indigo-dyed cloth. The product's own colour, and the colour of sound everywhere. */
export const cham: MantineColorsTuple = [
  '#ecf5f7',
  '#d5e8ed',
  '#abd1dc',
  '#7cb7c8',
  '#4f9bb1',
  '#2b8098',
  '#176b82',
  '#0d5a6f',
  '#0a4656',
  '#063440',
];

/** Đồng: the bronze of the drums. Marks what departs from the everyday: demo data, exceptions. */
export const dong: MantineColorsTuple = [
  '#fdf7ea',
  '#f9ebcd',
  '#f0d5a0',
  '#e5ba6a',
  '#d99f3c',
  '#c08420',
  '#9c6711',
  '#7f520c',
  '#61400c',
  '#442d09',
];

/** Đá: neutrals with a trace of the petrol, so that greys and colour belong together. */
export const da: MantineColorsTuple = [
  '#f5f8f8',
  '#edf2f2',
  '#e1e8e9',
  '#cdd7d9',
  '#82939a',
  '#74868c',
  '#62747a',
  '#4a5b61',
  '#2f3d42',
  '#162328',
];

/** Text (0) to the deepest background (9) of the dark scheme. */
export const dem: MantineColorsTuple = [
  '#e3eaeb',
  '#bccace',
  '#98a8ad',
  '#70828a',
  '#435359',
  '#314046',
  '#223036',
  '#141e22',
  '#0f181b',
  '#0a1113',
];

/** Lá: good. Nghệ: needs attention. Son: bad. */
export const la: MantineColorsTuple = [
  '#ebf7ef',
  '#d3ecdb',
  '#a7d8b7',
  '#77c291',
  '#4dad70',
  '#339859',
  '#217f47',
  '#196a3b',
  '#12502c',
  '#0b371e',
];
export const nghe: MantineColorsTuple = [
  '#fff5e5',
  '#ffe7c3',
  '#fccf8b',
  '#f7b450',
  '#ee9b24',
  '#cf7f0c',
  '#a66200',
  '#874f00',
  '#663c00',
  '#462900',
];
export const son: MantineColorsTuple = [
  '#fdefed',
  '#fadbd7',
  '#f3b4ad',
  '#ea887f',
  '#df6157',
  '#cf4438',
  '#b5332a',
  '#962820',
  '#731d17',
  '#51130f',
];
