export const signInWords = {
  title: { vi: 'Đăng nhập', en: 'Sign in' },
  promise: {
    vi: 'Đúng giờ, đúng nơi, và biết chắc đã phát.',
    en: 'On time, in the right place, and known to have played.',
  },
  explained: {
    vi: 'Điều hành cụm loa truyền thanh ứng dụng công nghệ thông tin của xã, huyện và tỉnh trên một trang.',
    en: 'Runs the IT-enabled loudspeaker clusters of communes, districts and the province from one page.',
  },
  username: { vi: 'Tên đăng nhập', en: 'User name' },
  password: { vi: 'Mật khẩu', en: 'Password' },
  submit: { vi: 'Đăng nhập', en: 'Sign in' },
  hint: {
    vi: 'Quên mật khẩu hoặc chưa có tài khoản? Nhờ người quản trị của xã, huyện hay tỉnh cấp liên kết đặt mật khẩu. Mật khẩu quản trị đầu tiên được in ra một lần khi máy chủ khởi động.',
    en: 'No account, or no password any more? An administrator of your commune, district or province makes a link to choose one. The very first administrator’s password is printed once when the server starts.',
  },
  codeTitle: { vi: 'Xác thực bước hai', en: 'Second step' },
  codeLead: {
    vi: 'Mở ứng dụng xác thực trên điện thoại và nhập mã 6 số đang hiện.',
    en: 'Open the authenticator app on your telephone and enter the 6 digits that it shows.',
  },
  code: { vi: 'Mã 6 số', en: '6-digit code' },
  recoveryLead: {
    vi: 'Nhập một trong các mã dự phòng bạn đã cất khi bật xác thực hai bước. Mỗi mã dùng một lần.',
    en: 'Enter one of the recovery codes that you put away. Each works once.',
  },
  recoveryCode: { vi: 'Mã dự phòng', en: 'Recovery code' },
  useRecovery: { vi: 'Không có điện thoại? Dùng mã dự phòng', en: 'No telephone? Use a recovery code' },
  useCode: { vi: 'Dùng mã trên điện thoại', en: 'Use the code of the telephone' },
  back: { vi: 'Quay lại', en: 'Back' },
  chooseTitle: { vi: 'Đặt mật khẩu', en: 'Choose a password' },
  chooseFor: {
    vi: (name: string, username: string) => `Cho tài khoản ${name}, tên đăng nhập ${username}.`,
    en: (name: string, username: string) => `For the account of ${name}, user name ${username}.`,
  },
  newPassword: { vi: 'Mật khẩu mới', en: 'New password' },
  newPasswordHint: {
    vi: 'Ít nhất 12 ký tự. Một câu ngắn dễ nhớ là tốt nhất; không cần ký hiệu đặc biệt.',
    en: 'At least 12 characters. A short sentence is best; no special signs are needed.',
  },
  choose: { vi: 'Đặt mật khẩu', en: 'Set the password' },
  linkUntil: {
    vi: (until: string) => `Liên kết này dùng một lần, đến ${until}.`,
    en: (until: string) => `This link works once, until ${until}.`,
  },
  chosen: {
    vi: 'Đã đặt mật khẩu. Mọi thiết bị khác của tài khoản này đã được đăng xuất.',
    en: 'The password is set. Every other device of this account was signed out.',
  },
};
