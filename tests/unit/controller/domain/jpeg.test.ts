import { describe, expect, it } from 'vitest';
import { cleanJpeg } from '../../../../controller/domain/jpeg.ts';
import { tinyJpeg } from '../../../support/tiny-jpeg.ts';

describe('a photo', () => {
  it('that has nothing to hide stays as it is', () => {
    const plain = tinyJpeg();
    expect(cleanJpeg(plain)).toEqual({ bytes: new Uint8Array(plain), size: { width: 16, height: 8 } });
  });

  it('loses its EXIF, its comments and whatever follows its end', () => {
    const telltale = tinyJpeg({ exif: 'GPSLatitude 21.3228', tail: '<script>alert(1)</script>' });
    const cleaned = cleanJpeg(telltale);
    expect(Buffer.from(cleaned?.bytes ?? [])).toEqual(tinyJpeg());
  });

  it.each([
    ['text', Buffer.from('<svg onload="alert(1)">')],
    ['nothing', Buffer.alloc(0)],
    ['a PNG', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
    ['a picture cut off', tinyJpeg().subarray(0, -2)],
    ['a head alone', Buffer.from([0xff, 0xd8, 0xff, 0xd9])],
    ['a picture of 65,500 pixels a side', tinyJpeg({ width: 65_500, height: 65_500 })],
    ['a picture without height', tinyJpeg({ height: 0 })],
    ['a segment longer than the file', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff, 0x00])],
  ])('is refused where it is %s', (_, bytes) => {
    expect(cleanJpeg(bytes)).toBeNull();
  });
});
