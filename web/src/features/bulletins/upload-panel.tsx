import { Button } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useCallback, useRef, useState } from 'react';
import type { Me } from '../../../../controller/http/api-type.ts';
import { useT } from '../../i18n/language.tsx';
import { bulletinWords } from './bulletin-words.ts';
import { UploadDraft } from './upload-draft.tsx';
import styles from './upload-panel.module.css';
import { useFileDrop } from './use-file-drop.ts';

interface Draft {
  readonly key: number;
  readonly file: File;
}

/** Files come in by dropping or choosing; each becomes a draft to name and send. */
export const UploadPanel = ({ me }: { me: Me }) => {
  const t = useT();
  const [drafts, setDrafts] = useState<readonly Draft[]>([]);
  const zone = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);

  const take = useCallback((files: readonly File[]): void => {
    setDrafts((held) => {
      const first = (held.at(-1)?.key ?? 0) + 1;
      return [...held, ...files.map((file, index) => ({ key: first + index, file }))];
    });
  }, []);
  const over = useFileDrop(zone, take);

  return (
    <div className={styles.root}>
      <div ref={zone} className={styles.drop} data-over={over || undefined}>
        <IconUpload size={26} stroke={1.6} aria-hidden className={styles.icon} />
        <div className={styles.words}>
          <strong className={styles.invite}>{t(bulletinWords.drop)}</strong>
          <span className={styles.hint}>{t(bulletinWords.dropHint)}</span>
        </div>
        <Button size="md" onClick={() => input.current?.click()}>
          {t(bulletinWords.choose)}
        </Button>
        <input
          ref={input}
          type="file"
          hidden
          multiple
          accept="audio/*,video/*,.amr,.m4a,.opus,.wma"
          aria-label={t(bulletinWords.choose)}
          onChange={(event) => {
            take([...(event.currentTarget.files ?? [])]);
            // The same file may be chosen again after it was discarded.
            event.currentTarget.value = '';
          }}
        />
      </div>
      {drafts.map((draft) => (
        <UploadDraft
          key={draft.key}
          me={me}
          file={draft.file}
          onGone={() => setDrafts((held) => held.filter((one) => one.key !== draft.key))}
        />
      ))}
    </div>
  );
};
