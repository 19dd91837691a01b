import type { Applied, Entity, Goal } from '../../../engine/index.js'
import { type CompiledTask, type Household, indexOf } from '../household.js'
import { changedTogether } from './verbs.js'

type Check = CompiledTask['checks'][number]

/** Whether one check of a task holds now. */
function holds(w: Household, check: Check): boolean {
  if (check.thing === 0 || check.absent) return false
  if (check.parent === -1 && check.states.length === 0 && !check.emptyHolds) return false
  if (check.parent !== -1) {
    const parent = w.rel.place.parent(check.thing)
    if (parent !== check.parent) return false
    if (check.preposition !== 0 && w.rel.place.kind(check.thing) !== check.preposition) return false
  }
  for (let i = 0; i < check.states.length; i++) {
    const { key, name, value } = check.states[i]!
    if (w.rows.tag(check.thing, key) !== 1 || w.rows.value(check.thing, key) !== (value ? 1 : 0))
      return false
    if (check.together && !changedTogether(w, check.thing).includes(name)) return false
  }
  return true
}

/** Marks the tasks of which every check holds at this moment; a mark stays. */
export function judge(w: Household): void {
  const { tasks } = indexOf(w)
  for (let i = 0; i < tasks.length; i++) {
    const task = tasks[i]!
    if (w.c.Task.done.get(task.entity) === 1) continue
    let all = true
    for (let c = 0; c < task.checks.length; c++) {
      if (!holds(w, task.checks[c]!)) {
        all = false
        break
      }
    }
    if (all) {
      w.c.Task.done.set(task.entity, 1)
      w.c.Task.at.set(task.entity, w.tick)
    }
  }
}

/** The tasks as goals: a task's progress is the share of its checks that hold, 1 once it was done. */
export const goals = (w: Household): Goal[] =>
  indexOf(w).tasks.map((task, i) => {
    const done = w.c.Task.done.get(task.entity) === 1
    const progress = done ? 1 : task.checks.filter((c) => holds(w, c)).length / task.checks.length
    return {
      id: `task${i + 1}`,
      text: task.task.text,
      progress: done ? 1 : Math.min(progress, 0.99),
      done,
      ...(task.task.team === undefined ? {} : { team: task.task.team }),
    }
  })

/** Says that an agent believes the work is done, and how much of it is. */
export function finish(w: Household, me: Entity): Applied {
  // By `strict` a tick is judged at its end, whenever in it somebody says so.
  if (w.profile === 'compat') judge(w)
  if (me !== 0) w.c.Body.finished.set(me, 1)
  const { tasks } = indexOf(w)
  const completed = tasks.filter((t) => w.c.Task.done.get(t.entity) === 1).length
  return {
    note: 'done',
    text: `${completed} of ${tasks.length} tasks are done`,
    data: { total: tasks.length, completed, is_all_completed: completed === tasks.length },
  }
}
