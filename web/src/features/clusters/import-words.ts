import type { Pair } from '../../i18n/language.tsx';

export const importWords = {
  title: { vi: 'Nhập cụm loa từ CSV', en: 'Import clusters from CSV' },
  lead: {
    vi: 'Điền tệp mẫu bằng Excel, tải lên, xem trước rồi nhập. Chưa lưu gì cho tới khi bạn bấm nhập.',
    en: 'Fill in the template with Excel, upload, look, import. Nothing is stored until you import.',
  },
  template: { vi: 'Tải tệp mẫu', en: 'Download the template' },
  choose: { vi: 'Chọn tệp CSV', en: 'Choose a CSV file' },
  chooseOther: { vi: 'Chọn tệp khác', en: 'Choose another file' },
  tooLarge: {
    vi: 'Tệp lớn quá 600 KB. Hãy chia nhỏ, mỗi lần nhiều nhất 2.000 dòng.',
    en: 'The file is larger than 600 KB. Split it; at most 2,000 rows at once.',
  },
  run: { vi: (n: string) => `Nhập ${n} dòng đúng`, en: (n: string) => `Import ${n} correct rows` },
  nothing: { vi: 'Không có gì để nhập', en: 'Nothing to import' },
  line: { vi: 'Dòng', en: 'Line' },
  commune: { vi: 'Xã', en: 'Commune' },
  cluster: { vi: 'Cụm loa', en: 'Cluster' },
  serial: { vi: 'Bộ thu', en: 'Receiver' },
  state: { vi: 'Sẽ làm', en: 'Will do' },
  states: {
    create: { vi: 'Thêm mới', en: 'Add' },
    attach: { vi: 'Lắp bộ thu', en: 'Fit receiver' },
    exists: { vi: 'Đã có', en: 'There already' },
    error: { vi: 'Có lỗi', en: 'Error' },
  },
  errorsFirst: {
    vi: 'Sửa các dòng lỗi trong Excel rồi tải lên lại; dòng đã nhập sẽ được bỏ qua.',
    en: 'Mend the wrong rows in Excel and upload again; rows that are in are passed over.',
  },
  done: {
    vi: (clusters: string, devices: string) => `Đã nhập ${clusters} cụm loa, ${devices} bộ thu chờ kích hoạt`,
    en: (clusters: string, devices: string) =>
      `${clusters} clusters imported, ${devices} receivers wait for their claim`,
  },
  once: {
    vi: 'Mã chỉ hiện lần này. Hãy in phiếu hoặc tải danh sách trước khi rời trang; mã dùng được 7 ngày.',
    en: 'The codes are shown this once. Print the sheet or download the list before leaving; they are good for 7 days.',
  },
  print: { vi: 'In phiếu kích hoạt', en: 'Print the sheet' },
  list: { vi: 'Tải danh sách mã', en: 'Download the codes' },
  expires: { vi: 'Hạn', en: 'Until' },
} as const;

/** Columns as the template heads them. */
export const columnWords: Readonly<Record<string, Pair<string>>> = {
  commune_code: { vi: 'Mã xã', en: 'Code of the commune' },
  commune: { vi: 'Xã, phường, thị trấn', en: 'Commune' },
  district: { vi: 'Huyện, thị xã, thành phố', en: 'District' },
  cluster: { vi: 'Tên cụm loa', en: 'Cluster' },
  latitude: { vi: 'Vĩ độ', en: 'Latitude' },
  longitude: { vi: 'Kinh độ', en: 'Longitude' },
  horns: { vi: 'Số loa', en: 'Horns' },
  watts: { vi: 'Công suất (W)', en: 'Power (W)' },
  serial: { vi: 'Số sê-ri bộ thu', en: 'Serial number' },
  model: { vi: 'Kiểu bộ thu', en: 'Model' },
  max_volume: { vi: 'Âm lượng tối đa', en: 'Highest volume' },
};
