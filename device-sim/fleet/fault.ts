/** What is wrong with a simulated device, in the words of the field. */
export const faults = {
  offline: 'SIM out of quota: never connects',
  'no-mains': 'mains lost, battery at 11.3 V',
  'card-full': 'memory card full: nothing can be cached',
  'clock-94s': 'battery clock 94 s off, and no answer to time requests ever arrives',
  'amplifier-dead': 'lightning burnt the amplifier',
  'wire-cut': 'loudspeaker wire cut: plays are reported, never measured',
} as const;

export type Fault = keyof typeof faults;

export const isFault = (text: string): text is Fault => Object.hasOwn(faults, text);
