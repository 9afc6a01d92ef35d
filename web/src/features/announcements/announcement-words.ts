export const announcementWords = {
  title: { vi: 'Phát khẩn cấp', en: 'Emergency' },
  lead: {
    vi: 'Phát ngay, chen ngang mọi chương trình, kể cả trong khung giờ không phát.',
    en: 'Sounds at once, before every program, in quiet hours too.',
  },

  kinds: {
    emergency: { vi: 'Khẩn cấp', en: 'Emergency' },
    exercise: { vi: 'Diễn tập', en: 'Exercise' },
    test: { vi: 'Phát thử', en: 'Test tone' },
    live: { vi: 'Phát trực tiếp', en: 'Live' },
    stop: { vi: 'Dừng tất cả loa', en: 'Stop everything' },
  },
  kindLeads: {
    emergency: {
      vi: 'Phát thật. Người dân nghe ngay, kể cả ban đêm.',
      en: 'For real. Residents hear it at once, at night too.',
    },
    exercise: {
      vi: 'Đọc “Diễn tập” trước, rồi mới phát. Không phát trong khung giờ không phát.',
      en: 'Says “exercise” first, then plays. Keeps quiet hours.',
    },
    test: {
      vi: 'Tiếng tút nhỏ 10 giây, âm lượng 30%. Không phát trong khung giờ không phát.',
      en: 'A quiet tone of 10 seconds, volume 30%. Keeps quiet hours.',
    },
  },
  kind: { vi: 'Loại phát', en: 'Kind' },

  place: { vi: 'Phát ở', en: 'Where' },
  stopPlace: { vi: 'Dừng ở', en: 'Where' },
  placeExample: { vi: 'Gõ tên xã, huyện', en: 'Type the name of a commune' },
  placeMissing: { vi: 'Hãy chọn nơi phát.', en: 'Choose where.' },
  wholePlace: { vi: 'Toàn địa bàn', en: 'The whole area' },
  someClusters: { vi: 'Chọn cụm loa', en: 'Some clusters' },
  clustersHere: { vi: 'Các cụm loa', en: 'Clusters' },
  willSound: {
    vi: (n: string) => `${n} cụm loa sẽ phát`,
    en: (n: string) => (n === '1' ? '1 cluster will sound' : `${n} clusters will sound`),
  },
  willStop: {
    vi: (n: string) => `${n} cụm loa sẽ im lặng`,
    en: (n: string) => (n === '1' ? '1 cluster will fall silent' : `${n} clusters will fall silent`),
  },
  onlineNow: { vi: (n: string) => `${n} đang kết nối`, en: (n: string) => `${n} online now` },
  lateJoin: {
    vi: 'Cụm mất kết nối sẽ vào phát ngay khi nối lại.',
    en: 'Clusters that are offline join as soon as they are back.',
  },
  lateStop: {
    vi: 'Cụm mất kết nối nhận lệnh ngay khi nối lại.',
    en: 'Clusters that are offline obey as soon as they are back.',
  },
  noneChosen: { vi: 'Chưa chọn cụm loa nào.', en: 'No cluster chosen yet.' },
  nobody: { vi: 'Không có cụm loa nào ở đây.', en: 'There are no clusters here.' },

  clip: { vi: 'Âm thanh', en: 'Audio' },
  clipHint: {
    vi: 'Nghe trước khi phát. Loa đã tải sẵn các âm thanh này.',
    en: 'Listen first. Loudspeakers hold these already.',
  },
  clipMissing: { vi: 'Hãy chọn âm thanh.', en: 'Choose the audio.' },
  noClips: { vi: 'Chưa có âm thanh khẩn cấp', en: 'No emergency audio yet' },
  noClipsHint: {
    vi: 'Tải một bản tin loại “Khẩn cấp” lên; loa sẽ tải sẵn để phát được ngay.',
    en: 'Upload a bulletin of the class “Emergency”; loudspeakers then hold it in advance.',
  },
  toBulletins: { vi: 'Tới bản tin', en: 'To the bulletins' },

  length: { vi: 'Phát trong (phút)', en: 'For (minutes)' },
  otherLength: { vi: 'Khác', en: 'Other' },
  ownMinutes: { vi: 'Số phút', en: 'Minutes' },
  repeat: { vi: 'Lặp lại cho đến hết giờ', en: 'Repeat until the time is over' },
  repeatOnce: { vi: 'Phát một lần rồi thôi', en: 'Once only' },
  until: { vi: (time: string) => `đến ${time}`, en: (time: string) => `to ${time}` },

  stopInForce: { vi: 'Ở đây đang có lệnh dừng tất cả loa', en: 'Everything is stopped here' },
  stopInForceLead: {
    vi: 'Loa không phát gì cho đến khi gỡ lệnh dừng, kể cả khẩn cấp.',
    en: 'Nothing sounds until the stop is lifted, not even an emergency.',
  },
  liftToo: { vi: 'Gỡ lệnh dừng và phát', en: 'Lift the stop and start' },
  liftFirst: {
    vi: 'Đang có lệnh dừng: diễn tập và phát thử phải chờ gỡ lệnh dừng.',
    en: 'A stop is in force: exercise and test tone wait until it is lifted.',
  },

  start: {
    emergency: { vi: 'Giữ để phát khẩn cấp', en: 'Hold to start the emergency' },
    exercise: { vi: 'Giữ để phát diễn tập', en: 'Hold to start the exercise' },
    test: { vi: 'Giữ để phát thử', en: 'Hold to sound the test tone' },
  },
  liftAndStart: { vi: 'Giữ để gỡ lệnh dừng và phát', en: 'Hold to lift the stop and start' },
  holdStop: { vi: 'Giữ để dừng tất cả loa', en: 'Hold to stop everything' },
  holdLift: { vi: 'Giữ để gỡ lệnh dừng', en: 'Hold to lift the stop' },
  holdEnd: { vi: 'Giữ để kết thúc sớm', en: 'Hold to end it now' },

  stopTitle: { vi: 'Dừng tất cả loa', en: 'Stop everything' },
  stopLead: {
    vi: 'Im lặng ngay và giữ im lặng cho đến khi gỡ, kể cả loa đang mất mạng rồi nối lại.',
    en: 'Silent at once, and until it is lifted, also where loudspeakers come back later.',
  },
  stopOpen: { vi: 'Dừng tất cả loa', en: 'Stop everything' },
  reason: { vi: 'Lý do', en: 'Reason' },
  reasonHint: { vi: 'Không bắt buộc; mọi người đều thấy', en: 'Optional; everybody sees it' },
  stopReasons: {
    vi: ['Loa phát nhầm giờ', 'Âm thanh lạ', 'Có tang lễ, sự kiện', 'Sửa chữa'],
    en: ['Playing at a wrong time', 'Strange sound', 'Funeral or event', 'Repairs'],
  },

  inForce: { vi: 'Đang có hiệu lực', en: 'In force now' },
  moreInForce: {
    vi: (n: string) => `và ${n} lệnh khác đang có hiệu lực`,
    en: (n: string) => `and ${n} more in force`,
  },
  began: {
    vi: (kind: string, title: string) => `${kind}: ${title}`,
    en: (kind: string, title: string) => `${kind}: ${title}`,
  },
  left: { vi: (time: string) => `còn ${time}`, en: (time: string) => `${time} left` },
  silenced: { vi: 'Đang bị lệnh dừng chặn', en: 'Silenced by a stop' },
  since: { vi: (time: string) => `từ ${time}`, en: (time: string) => `since ${time}` },

  started: { vi: 'Đã phát', en: 'Started' },
  notStarted: { vi: 'Chưa phát', en: 'Not started' },
  stopped: { vi: 'Đã dừng', en: 'Stopped' },
  notStopped: { vi: 'Chưa nhận lệnh', en: 'Not reached' },
  offlineOf: { vi: (n: string) => `${n} mất kết nối`, en: (n: string) => `${n} offline` },
  everybody: { vi: 'Mọi cụm đã phát', en: 'Every cluster has started' },
  everybodyStopped: { vi: 'Mọi cụm đã dừng', en: 'Every cluster has stopped' },
  whoNot: { vi: 'Cụm chưa phát, vì sao', en: 'Who has not started, and why' },
  whoNotStopped: { vi: 'Cụm chưa nhận lệnh dừng, vì sao', en: 'Who has not been reached, and why' },
  pursued: {
    vi: 'Hệ thống gửi lại cho đến khi hết hiệu lực.',
    en: 'They are tried again until it is over.',
  },
  reasons: {
    offline: { vi: 'mất kết nối', en: 'offline' },
    'not-cached': { vi: 'chưa tải xong âm thanh', en: 'audio not cached' },
    'not-received': { vi: 'chưa nhận lệnh', en: 'has not received it' },
    refused: { vi: 'bộ thu từ chối', en: 'refused by the device' },
    'no-report': { vi: 'chưa báo', en: 'no report yet' },
    'fell-silent': { vi: 'đã phát rồi im tiếng', en: 'began, then fell silent' },
  },

  factKind: { vi: 'Loại', en: 'Kind' },
  factWhere: { vi: 'Nơi', en: 'Where' },
  factStart: { vi: 'Bắt đầu', en: 'Started' },
  factEnd: { vi: 'Kết thúc', en: 'Ends' },
  factUntilLifted: { vi: 'Đến khi gỡ', en: 'Until lifted' },
  factEndedBy: { vi: 'Kết thúc bởi', en: 'Ended by' },
  startedBy: {
    vi: (time: string, who: string) => `${time}, ${who}`,
    en: (time: string, who: string) => `${time}, ${who}`,
  },
  ended: { vi: 'Đã kết thúc', en: 'Over' },
  lifted: { vi: 'Đã gỡ', en: 'Lifted' },
  recent: { vi: 'Gần đây', en: 'Recently' },
  noRecent: { vi: 'Chưa có lần nào', en: 'None so far' },
  viewerOnly: { vi: 'Tài khoản này không phát khẩn cấp được', en: 'This account starts no emergency' },
  viewerHint: {
    vi: 'Khi có việc khẩn, hãy gọi người duyệt hoặc người quản trị của địa bàn.',
    en: 'In an emergency call an approver or an administrator of the area.',
  },
};
