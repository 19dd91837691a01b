import laserTag from './laser-tag.json' with { type: 'json' }
import laserTagDuel from './laser-tag-duel.json' with { type: 'json' }

export const scenarios = { laserTag, laserTagDuel }
