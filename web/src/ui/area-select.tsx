import { type ComboboxItem, MultiSelect, type OptionsFilter, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import type { Area, Me } from '../../../controller/http/api-type.ts';
import { useApi } from '../api/api-context.tsx';
import { areasQuery } from '../api/queries.ts';
import { matchesSearch } from '../format/search-key.ts';
import { useT } from '../i18n/language.tsx';
import { areaTitle } from '../words/area-name.ts';
import { commonWords } from '../words/common-words.ts';
import styles from './area-select.module.css';

interface AreaOption extends ComboboxItem {
  /** Where it lies; told below the name, because names repeat. */
  readonly parent: string;
}

const optionOf = (area: Area, parents: ReadonlyMap<string, Area>): AreaOption => {
  const parent = area.parentCode === null ? undefined : parents.get(area.parentCode);
  return {
    value: area.code,
    label: areaTitle(area),
    parent: parent ? areaTitle(parent) : (area.parentName ?? ''),
  };
};

const isAreaOption = (item: ComboboxItem): item is AreaOption => 'parent' in item;

const parentOf = (item: ComboboxItem): string => (isAreaOption(item) ? item.parent : '');

/** Words of the name or of where it lies, without regard to tone marks: "cao xa", "phong chau phu ninh". */
const filterAreas: OptionsFilter = ({ options, search }) =>
  search.trim() === ''
    ? options
    : options.filter((item) => 'value' in item && matchesSearch(`${item.label} ${parentOf(item)}`, search));

const renderOption = ({ option }: { option: ComboboxItem }): ReactNode => (
  <span className={styles.option}>
    <span>{option.label}</span>
    {parentOf(option) ? <span className={styles.parent}>{parentOf(option)}</span> : null}
  </span>
);

/** The signed-in user's area and everything below it, largest first. */
export const useAreaOptions = (home: Me['user']['area']): AreaOption[] => {
  const api = useApi();
  const districts = useQuery(areasQuery(api, 'district'));
  const communes = useQuery(areasQuery(api, 'commune'));
  return useMemo(() => {
    const below = [...(districts.data?.items ?? []), ...(communes.data?.items ?? [])];
    const byCode = new Map(below.map((area) => [area.code, area]));
    const isBelowHome = (area: Area): boolean => {
      const parent = area.parentCode === null ? undefined : byCode.get(area.parentCode);
      return area.parentCode === home.code || (parent !== undefined && isBelowHome(parent));
    };
    return [
      { value: home.code, label: areaTitle(home), parent: '' },
      ...below.filter(isBelowHome).map((area) => optionOf(area, byCode)),
    ];
  }, [districts.data, communes.data, home]);
};

const common = {
  searchable: true,
  limit: 60,
  filter: filterAreas,
  renderOption,
  maxDropdownHeight: 300,
} as const;

interface AreaFieldProps {
  readonly me: Me;
  readonly label: ReactNode;
  readonly description?: ReactNode;
  readonly error?: ReactNode;
}

export const AreaSelect = ({
  me,
  value,
  onChange,
  clearable = false,
  placeholder,
  ...field
}: AreaFieldProps & {
  value: string | null;
  onChange: (code: string | null) => void;
  clearable?: boolean;
  placeholder?: string;
}) => {
  const t = useT();
  return (
    <Select
      {...common}
      {...field}
      {...(placeholder ? { placeholder } : {})}
      data={useAreaOptions(me.user.area)}
      value={value}
      onChange={onChange}
      clearable={clearable}
      allowDeselect={false}
      nothingFoundMessage={t(commonWords.nothingFound)}
    />
  );
};

/** One commune of the user's area: for what each commune has of its own. */
export const CommuneSelect = ({
  me,
  value,
  onChange,
  placeholder,
  ...field
}: AreaFieldProps & {
  value: string | null;
  onChange: (code: string | null) => void;
  placeholder: string;
}) => {
  const t = useT();
  const communes = useQuery(areasQuery(useApi(), 'commune'));
  const codes = new Set(communes.data?.items.map((area) => area.code));
  return (
    <Select
      {...common}
      {...field}
      placeholder={placeholder}
      data={useAreaOptions(me.user.area).filter((option) => codes.has(option.value))}
      value={value}
      onChange={onChange}
      allowDeselect={false}
      nothingFoundMessage={t(commonWords.nothingFound)}
    />
  );
};

export const AreaMultiSelect = ({
  me,
  value,
  onChange,
  ...field
}: AreaFieldProps & { value: string[]; onChange: (codes: string[]) => void; placeholder?: string }) => {
  const t = useT();
  const [opened, setOpened] = useState(false);
  return (
    <MultiSelect
      {...common}
      {...field}
      data={useAreaOptions(me.user.area)}
      value={value}
      // Most people choose one place; a list left open hides the fields below it.
      onChange={(codes) => {
        onChange(codes);
        setOpened(false);
      }}
      dropdownOpened={opened}
      onDropdownOpen={() => setOpened(true)}
      onDropdownClose={() => setOpened(false)}
      hidePickedOptions
      nothingFoundMessage={t(commonWords.nothingFound)}
    />
  );
};
