/** A page by position: `next` is an opaque cursor, null on the last page. */
export type Page<T> = { items: T[]; next: string | null };
