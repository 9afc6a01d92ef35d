import type { Operation } from '../open-api.ts';
import { type MatrixCase, matrixRequests } from './requests.ts';
import type { Things } from './things.ts';

const parametersOf = ({ details }: Operation, place: 'path' | 'query'): string[] =>
  (details.parameters ?? []).flatMap(({ in: where, name }) => (where === place ? [name] : []));

/** Reads a list by its area, or one area by its code: made from the document alone. */
const plainReading = (operation: Operation): ((things: Things) => MatrixCase) | null => {
  if (operation.method !== 'GET') return null;
  const [name, ...others] = parametersOf(operation, 'path');
  if (name === undefined) {
    const hasArea = parametersOf(operation, 'query').includes('area');
    return ({ area }) => ({ request: { path: `${operation.path}${hasArea ? `?area=${area}` : ''}` } });
  }
  if (others.length > 0 || (name !== 'areaCode' && name !== 'code')) return null;
  return ({ area }) => ({ request: { path: operation.path.replace(`{${name}}`, area) } });
};

/** The ways to ask an operation about a place; null when nobody has said how. */
export const casesOf = async (
  operation: Operation,
  things: Things,
): Promise<readonly MatrixCase[] | null> => {
  const asking = matrixRequests[operation.name];
  if (asking) return asking(things);
  const plain = plainReading(operation);
  return plain && [plain(things)];
};

/** Names no area when it is not asked to: then it is about all that may be read, and nothing else. */
export const namesArea = (operation: Operation): boolean =>
  parametersOf(operation, 'path').length > 0 ||
  parametersOf(operation, 'query').includes('area') ||
  matrixRequests[operation.name] !== undefined;

export const readsWithoutArea = (operation: Operation): boolean =>
  operation.method === 'GET' &&
  parametersOf(operation, 'path').length === 0 &&
  matrixRequests[operation.name] === undefined;
