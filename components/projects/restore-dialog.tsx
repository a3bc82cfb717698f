'use client'

import { useTranslations } from 'next-intl'
import {
  AlertDialog,
  AlertDialogAction,
  AlertDialogCancel,
  AlertDialogContent,
  AlertDialogDescription,
  AlertDialogFooter,
  AlertDialogTitle,
} from '../ui/overlays/alert-dialog'

type RestoreDialogProps = { version: number; onClose: () => void; onRestore: (version: number) => Promise<void> }

/** Asks before a version is made of an older one. */
export function RestoreDialog({ version, onClose, onRestore }: RestoreDialogProps) {
  const [t, common] = [useTranslations('studio.versions'), useTranslations('common')]
  return (
    <AlertDialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <AlertDialogContent>
        <AlertDialogTitle>{t('restoreAsk', { version })}</AlertDialogTitle>
        <AlertDialogDescription>{t('restoreText')}</AlertDialogDescription>
        <AlertDialogFooter>
          <AlertDialogCancel>{common('cancel')}</AlertDialogCancel>
          <AlertDialogAction onClick={() => void onRestore(version)}>{t('restore')}</AlertDialogAction>
        </AlertDialogFooter>
      </AlertDialogContent>
    </AlertDialog>
  )
}
