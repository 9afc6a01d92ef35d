import type { Fault } from '../ports/runtime.ts';

export const unknownPerson: Fault = {
  code: 'People_Unknown',
  vi: 'Không có tài khoản này.',
  en: 'There is no such account.',
};
export const nameTaken: Fault = {
  code: 'People_NameTaken',
  vi: 'Tên đăng nhập này đã có người dùng. Hãy chọn tên khác.',
  en: 'This user name is taken. Choose another one.',
};
export const ownAccount: Fault = {
  code: 'People_OwnAccount',
  vi: 'Không thể tự đổi vai trò, tự khóa hay tự cấp lại mật khẩu cho mình. Hãy nhờ người quản trị khác.',
  en: 'Nobody changes his own roles, disables or resets himself. Ask another administrator.',
};
export const lastAdministrator: Fault = {
  code: 'People_LastAdministrator',
  vi: 'Đây là người quản trị cuối cùng của tỉnh. Hãy giao quyền quản trị cho một người khác trước.',
  en: 'This is the last administrator of the province. Make somebody else one first.',
};
/** Also for an account that has a role somewhere else as well: whoever resets it would hold that role, too. */
export const outsideOwnAreas: Fault = {
  code: 'Area_NotAllowed',
  vi: 'Tài khoản này có vai trò ở nơi bạn không quản trị, hoặc vai trò muốn giao nằm ngoài địa bàn của bạn.',
  en: 'This account has a role where you are no administrator, or the role to give lies outside your areas.',
};
export const unknownArea: Fault = {
  code: 'Area_Unknown',
  vi: 'Không có địa bàn này.',
  en: 'There is no such area.',
};
export const disabledPerson: Fault = {
  code: 'People_Disabled',
  vi: 'Tài khoản đang bị khóa. Hãy mở khóa trước.',
  en: 'The account is disabled. Enable it first.',
};
