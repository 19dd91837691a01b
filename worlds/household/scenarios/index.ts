import anvilRace from './anvil-race.json' with { type: 'json' }
import chairForTheRaffle from './chair-for-the-raffle.json' with { type: 'json' }
import crateToTheLoadingBay from './crate-to-the-loading-bay.json' with { type: 'json' }
import drippingTap from './dripping-tap.json' with { type: 'json' }
import drySpellInTheGreenhouse from './dry-spell-in-the-greenhouse.json' with { type: 'json' }
import eggHunt from './egg-hunt.json' with { type: 'json' }
import engineOnTheStand from './engine-on-the-stand.json' with { type: 'json' }
import floodedCellar from './flooded-cellar.json' with { type: 'json' }
import grandmothersTeapot from './grandmothers-teapot.json' with { type: 'json' }
import laundryDayForTwo from './laundry-day-for-two.json' with { type: 'json' }
import letterOnTheMat from './letter-on-the-mat.json' with { type: 'json' }
import lifeboatDrill from './lifeboat-drill.json' with { type: 'json' }
import lightsOut from './lights-out.json' with { type: 'json' }
import movingDay from './moving-day.json' with { type: 'json' }
import oneKeyTwoHeirs from './one-key-two-heirs.json' with { type: 'json' }
import palmBeforeTheFrost from './palm-before-the-frost.json' with { type: 'json' }
import pianoForTheParlour from './piano-for-the-parlour.json' with { type: 'json' }
import picnicInTheGarden from './picnic-in-the-garden.json' with { type: 'json' }
import powerForWardThree from './power-for-ward-three.json' with { type: 'json' }
import samplesIntoTheCold from './samples-into-the-cold.json' with { type: 'json' }
import stormOverTheAllotments from './storm-over-the-allotments.json' with { type: 'json' }
import theRightRope from './the-right-rope.json' with { type: 'json' }
import theSealedAcid from './the-sealed-acid.json' with { type: 'json' }
import trayForTheatreTwo from './tray-for-theatre-two.json' with { type: 'json' }
import twoCrewsOneToolbox from './two-crews-one-toolbox.json' with { type: 'json' }
import twoPersonRule from './two-person-rule.json' with { type: 'json' }
import valveNumberTwo from './valve-number-two.json' with { type: 'json' }
import waterInTheBilge from './water-in-the-bilge.json' with { type: 'json' }

/** The household scenarios that ship, as scenario files. */
export const scenarios: Readonly<Record<string, unknown>> = {
  'anvil-race': anvilRace,
  'chair-for-the-raffle': chairForTheRaffle,
  'crate-to-the-loading-bay': crateToTheLoadingBay,
  'dripping-tap': drippingTap,
  'dry-spell-in-the-greenhouse': drySpellInTheGreenhouse,
  'egg-hunt': eggHunt,
  'engine-on-the-stand': engineOnTheStand,
  'flooded-cellar': floodedCellar,
  'grandmothers-teapot': grandmothersTeapot,
  'laundry-day-for-two': laundryDayForTwo,
  'letter-on-the-mat': letterOnTheMat,
  'lifeboat-drill': lifeboatDrill,
  'lights-out': lightsOut,
  'moving-day': movingDay,
  'one-key-two-heirs': oneKeyTwoHeirs,
  'palm-before-the-frost': palmBeforeTheFrost,
  'piano-for-the-parlour': pianoForTheParlour,
  'picnic-in-the-garden': picnicInTheGarden,
  'power-for-ward-three': powerForWardThree,
  'samples-into-the-cold': samplesIntoTheCold,
  'storm-over-the-allotments': stormOverTheAllotments,
  'the-right-rope': theRightRope,
  'the-sealed-acid': theSealedAcid,
  'tray-for-theatre-two': trayForTheatreTwo,
  'two-crews-one-toolbox': twoCrewsOneToolbox,
  'two-person-rule': twoPersonRule,
  'valve-number-two': valveNumberTwo,
  'water-in-the-bilge': waterInTheBilge,
}
