import { Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ScheduleEntry } from '../../../../controller/http/api-type.ts';
import { useT } from '../../i18n/language.tsx';
import { OrderForm } from './order-form.tsx';
import { sessionWords } from './session-words.ts';

interface OrderDrawerProps {
  /** Null while closed. */
  readonly entry: ScheduleEntry | null;
  readonly area: string;
  onClose(): void;
}

export const OrderDrawer = ({ entry, area, onClose }: OrderDrawerProps) => {
  const t = useT();
  const phone = useMediaQuery('(max-width: 40em)');
  return (
    <Drawer
      opened={entry !== null}
      onClose={onClose}
      title={t(sessionWords.orderTitle)}
      size={phone ? '100%' : 'lg'}
      keepMounted={false}
    >
      {entry ? <OrderForm entry={entry} area={area} onSaved={onClose} /> : null}
    </Drawer>
  );
};
