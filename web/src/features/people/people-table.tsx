import type { Person } from '../../../../controller/http/api-type.ts';
import { frameWords } from '../../frame/frame-words.ts';
import { useT } from '../../i18n/language.tsx';
import table from '../../ui/card-table.module.css';
import { Tag } from '../../ui/tag.tsx';
import { areaTitle } from '../../words/area-name.ts';
import styles from './people.module.css';
import { peopleWords } from './people-words.ts';

const tones = { active: 'good', invited: 'warn', disabled: 'bad' } as const;

const PersonRow = ({ person, isSelf, onOpen }: { person: Person; isSelf: boolean; onOpen: () => void }) => {
  const t = useT();
  return (
    <tr>
      <th scope="row" data-wide>
        <button type="button" className={styles.open} onClick={onOpen}>
          {person.displayName}
        </button>
        <div className={styles.sub}>
          {person.username}
          {isSelf ? ` (${t(peopleWords.you)})` : ''}
        </div>
      </th>
      <td data-wide>
        <span className={table.label}>{t(peopleWords.roles)}</span>
        <div className={styles.grants}>
          {person.grants.map(({ role, area }) => (
            <div key={`${role} ${area.code}`}>
              {t(frameWords[role])} · {areaTitle(area)}
            </div>
          ))}
        </div>
      </td>
      <td data-wide>
        <div className={styles.marks}>
          <Tag tone={tones[person.state]}>{t(peopleWords[person.state])}</Tag>
          {person.hasSecondFactor ? <Tag>{t(peopleWords.twoSteps)}</Tag> : null}
        </div>
      </td>
    </tr>
  );
};

export const PeopleTable = ({
  people,
  ownId,
  onOpen,
}: {
  people: readonly Person[];
  ownId: string;
  onOpen: (id: string) => void;
}) => {
  const t = useT();
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">{t(peopleWords.person)}</th>
          <th scope="col">{t(peopleWords.roles)}</th>
          <th scope="col">{t(peopleWords.state)}</th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <PersonRow
            key={person.id}
            person={person}
            isSelf={person.id === ownId}
            onOpen={() => onOpen(person.id)}
          />
        ))}
      </tbody>
    </table>
  );
};
