/** An expected failure as a value: a stable code, and a sentence for people in both languages. */
export type Fault = Readonly<{ code: string; vi: string; en: string }>;

export type Result<T> = { ok: true; value: T } | { ok: false; fault: Fault };
