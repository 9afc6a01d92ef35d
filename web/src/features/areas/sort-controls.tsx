import { ActionIcon, Select } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconSelector } from '@tabler/icons-react';
import { useT } from '../../i18n/language.tsx';
import { areaWords } from './area-words.ts';
import { figureWords } from './figures.ts';
import { nextSorting, type SortColumn, type Sorting } from './sort-children.ts';
import styles from './sort-controls.module.css';

export const columnWords = {
  name: areaWords.area,
  ...figureWords,
  clusters: areaWords.clustersOnline,
} as const;

interface SortHeaderProps {
  readonly label: string;
  /** Null while another column rules. */
  readonly direction: 'up' | 'down' | null;
  onSort(): void;
}

export const SortHeader = ({ label, direction, onSort }: SortHeaderProps) => {
  const Icon = direction === null ? IconSelector : direction === 'up' ? IconArrowUp : IconArrowDown;
  return (
    <th scope="col" aria-sort={direction === null ? 'none' : direction === 'up' ? 'ascending' : 'descending'}>
      <button
        type="button"
        className={styles.header}
        data-active={direction !== null || undefined}
        onClick={onSort}
      >
        {label}
        <Icon size={15} stroke={1.8} aria-hidden />
      </button>
    </th>
  );
};

/** On a phone, where the table has no header to press. */
export const SortSelect = ({
  columns,
  sorting,
  onChange,
}: {
  columns: readonly SortColumn[];
  sorting: Sorting;
  onChange: (sorting: Sorting) => void;
}) => {
  const t = useT();
  const Icon = sorting.descending ? IconArrowDown : IconArrowUp;
  return (
    <div className={styles.select}>
      <Select
        label={t(areaWords.sortBy)}
        data={columns.map((column) => ({ value: column, label: t(columnWords[column]) }))}
        value={sorting.column}
        allowDeselect={false}
        onChange={(value) => {
          const column = columns.find((one) => one === value);
          if (column && column !== sorting.column) onChange(nextSorting(sorting, column));
        }}
      />
      <ActionIcon
        variant="default"
        size={42}
        aria-label={t(sorting.descending ? areaWords.descending : areaWords.ascending)}
        onClick={() => onChange(nextSorting(sorting, sorting.column))}
      >
        <Icon size={20} stroke={1.8} />
      </ActionIcon>
    </div>
  );
};
