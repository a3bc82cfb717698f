import type { en } from './en'
import auth from './es/auth.json'
import common from './es/common.json'
import credits from './es/credits.json'
import errors from './es/errors.json'
import evidence from './es/evidence.json'
import memory from './es/memory.json'
import plan from './es/plan.json'
import preview from './es/preview.json'
import projects from './es/projects.json'
import prompt from './es/prompt.json'
import run from './es/run.json'
import settings from './es/settings.json'
import share from './es/share.json'
import shell from './es/shell.json'
import site from './es/site.json'
import studio from './es/studio.json'
import system from './es/system.json'

/** Every text of the pages and of refusals in Spanish; a key that is missing is a type error. */
export const es: typeof en = {
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
