import { type RefObject, useEffect, useState } from 'react';

/** Files dropped onto an element; true while some are held over it. An extra way beside a button, never the only one. */
export const useFileDrop = (
  target: RefObject<HTMLElement | null>,
  onFiles: (files: File[]) => void,
): boolean => {
  const [over, setOver] = useState(false);

  useEffect(() => {
    const element = target.current;
    if (!element) return;
    const dragOver = (event: DragEvent): void => {
      event.preventDefault();
      setOver(true);
    };
    const dragLeave = (): void => setOver(false);
    const drop = (event: DragEvent): void => {
      event.preventDefault();
      setOver(false);
      onFiles([...(event.dataTransfer?.files ?? [])]);
    };
    element.addEventListener('dragover', dragOver);
    element.addEventListener('dragleave', dragLeave);
    element.addEventListener('drop', drop);
    return () => {
      element.removeEventListener('dragover', dragOver);
      element.removeEventListener('dragleave', dragLeave);
      element.removeEventListener('drop', drop);
    };
  }, [target, onFiles]);

  return over;
};
