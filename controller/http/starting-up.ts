import { problemAnswer } from './problem.ts';

const notReady = {
  code: 'Server_Starting',
  vi: 'Máy chủ đang khởi động. Hãy thử lại sau giây lát.',
  en: 'The server is starting. Try again in a moment.',
};

const unreadable = {
  code: 'Request_Unreadable',
  vi: 'Không đọc được địa chỉ của yêu cầu.',
  en: 'The address of the request cannot be read.',
};

/** What is answered between the first moment at which the port is open and the last step of starting. */
export const answerWhileStarting = (request: Request): Response => {
  const { pathname } = new URL(request.url);
  if (pathname === '/healthz') return Response.json({ status: 'ok' });
  if (pathname === '/readyz')
    return Response.json({ status: 'not-ready', waitingFor: ['start'] }, { status: 503 });
  const answer = problemAnswer(503, notReady);
  answer.headers.set('retry-after', '1');
  return answer;
};

/** The answer to what is HTTP but names no address of ours. */
export const refuseUnreadable = (): Response => problemAnswer(400, unreadable);
