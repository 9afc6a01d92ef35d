export type SettingStore = Readonly<{
  get: (name: string) => Promise<string | null>;
  put: (name: string, value: string) => Promise<void>;
}>;
