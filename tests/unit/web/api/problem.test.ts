import { describe, expect, it } from 'vitest';
import { asProblem, fieldMessage, problemOf } from '../../../../web/src/api/problem.ts';

const refused = {
  type: 'urn:truyenthanh:problem:Request_Invalid',
  title: 'Request_Invalid',
  status: 400,
  detail: 'Dữ liệu gửi lên không hợp lệ.',
  detailEn: 'The request does not fit.',
  code: 'Request_Invalid',
  errors: [
    { path: 'targets.0.areaCode', message: 'Không có địa bàn này.' },
    { path: 'targets.1.areaCode', message: 'Không có địa bàn này.' },
    { path: 'rrule', message: 'Không đọc được.' },
  ],
};

describe('problems', () => {
  it('takes over what the controller says', () => {
    expect(problemOf(400, refused).problem).toBe(refused);
  });

  it('says something useful when a proxy answers with its own page', () => {
    const { problem } = problemOf(502, '<html>Bad gateway</html>');
    expect(problem.status).toBe(502);
    expect(problem.detail).toContain('502');
  });

  it('takes an unknown failure for a server that cannot be reached', () => {
    expect(asProblem(new TypeError('Failed to fetch')).code).toBe('Page_Unreachable');
  });

  it('gathers what is said about a field and its parts, each sentence once', () => {
    expect(fieldMessage(refused, 'targets')).toBe('Không có địa bàn này.');
    expect(fieldMessage(refused, 'rrule')).toBe('Không đọc được.');
    expect(fieldMessage(refused, 'title')).toBeNull();
    expect(fieldMessage(null, 'title')).toBeNull();
  });
});
