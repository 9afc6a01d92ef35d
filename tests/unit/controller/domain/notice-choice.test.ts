import { describe, expect, it } from 'vitest';
import { isUrgent, noticeTypes } from '../../../../controller/domain/notice.ts';
import { isFixed, noticeChannels, wants } from '../../../../controller/domain/notice-choice.ts';
import type { Grant } from '../../../../controller/domain/permissions.ts';

const technician: Grant[] = [{ role: 'technician', areaKey: 'a' }];
const editor: Grant[] = [{ role: 'editor', areaKey: 'a' }];

describe('how somebody is told', () => {
  it('follows the choice, and the default without one', () => {
    expect(wants({}, 'returned', 'email', editor)).toBe(true);
    expect(wants({ 'returned.email': false }, 'returned', 'email', editor)).toBe(false);
    expect(wants({ 'returned.email': false }, 'returned', 'page', editor)).toBe(true);
    expect(wants({ 'incident-closed.push': true }, 'incident-closed', 'push', editor)).toBe(true);
  });

  it('leaves incidents to technicians unless others subscribe', () => {
    expect(wants({}, 'incident-opened', 'page', technician)).toBe(true);
    expect(wants({}, 'incident-opened', 'page', editor)).toBe(false);
    expect(wants({ 'incident-opened.page': true }, 'incident-opened', 'page', editor)).toBe(true);
  });

  it('never leaves what is urgent out of the list of the page', () => {
    for (const type of noticeTypes.filter(isUrgent)) {
      expect(isFixed(type, 'page')).toBe(true);
      expect(wants({ [`${type}.page`]: false }, type, 'page', editor)).toBe(true);
    }
    const free = noticeTypes.filter((type) => type !== 'test' && !isUrgent(type));
    expect(free.some((type) => noticeChannels.some((channel) => isFixed(type, channel)))).toBe(false);
  });
});
