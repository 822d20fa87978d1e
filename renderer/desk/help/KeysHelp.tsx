import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Press } from '../../style/Press.tsx';
import styles from './KeysHelp.module.css';
import { KeysList } from './KeysList.tsx';

type Props = { readonly isOpen: boolean; readonly onClose: () => void };

/** `?`: the keys, over everything but a ring. */
export function KeysHelp({ isOpen, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable
      className={styles.veil ?? ''}
    >
      <Modal className={styles.box ?? ''}>
        <Dialog className={styles.dialog ?? ''}>
          <Heading slot="title">{t('keys.title')}</Heading>
          <KeysList />
          <Press onPress={onClose}>{t('keys.close')}</Press>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
