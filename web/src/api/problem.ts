import type { Problem } from '../../../controller/http/api-type.ts';

/** An answer that refuses, with its RFC 9457 problem. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.code);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

const localProblem = (status: number, code: string, vi: string, en: string): Problem => ({
  type: `urn:truyenthanh:problem:${code}`,
  title: code,
  status,
  detail: vi,
  detailEn: en,
  code,
});

/** No answer came: the controller is down or the line is cut. */
export const unreachable = (): ProblemError =>
  new ProblemError(
    localProblem(
      0,
      'Page_Unreachable',
      'Không nối được với máy chủ. Loa vẫn phát theo chương trình đã tải sẵn.',
      'The server cannot be reached. Loudspeakers play on from the program they hold.',
    ),
  );

const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' &&
  value !== null &&
  'code' in value &&
  typeof value.code === 'string' &&
  'detail' in value &&
  typeof value.detail === 'string' &&
  'detailEn' in value &&
  typeof value.detailEn === 'string';

/** The problem of a refused answer's body; a stand-in when something between us and the controller answered. */
export const problemOf = (status: number, body: unknown): ProblemError =>
  new ProblemError(
    isProblem(body)
      ? body
      : localProblem(
          status,
          `Page_Status${status}`,
          `Máy chủ trả lời không như mong đợi (mã ${status}). Hãy thử lại.`,
          `The server gave an unexpected answer (status ${status}). Try again.`,
        ),
  );

export const asProblem = (error: unknown): Problem =>
  error instanceof ProblemError ? error.problem : unreachable().problem;

/** The sentences about one field: `targets` also collects `targets.0.areaCode`. */
export const fieldMessage = (problem: Problem | null, field: string): string | null => {
  const messages = (problem?.errors ?? [])
    .filter((error) => error.path === field || error.path.startsWith(`${field}.`))
    .map((error) => error.message);
  return messages.length > 0 ? [...new Set(messages)].join(' ') : null;
};
