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

export const metadata = { title: 'Settings' }

export default async function SettingsPage() {
  const { ctx, who } = await requirePage('/settings')
  const [settings, memories, credits, usage, sessions] = await Promise.all([
    getSettings(ctx, who),
    listMemories(ctx, who, { limit: 50 }),
    getCredits(ctx, who, { limit: 10 }),
    getUsage(ctx, who),
    listSessions(ctx, who),
  ])
  return (
    <main id="main" className="mx-auto flex w-full max-w-230 flex-1 flex-col px-4 py-8 sm:py-12">
      <h1 className="pb-6 text-2xl font-semibold tracking-tight">Settings</h1>
      <SettingsSection
        id="model"
        title="Model server"
        text="Runs can be written by a model of your own. Without one, the built-in makers write them, free."
      >
        <SettingsModel initial={settings.model} />
      </SettingsSection>
      <SettingsSection id="runs" title="Runs" text="How every new run begins.">
        <SettingsPreferences initial={settings.preferences} />
      </SettingsSection>
      <SettingsSection
        id="memory"
        title="Memory"
        text="What Devora knows about how you work, and where from. Only you see it, each run names what it used, and what you forget stays forgotten."
      >
        <MemoryPanel initial={memories.items} nextCursor={memories.nextCursor} />
      </SettingsSection>
      <SettingsSection
        id="budget"
        title="Monthly budget"
        text="A bound for all your runs together, on your own key and on this installation’s alike. One answer is the most it can be exceeded by."
      >
        <MonthBudget initial={usage} />
      </SettingsSection>
      <SettingsSection
        id="credit"
        title="Credit"
        text="For models that this installation pays for. A run sets its budget aside and gives back what it did not use."
      >
        <CreditPanel balanceMicros={credits.balanceMicros} initial={credits.items} nextCursor={credits.nextCursor} />
      </SettingsSection>
      <SettingsSection id="sessions" title="Where you are signed in" text="Signing a place out works at once.">
        <SettingsSessions initial={sessions.items} />
      </SettingsSection>
    </main>
  )
}
