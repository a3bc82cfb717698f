import type { PlanWords } from './plan-words'
import { buildAccess, buildOwn } from './scenarios/access'
import { type Built, notBuilt, type Stage } from './scenarios/built'
import { buildData, buildUnder } from './scenarios/data'
import { buildAltered } from './scenarios/altered'
import { buildDoing } from './scenarios/doing'
import { buildLimit } from './scenarios/limits'
import { buildSetting } from './scenarios/setting'
import { buildExport, buildLate, buildOrder } from './scenarios/traits'
import { buildPaged, narrow } from './scenarios/narrowing'
import {
  buildAccount,
  buildGone,
  buildLanguage,
  buildLook,
  buildName,
  buildPage,
  buildRenamed,
  buildWithout,
} from './scenarios/pages'
import type { Wish } from './reading/wish'

/** Holds a wish against the plan: is it there, and what would somebody do to see it. */
export function buildAsk(wish: Wish, said: string, words: PlanWords, stage: Stage): Built {
  const { texts } = stage
  switch (wish.what) {
    case 'do':
      return buildDoing(wish, stage)
    case 'set':
      return buildSetting(wish, stage)
    case 'data':
      return buildData(wish, stage)
    case 'under':
      return buildUnder(wish, stage)
    case 'narrow':
      return narrow(wish.op, wish.one, wish.fields, stage)
    case 'page':
      return buildPage(wish, stage)
    case 'account':
      return buildAccount(stage)
    case 'look':
      return buildLook(wish, stage)
    case 'language':
      return buildLanguage(wish, stage)
    case 'name':
      return buildName(stage)
    case 'gone':
      return buildGone(wish, stage)
    case 'without':
      return buildWithout(wish, said, words, stage)
    case 'access':
      return buildAccess(wish, stage)
    case 'own':
      return buildOwn(wish, stage)
    case 'renamed':
      return buildRenamed(wish, stage)
    case 'altered':
      return buildAltered(wish, stage)
    case 'paged':
      return buildPaged(wish, stage)
    case 'missing':
      return notBuilt('feature', texts.said(said), wish.why)
    case 'limit':
      return buildLimit(wish, stage)
    case 'order':
      return buildOrder(wish, stage)
    case 'late':
      return buildLate(wish, stage)
    case 'export':
      return buildExport(wish, stage)
    case 'rule':
      return notBuilt('rule', texts.said(said), texts.why.rule)
  }
}
