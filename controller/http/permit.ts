import type { Directory } from '../app/directory/directory.ts';
import { alarmsWidely } from '../app/people/authority.ts';
import { type Action, areasFor, type Grant, may } from '../domain/permissions.ts';
import { areaRefOf } from './area-ref.ts';
import { ProblemError } from './problem.ts';

/**
 * Goes on if the signed-in user may do it in all of these areas; refuses with a sentence otherwise. What is of no
 * area concerns everybody, and takes somebody who may do it everywhere.
 */
export type Permit = (action: Action, areaKeys: readonly string[] | 'everywhere') => void;

const noRole = {
  code: 'Role_NotAllowed',
  vi: 'Tài khoản của bạn không có vai trò cho việc này.',
  en: 'Your account has no role for this.',
};
export const oneCommuneOnly = {
  code: 'Token_OneCommuneOnly',
  vi: 'Mã truy cập này chỉ được phát khẩn cấp trong một xã mỗi lần.',
  en: 'This token may start an emergency in one commune at a time only.',
};
const otherArea = (name: string) => ({
  code: 'Area_NotAllowed',
  vi: `Tài khoản của bạn không được làm việc này ở ${name}.`,
  en: `Your account may not do this in ${name}.`,
});

export const createPermit =
  (
    directory: Directory,
    grants: readonly Grant[],
    { mayAlarmWidely }: { mayAlarmWidely: boolean } = { mayAlarmWidely: true },
  ): Permit =>
  (action, where) => {
    if (areasFor(grants, action).length === 0) throw new ProblemError(403, noRole);
    const areaKeys =
      where === 'everywhere' ? directory.areas.atLevel('province').map(({ key }) => key) : where;
    const refused = areaKeys.find((areaKey) => {
      const ancestors = directory.areas.ancestors(areaKey).map(({ key }) => key);
      return !may(grants, action, areaKey, ancestors);
    });
    if (refused !== undefined) throw new ProblemError(403, otherArea(areaRefOf(directory, refused).name));
    if (action === 'announcements.emergency' && !mayAlarmWidely && alarmsWidely(directory, areaKeys))
      throw new ProblemError(403, oneCommuneOnly);
  };
