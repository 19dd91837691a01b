import afterTheRush from './after-the-rush.json' with { type: 'json' }
import carrotPatties from './carrot-patties.json' with { type: 'json' }
import chefsSpecial from './chefs-special.json' with { type: 'json' }
import fourCorners from './four-corners.json' with { type: 'json' }
import galleyForOne from './galley-for-one.json' with { type: 'json' }
import jacketPotatoes from './jacket-potatoes.json' with { type: 'json' }
import pumpkinStew from './pumpkin-stew.json' with { type: 'json' }
import roundTheIsland from './round-the-island.json' with { type: 'json' }
import selfLightingStoves from './self-lighting-stoves.json' with { type: 'json' }
import theBreadLine from './the-bread-line.json' with { type: 'json' }
import theLongPass from './the-long-pass.json' with { type: 'json' }
import threeInARow from './three-in-a-row.json' with { type: 'json' }
import throughTheHatch from './through-the-hatch.json' with { type: 'json' }
import tomatoFriday from './tomato-friday.json' with { type: 'json' }
import twoAtTheStove from './two-at-the-stove.json' with { type: 'json' }
import twoDishesTonight from './two-dishes-tonight.json' with { type: 'json' }

/** The kitchen scenarios that ship, as scenario files. */
export const scenarios: Readonly<Record<string, unknown>> = {
  'after-the-rush': afterTheRush,
  'carrot-patties': carrotPatties,
  'chefs-special': chefsSpecial,
  'four-corners': fourCorners,
  'galley-for-one': galleyForOne,
  'jacket-potatoes': jacketPotatoes,
  'pumpkin-stew': pumpkinStew,
  'round-the-island': roundTheIsland,
  'self-lighting-stoves': selfLightingStoves,
  'the-bread-line': theBreadLine,
  'the-long-pass': theLongPass,
  'three-in-a-row': threeInARow,
  'through-the-hatch': throughTheHatch,
  'tomato-friday': tomatoFriday,
  'two-at-the-stove': twoAtTheStove,
  'two-dishes-tonight': twoDishesTonight,
}
