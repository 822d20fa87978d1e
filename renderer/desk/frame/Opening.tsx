import { useTranslation } from 'react-i18next';
import { Alarms } from '../banner/Alarms.tsx';
import { Banner } from '../banner/Banner.tsx';
import type { DeskActs, DeskModel } from '../model.ts';

/** Before the first picture: a moment, or the reason why there is none. */
export function Opening({ model, acts }: { readonly model: DeskModel; readonly acts: DeskActs }) {
  const { t } = useTranslation();
  return (
    <>
      <Banner model={model} acts={acts} />
      <Alarms model={model} />
      <main>
        <p role="status" style={{ padding: '24px', fontSize: '20px' }}>
          {t('app.connecting')}
        </p>
      </main>
    </>
  );
}
