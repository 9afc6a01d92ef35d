const STORAGE_KEY = 'tt-last-target';

/** Where this browser scheduled last: a commune officer always means the same commune. */
export const lastTarget = (): string | null => localStorage.getItem(STORAGE_KEY);

export const keepLastTarget = (areaCode: string): void => localStorage.setItem(STORAGE_KEY, areaCode);
