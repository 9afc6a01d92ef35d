import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useApi } from '../../api/api-context.tsx';
import { areasQuery } from '../../api/queries.ts';
import { areaName } from '../../words/area-name.ts';

/** Names of communes with their type, because names repeat; a row of the log has the bare name alone. */
export const useAreaTitles = (): ((code: string) => string | null) => {
  const communes = useQuery(areasQuery(useApi(), 'commune'));
  return useMemo(() => {
    const byCode = new Map((communes.data?.items ?? []).map((area) => [area.code, areaName(area)]));
    return (code) => byCode.get(code) ?? null;
  }, [communes.data]);
};
