import { useEffect, useId, useState } from 'preact/hooks'
import type { Json } from '../../../engine/index.js'
import { Fields } from '../seat/form.js'
import { blankOf, isBare } from '../seat/schema.js'
import { type Posted, postTo } from '../seat/seat-client.web.js'
import type { ActionTold } from '../seat/told.js'
import type { Failure } from '../tell.js'
import { Section, Trouble } from './pieces.js'
import { brief, shown } from './text.js'
import { useMoment, useOf, usePage } from './use.js'

/** What a replay's forks can be made with, as the server says. */
interface Ways {
  readonly agents: readonly string[]
  readonly policies: readonly string[]
  readonly actions: readonly ActionTold[]
  readonly ticksMax: number
}

/** What is to be otherwise. */
interface Wish {
  readonly agent: string
  readonly policy: string
  /** The action in place of what was done: its name, or `json` for what is written as that. */
  readonly action: string
  readonly args: Json | undefined
  readonly json: string
  readonly mute: string
  readonly isLive: boolean
  readonly ticks: string
}

const post = (path: string, body: object) =>
  postTo(new URL(path, location.href.split('#')[0]), body)

/** Makes a fork from the tick of the cursor, on the server, and shows it beside its parent. */
export function ForkHere({ file }: { readonly file: string }) {
  const { deck, openFile, relist } = usePage()
  const tick = useOf(deck.cursor, (c) => c.tick)
  const [ways, setWays] = useState<Ways | undefined>(undefined)
  const [failure, setFailure] = useState<Failure | undefined>(undefined)
  const [isBusy, setBusy] = useState(false)
  const [made, setMade] = useState<string | undefined>(undefined)
  useEffect(() => {
    setWays(undefined)
    setFailure(undefined)
    setMade(undefined)
    void post('fork/ways', { file }).then((got) => {
      if (got.failure === undefined) setWays(got as unknown as Ways)
      else setFailure(got.failure)
    })
  }, [file])
  const fork = async (wish: Wish): Promise<void> => {
    setBusy(true)
    setFailure(undefined)
    setMade(undefined)
    const asked = askedOf(wish, file, tick)
    const got: Posted = 'failure' in asked ? asked : await post('fork', asked)
    setBusy(false)
    if (got.failure !== undefined) {
      setFailure(got.failure)
      return
    }
    setMade(got['file'] as string)
    await relist()
  }
  return (
    <Section title={`Go on from tick ${tick} otherwise`}>
      <Trouble failure={failure} />
      {ways === undefined ? null : <WishForm ways={ways} isBusy={isBusy} fork={fork} />}
      {made === undefined ? null : (
        <p class="made" role="status">
          {shown(made)} is written.{' '}
          <button type="button" class="ask" onClick={() => openFile(made, 1)}>
            compare with it
          </button>{' '}
          <button type="button" class="ask" onClick={() => openFile(made, 0)}>
            open it
          </button>
        </p>
      )}
    </Section>
  )
}

/** What is posted. */
function askedOf(wish: Wish, file: string, at: number): Posted {
  const { agent, policy, action, args, json, mute, isLive, ticks } = wish
  let instead: unknown
  if (action === 'json') {
    try {
      instead = JSON.parse(json)
    } catch (e) {
      const message = `This is not JSON: ${(e as Error).message}`
      return { failure: { code: 'fork/action-json', message } }
    }
  } else if (action !== '') instead = { action, args: args ?? {} }
  return {
    file,
    at,
    mode: isLive ? 'live' : 'frozen',
    ...(policy === '' ? {} : { agents: { [agent]: policy } }),
    ...(action === '' ? {} : { action: { [agent]: instead } }),
    ...(mute === '' ? {} : { mute: [mute] }),
    ...(ticks === '' ? {} : { ticks: Number(ticks) }),
  }
}

