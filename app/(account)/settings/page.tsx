import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { SettingsLook } from '@/components/accounts/settings-look'
import { SettingsModel } from '@/components/accounts/settings-model'
import { SettingsPreferences } from '@/components/accounts/settings-preferences'
import { SettingsSection } from '@/components/accounts/settings-section'
import { SettingsSessions } from '@/components/accounts/settings-sessions'
import { CreditPanel } from '@/components/credits/credit-panel'
import { MonthBudget } from '@/components/credits/month-budget'
import { MemoryPanel } from '@/components/memory/memory-panel'
import { getSettings } from '@/lib/domains/accounts/get-settings'
import { listSessions } from '@/lib/domains/accounts/list-sessions'
import { getCredits } from '@/lib/domains/credits/get-credits'
import { getUsage } from '@/lib/domains/credits/get-usage'
import { listMemories } from '@/lib/domains/memory/list-memories'
import { requirePage } from '@/lib/web'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('settings')
  return { title: t('title') }
}

export default async function SettingsPage() {
  const { ctx, who } = await requirePage('/settings')
  const t = await getTranslations('settings')
  const [settings, memories, credits, usage, sessions] = await Promise.all([
    getSettings(ctx, who),
    listMemories(ctx, who, { limit: 50 }),
    getCredits(ctx, who, { limit: 10 }),
    getUsage(ctx, who),
    listSessions(ctx, who),
  ])
  return (
    <main id="main" className="mx-auto flex w-full max-w-230 flex-1 flex-col px-4 py-8 sm:py-12">
      <h1 className="pb-6 text-2xl font-semibold tracking-tight">{t('title')}</h1>
      <SettingsSection id="look" title={t('sections.look.title')} text={t('sections.look.text')}>
        <SettingsLook initial={settings.locale} />
      </SettingsSection>
      <SettingsSection id="model" title={t('sections.model.title')} text={t('sections.model.text')}>
        <SettingsModel initial={settings.model} />
      </SettingsSection>
      <SettingsSection id="runs" title={t('sections.runs.title')} text={t('sections.runs.text')}>
        <SettingsPreferences initial={settings.preferences} />
      </SettingsSection>
      <SettingsSection id="memory" title={t('sections.memory.title')} text={t('sections.memory.text')}>
        <MemoryPanel initial={memories.items} nextCursor={memories.nextCursor} />
      </SettingsSection>
      <SettingsSection id="budget" title={t('sections.budget.title')} text={t('sections.budget.text')}>
        <MonthBudget initial={usage} />
      </SettingsSection>
      <SettingsSection id="credit" title={t('sections.credit.title')} text={t('sections.credit.text')}>
        <CreditPanel balanceMicros={credits.balanceMicros} initial={credits.items} nextCursor={credits.nextCursor} />
      </SettingsSection>
      <SettingsSection id="sessions" title={t('sections.sessions.title')} text={t('sections.sessions.text')}>
        <SettingsSessions initial={sessions.items} />
      </SettingsSection>
    </main>
  )
}
