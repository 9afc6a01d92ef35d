import type { Fault } from '../ports/runtime.ts';

const sentences = {
  Audio_Empty: {
    vi: 'Tệp không có dữ liệu âm thanh nào. Hãy kiểm tra lại tệp rồi tải lên lại.',
    en: 'The file holds no sound data. Check the file and upload it again.',
  },
  Audio_Unreadable: {
    vi: 'Không đọc được âm thanh trong tệp này. Hãy chọn tệp âm thanh như MP3, M4A, WAV hoặc OGG.',
    en: 'No sound could be read from this file. Choose an audio file such as MP3, M4A, WAV or OGG.',
  },
  Audio_NoAudioStream: {
    vi: 'Tệp này chỉ có hình, không có tiếng. Hãy chọn tệp có âm thanh.',
    en: 'This file has pictures but no sound. Choose a file with sound.',
  },
  Audio_TooLong: {
    vi: 'Âm thanh dài quá mức cho phép. Hãy cắt ngắn hoặc chia thành nhiều bản tin.',
    en: 'The sound is longer than allowed. Shorten it or split it into several bulletins.',
  },
  Audio_Silent: {
    vi: 'Tệp gần như không có tiếng. Hãy kiểm tra micrô, thu âm lại rồi tải lên.',
    en: 'The file is almost silent. Check the microphone, record again and upload.',
  },
  Audio_Truncated: {
    vi: 'Tệp bị cụt: phần cuối đã mất. Hãy chép hoặc tải lại tệp gốc rồi tải lên lại.',
    en: 'The file is cut short: its end is missing. Copy or download the original again, then upload it.',
  },
  Audio_TimedOut: {
    vi: 'Xử lý âm thanh quá lâu nên đã dừng. Hãy chuyển tệp sang MP3 hoặc WAV rồi tải lên lại.',
    en: 'Processing took too long and was stopped. Convert the file to MP3 or WAV and upload it again.',
  },
  Audio_DiskFull: {
    vi: 'Máy chủ hết dung lượng đĩa. Hãy báo cán bộ kỹ thuật giải phóng dung lượng rồi thử lại.',
    en: 'The server disk is full. Ask the technician to free some space, then try again.',
  },
  Audio_Cancelled: {
    vi: 'Đã hủy xử lý âm thanh.',
    en: 'Processing was cancelled.',
  },
  Audio_LevelNotReached: {
    vi: 'Không đưa được âm lượng của tệp này về mức an toàn. Hãy thu âm lại, tránh tiếng nổ và vỡ tiếng.',
    en: 'The level of this file could not be made safe. Record again without bangs and distortion.',
  },
  Audio_Failed: {
    vi: 'Máy chủ gặp lỗi khi xử lý âm thanh. Hãy thử lại; nếu vẫn lỗi, báo cán bộ kỹ thuật.',
    en: 'The server failed while processing the sound. Try again; if it fails again, tell the technician.',
  },
} as const;

export type AudioFaultCode = keyof typeof sentences;
export type AudioFault = Fault & Readonly<{ code: AudioFaultCode }>;

export const audioFault = (code: AudioFaultCode): AudioFault => ({ code, ...sentences[code] });
