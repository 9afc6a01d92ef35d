import type { Fault } from '../app/ports/runtime.ts';

const refusals = {
  Upload_NotMultipart: {
    status: 415,
    vi: 'Yêu cầu không phải là biểu mẫu tải tệp (multipart/form-data).',
    en: 'The request is not a file upload form (multipart/form-data).',
  },
  Upload_Malformed: {
    status: 400,
    vi: 'Dữ liệu tải lên bị hỏng. Hãy tải lại trang rồi thử lại.',
    en: 'The upload is malformed. Reload the page and try again.',
  },
  Upload_NoFile: {
    status: 400,
    vi: 'Chưa có tệp nào. Hãy chọn một tệp âm thanh.',
    en: 'There is no file. Choose an audio file.',
  },
  Upload_SeveralFiles: {
    status: 400,
    vi: 'Mỗi lần chỉ tải lên một tệp.',
    en: 'Upload one file at a time.',
  },
  Upload_TooLarge: {
    status: 413,
    vi: 'Tệp quá lớn. Hãy chuyển sang MP3 hoặc cắt ngắn rồi tải lên lại.',
    en: 'The file is too large. Convert it to MP3 or shorten it, then upload it again.',
  },
  Upload_FieldsTooLarge: {
    status: 400,
    vi: 'Nội dung các ô nhập quá dài.',
    en: 'The text fields are too long or too many.',
  },
  Upload_Aborted: {
    status: 400,
    vi: 'Kết nối bị ngắt khi đang tải lên. Hãy thử lại.',
    en: 'The connection broke during the upload. Try again.',
  },
  Upload_DiskFull: {
    status: 507,
    vi: 'Máy chủ hết dung lượng đĩa. Hãy báo cán bộ kỹ thuật giải phóng dung lượng rồi thử lại.',
    en: 'The server disk is full. Ask the technician to free some space, then try again.',
  },
} as const;

export type UploadFaultCode = keyof typeof refusals;
export type UploadFailure = Readonly<{
  ok: false;
  status: 400 | 413 | 415 | 507;
  fault: Fault & { code: UploadFaultCode };
}>;
export const refusal = (code: UploadFaultCode): UploadFailure => {
  const { status, vi, en } = refusals[code];
  return { ok: false, status, fault: { code, vi, en } };
};