function WishForm({
  ways,
  isBusy,
  fork,
}: {
  readonly ways: Ways
  readonly isBusy: boolean
  readonly fork: (wish: Wish) => Promise<void>
}) {
  const [wish, setWish] = useState<Wish>({
    agent: ways.agents[0] ?? '',
    policy: ways.policies.includes('random') ? 'random' : '',
    action: '',
    args: undefined,
    json: '',
    mute: '',
    isLive: false,
    ticks: '',
  })
  const set = (part: Partial<Wish>): void => setWish({ ...wish, ...part })
  const messages = useMoment()?.messages.filter((m) => m.verdict === 'ok') ?? []
  // A message that the cursor has left cannot be muted there.
  const mute = messages.some((m) => m.id === wish.mute) ? wish.mute : ''
  return (
    <form
      class="form"
      aria-label="A fork"
      onSubmit={(e) => {
        e.preventDefault()
        void fork({ ...wish, mute })
      }}
    >
      <Select label="agent" value={wish.agent} set={(agent) => set({ agent })}>
        {ways.agents.map((name) => [name, name])}
      </Select>
      <Select label="goes on with" value={wish.policy} set={(policy) => set({ policy })}>
        {[['', 'what it did'], ...ways.policies.map((name) => [name, name] as const)]}
      </Select>
      <Instead ways={ways} wish={wish} set={set} />
      {messages.length === 0 ? null : (
        <Select label="without" value={mute} set={(id) => set({ mute: id })}>
          {[
            ['', 'all messages are heard'],
            ...messages.map(
              (m) => [m.id, `${m.from} to ${m.to}: ${brief(m.text ?? m.body, 40)}`] as const,
            ),
          ]}
        </Select>
      )}
      <Select
        label="the others"
        value={wish.isLive ? 'live' : 'frozen'}
        set={(mode) => set({ isLive: mode === 'live' })}
      >
        {[
          ['frozen', 'repeat what they did'],
          ['live', 'decide anew'],
        ]}
      </Select>
      <Ticks max={ways.ticksMax} value={wish.ticks} set={(ticks) => set({ ticks })} />
      <button type="submit" class="primary" disabled={isBusy}>
        {isBusy ? 'It goes on …' : 'Fork here'}
      </button>
    </form>
  )
}

function Ticks({
  max,
  value,
  set,
}: {
  readonly max: number
  readonly value: string
  readonly set: (value: string) => void
}) {
  const id = useId()
  return (
    <div class="field">
      <label for={id}>ticks</label>
      <input
        id={id}
        type="number"
        min={1}
        max={max}
        placeholder="as many as there are"
        value={value}
        onInput={(e) => set(e.currentTarget.value)}
      />
    </div>
  )
}

/** The action that is done in place of what was done in the next tick. */
function Instead({
  ways,
  wish,
  set,
}: {
  readonly ways: Ways
  readonly wish: Wish
  readonly set: (part: Partial<Wish>) => void
}) {
  const id = useId()
  const action = ways.actions.find((a) => a.name === wish.action)
  return (
    <>
      <Select
        label="and does first"
        value={wish.action}
        set={(name) => {
          const schema = ways.actions.find((a) => a.name === name)?.args
          set({ action: name, args: schema === undefined ? undefined : blankOf(schema, schema) })
        }}
      >
        {[
          ['', 'as it decides'],
          ...ways.actions.map((a) => [a.name, a.name] as const),
          ['json', 'a decision as JSON'],
        ]}
      </Select>
      {action === undefined || isBare(action.args) ? null : (
        <Fields
          key={action.name}
          schema={action.args}
          root={action.args}
          value={wish.args}
          isRequired
          set={(args) => set({ args })}
          known={() => ways.agents}
        />
      )}
      {wish.action !== 'json' ? null : (
        <div class="field">
          <label for={id}>decision</label>
          <textarea
            id={id}
            rows={3}
            spellcheck={false}
            required
            placeholder='{"action": "move", "args": {"dir": "e"}}'
            value={wish.json}
            onInput={(e) => set({ json: e.currentTarget.value })}
          />
        </div>
      )}
    </>
  )
}

function Select({
  label,
  value,
  set,
  children,
}: {
  readonly label: string
  readonly value: string
  readonly set: (value: string) => void
  readonly children: readonly (readonly string[])[]
}) {
  const id = useId()
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(e) => set(e.currentTarget.value)}>
        {children.map(([key = '', text = key]) => (
          <option key={key} value={key}>
            {shown(text)}
          </option>
        ))}
      </select>
    </div>
  )
}
