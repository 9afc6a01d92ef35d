import type { Bulletin } from '../../../controller/http/api-type.ts';
import { apiUrl } from './client.ts';
import { problemOf, unreachable } from './problem.ts';

export interface BulletinUpload {
  readonly file: File;
  readonly title: string;
  readonly class: Bulletin['class'];
  readonly areaCode: string;
  readonly language: string;
  /** For approval, as soon as its audio is ready. */
  readonly submit: boolean;
}

export interface RunningUpload {
  readonly done: Promise<Bulletin>;
  abort(): void;
}

/** XMLHttpRequest, because `fetch` does not tell how much of a body has gone out. */
export const uploadBulletin = (
  upload: BulletinUpload,
  onProgress: (fraction: number) => void,
): RunningUpload => {
  const form = new FormData();
  // Fields before the file: the controller knows what it receives before the first audio byte.
  form.set('title', upload.title);
  form.set('class', upload.class);
  form.set('areaCode', upload.areaCode);
  form.set('language', upload.language);
  form.set('submit', String(upload.submit));
  form.set('file', upload.file);

  const request = new XMLHttpRequest();
  request.responseType = 'json';
  const done = new Promise<Bulletin>((resolve, reject) => {
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(request.response);
      else reject(problemOf(request.status, request.response));
    };
    request.onerror = () => reject(unreachable());
    request.onabort = () => reject(unreachable());
  });
  request.open('POST', apiUrl('/bulletins'));
  request.send(form);
  return { done, abort: () => request.abort() };
};
