/** Bulletins of the demo: real kinds of content under invented sound. Lengths in seconds. */
export type DemoBulletin = {
  title: string;
  seconds: number;
  seed: number;
  role: 'signature' | 'history' | 'news' | 'emergency';
};

export const demoBulletins: readonly DemoBulletin[] = [
  { title: 'Nhạc hiệu đài truyền thanh', seconds: 8, seed: 3, role: 'signature' },
  { title: 'Tiếp âm Đài Tiếng nói Việt Nam (bản ghi trình diễn)', seconds: 24, seed: 5, role: 'history' },
  { title: 'Bản tin Phú Thọ (bản ghi trình diễn)', seconds: 20, seed: 8, role: 'history' },
  { title: 'Lịch tiêm phòng dại chó, mèo', seconds: 18, seed: 13, role: 'history' },
  { title: 'Lịch cắt điện ngày mai', seconds: 16, seed: 21, role: 'news' },
  { title: 'Hướng dẫn nộp hồ sơ trực tuyến', seconds: 20, seed: 34, role: 'news' },
  { title: 'Phòng trừ rầy nâu', seconds: 18, seed: 55, role: 'news' },
  { title: 'Cảnh báo lũ sông Thao – diễn tập', seconds: 15, seed: 89, role: 'news' },
  { title: 'Cảnh báo lũ sông Thao', seconds: 12, seed: 144, role: 'emergency' },
  { title: 'Cảnh báo sạt lở đất', seconds: 11, seed: 233, role: 'emergency' },
  { title: 'Thông báo sơ tán khẩn', seconds: 13, seed: 377, role: 'emergency' },
];
