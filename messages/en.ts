import auth from './en/auth.json'
import common from './en/common.json'
import credits from './en/credits.json'
import errors from './en/errors.json'
import evidence from './en/evidence.json'
import memory from './en/memory.json'
import plan from './en/plan.json'
import preview from './en/preview.json'
import projects from './en/projects.json'
import prompt from './en/prompt.json'
import run from './en/run.json'
import settings from './en/settings.json'
import share from './en/share.json'
import shell from './en/shell.json'
import site from './en/site.json'
import studio from './en/studio.json'
import system from './en/system.json'

/** Every text of the pages and of refusals in English, one file a room. */
export const en = {
  auth,
  common,
  credits,
  errors,
  evidence,
  memory,
  plan,
  preview,
  projects,
  prompt,
  run,
  settings,
  share,
  shell,
  site,
  studio,
  system,
}
