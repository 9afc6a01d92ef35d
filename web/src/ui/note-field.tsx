import { Textarea, type TextareaProps } from '@mantine/core';

/** A few sentences; it grows with them. */
export const NoteField = ({
  onChange,
  ...props
}: Omit<TextareaProps, 'onChange'> & { readonly onChange: (text: string) => void }) => (
  <Textarea
    autosize
    minRows={2}
    maxLength={500}
    {...props}
    onChange={(event) => onChange(event.currentTarget.value)}
  />
);
