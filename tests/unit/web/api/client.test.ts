import { describe, expect, it } from 'vitest';
import { apiUrl } from '../../../../web/src/api/client.ts';

describe('addresses', () => {
  it('leaves out what is not asked for', () => {
    expect(
      apiUrl('/clusters', { area: '25', presence: null, search: '', cursor: undefined, limit: 50 }),
    ).toBe('/api/v1/clusters?area=25&limit=50');
    expect(apiUrl('/me')).toBe('/api/v1/me');
  });

  it('encodes what people type', () => {
    expect(apiUrl('/bulletins', { search: 'cắt điện & nước' })).toBe(
      '/api/v1/bulletins?search=c%E1%BA%AFt+%C4%91i%E1%BB%87n+%26+n%C6%B0%E1%BB%9Bc',
    );
  });
});
