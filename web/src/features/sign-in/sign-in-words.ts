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
    vi: 'Mật khẩu quản trị đầu tiên được in ra một lần khi máy chủ khởi động.',
    en: 'The first administrator’s password is printed once when the server starts.',
  },
};
