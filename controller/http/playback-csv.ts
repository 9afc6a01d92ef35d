import { type CsvCell, csvText } from '../domain/csv-text.ts';
import type { Playback } from './representations/playback.ts';

const outcomeWords: Readonly<Record<Playback['outcome'], string>> = {
  played: 'Đã phát',
  interrupted: 'Bị ngắt',
  skipped: 'Bỏ qua',
  failed: 'Lỗi phát',
  missed: 'Lỡ giờ',
  unknown: 'Chưa xác nhận',
  cancelled: 'Đã hủy',
};

const localTime = new Intl.DateTimeFormat('vi-VN', {
  timeZone: 'Asia/Ho_Chi_Minh',
  dateStyle: 'short',
  timeStyle: 'medium',
});
const local = (instant: string | null): string | null =>
  instant === null ? null : localTime.format(new Date(instant));

const columns: readonly { header: string; value: (row: Playback) => CsvCell }[] = [
  { header: 'Giờ theo lịch', value: (row) => local(row.plannedStart) },
  { header: 'Bản tin', value: (row) => row.title },
  { header: 'Địa bàn', value: (row) => row.areaName },
  { header: 'Cụm loa', value: (row) => row.clusterName },
  { header: 'Kết quả', value: (row) => outcomeWords[row.outcome] },
  { header: 'Bắt đầu', value: (row) => local(row.startedAt) },
  { header: 'Kết thúc', value: (row) => local(row.finishedAt) },
  { header: 'item_id', value: (row) => row.itemId },
  { header: 'device_id', value: (row) => row.deviceId },
  { header: 'cluster_id', value: (row) => row.clusterId },
  { header: 'area_code', value: (row) => row.areaCode },
  { header: 'class', value: (row) => row.class },
  { header: 'planned_start', value: (row) => row.plannedStart },
  { header: 'started_at', value: (row) => row.startedAt },
  { header: 'finished_at', value: (row) => row.finishedAt },
  { header: 'outcome', value: (row) => row.outcome },
  { header: 'reason', value: (row) => row.reason },
  { header: 'grade', value: (row) => row.grade },
  { header: 'clock_error_ms', value: (row) => row.clockErrorMs },
  { header: 'deviation', value: (row) => row.deviation },
];

/** The first line of the as-run log as CSV: columns for people first, then columns for programs. */
export const playbackCsvHead = (): string =>
  csvText([columns.map(({ header }) => header)], { isBeginning: true });

/** A line for each row. */
export const playbackCsvLines = (rows: readonly Playback[]): string =>
  csvText(
    rows.map((row) => columns.map(({ value }) => value(row))),
    { isBeginning: false },
  );
