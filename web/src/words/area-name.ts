import type { AreaRef } from '../../../controller/http/api-type.ts';

/**
 * "xã Cao Xá", "thị trấn Phong Châu": names repeat, so the type always stands with them. The same in English,
 * because the type is part of the address.
 */
export const areaName = (area: Pick<AreaRef, 'name' | 'type'>): string =>
  area.type === '' || area.name.toLowerCase().startsWith(`${area.type.toLowerCase()} `)
    ? area.name
    : `${area.type} ${area.name}`;

/** At the start of a line: "Xã Cao Xá". */
export const areaTitle = (area: Pick<AreaRef, 'name' | 'type'>): string => {
  const name = areaName(area);
  return name.charAt(0).toLocaleUpperCase('vi') + name.slice(1);
};
