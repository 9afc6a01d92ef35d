/**
 * GSO codes of the four district-level units where, by the results of 2022, every commune's station is
 * IT-enabled: Việt Trì, thị xã Phú Thọ, Tam Nông, Lâm Thao. The only such facts published by commune.
 */
export const FULL_DISTRICT_CODES = ['227', '228', '236', '237'] as const;

export const FULL_DISTRICTS_FROM = '2022-12-31';

export const FULL_DISTRICTS_DOCUMENT = 'Decision 179/QĐ-UBND of 19/01/2023 (results of 2022)';
