import type { Database } from './schema.ts';

export type ColumnKind = 'text' | 'json' | 'bigint' | 'double' | 'boolean';
export type ColumnName<Name extends keyof Database> = keyof Database[Name] & string;

export type Table<Name extends keyof Database> = Readonly<{
  name: Name;
  key: readonly ColumnName<Name>[];
  columns: Readonly<Record<ColumnName<Name>, ColumnKind>>;
}>;
