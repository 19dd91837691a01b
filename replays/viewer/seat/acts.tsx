import { useId, useState } from 'preact/hooks'
import type { Act, Json } from '../../../engine/index.js'
import { Section } from '../parts/pieces.js'
import { brief, shown } from '../parts/text.js'
import { Fields } from './form.js'
import type { Known } from './known.js'
import { blankOf, isBare } from './schema.js'
import type { ActionTold, LegalTold, SeatManual, SeatTurn } from './told.js'

/** Does something, or says why not. @returns whether it was done */
type Pick = (act: Act) => Promise<boolean>

/** How many buttons there are without looking for one. */
const BUTTONS_MAX = 60

/** Everything that can be done now: buttons for what is legal, a form for what has arguments, a line for commands. */
export function Acts({
  turn,
  manual,
  known,
  keys,
  isOff,
  pick,
}: {
  readonly turn: SeatTurn
  readonly manual: SeatManual
  readonly known: Known
  /** Keys of the first buttons. */
  readonly keys: readonly (string | undefined)[]
  readonly isOff: boolean
  readonly pick: Pick
}) {
  const [find, setFind] = useState('')
  const found = turn.legal.filter(({ label }) => label.toLowerCase().includes(find.toLowerCase()))
  const isListed = (name: string): boolean => turn.legal.some(({ call }) => call.action === name)
  // Where everything that can be done has a button, a form says nothing new.
  const forms = manual.actions.filter(
    (a) => !isBare(a.args) && !(a.isEnumerable && turn.more === 0),
  )
  return (
    <>
      <Section title="What you can do">
        {turn.legal.length > 12 ? (
          <input
            class="find"
            type="search"
            aria-label="Find actions"
            placeholder="Find"
            value={find}
            onInput={(e) => setFind(e.currentTarget.value)}
          />
        ) : null}
        {turn.legal.length === 0 ? <p class="empty">Nothing is listed.</p> : null}
        <div class="acts">
          {found.slice(0, BUTTONS_MAX).map((legal) => (
            <LegalButton
              key={JSON.stringify(legal.call)}
              legal={legal}
              letter={keys[turn.legal.indexOf(legal)]}
              isOff={isOff}
              pick={pick}
            />
          ))}
        </div>
        {found.length + turn.more > BUTTONS_MAX ? (
          <small>and {found.length - Math.min(found.length, BUTTONS_MAX) + turn.more} more</small>
        ) : null}
      </Section>
      {forms.length === 0 ? null : (
        <ActionForm
          actions={[...forms].sort((a, b) => Number(isListed(b.name)) - Number(isListed(a.name)))}
          known={known}
          isOff={isOff}
          pick={pick}
        />
      )}
      {manual.takesCommands ? <Command isOff={isOff} pick={pick} /> : null}
    </>
  )
}

function LegalButton({
  legal: { call, label },
  letter,
  isOff,
  pick,
}: {
  readonly legal: LegalTold
  readonly letter: string | undefined
  readonly isOff: boolean
  readonly pick: Pick
}) {
  return (
    <button
      type="button"
      class="act"
      aria-keyshortcuts={letter}
      aria-disabled={isOff}
      onClick={() => void pick(call)}
    >
      {letter === undefined ? null : <kbd>{letter}</kbd>}
      <span>{shown(label)}</span>
    </button>
  )
}

/** An action whose arguments somebody gives. */
function ActionForm({
  actions,
  known,
  isOff,
  pick,
}: {
  readonly actions: readonly ActionTold[]
  readonly known: Known
  readonly isOff: boolean
  readonly pick: Pick
}) {
  const id = useId()
  const [name, setName] = useState(actions[0]!.name)
  const action = actions.find((a) => a.name === name) ?? actions[0]!
  const [given, setGiven] = useState<Readonly<Record<string, Json | undefined>>>({})
  const value = given[action.name] ?? blankOf(action.args, action.args)
  return (
    <Section title="With arguments">
      <form
        class="form"
        aria-label="An action with arguments"
        onSubmit={(e) => {
          e.preventDefault()
          void pick({ action: action.name, args: (value ?? {}) as never })
        }}
      >
        <div class="field">
          <label for={id}>action</label>
          <select id={id} value={action.name} onChange={(e) => setName(e.currentTarget.value)}>
            {actions.map((a) => (
              <option key={a.name} value={a.name}>
                {shown(a.name)}
              </option>
            ))}
          </select>
        </div>
        {action.text === undefined ? null : <p class="hint">{shown(action.text)}</p>}
        <Fields
          key={action.name}
          schema={action.args}
          root={action.args}
          value={value}
          isRequired
          set={(next) => setGiven({ ...given, [action.name]: next })}
          known={(part) => {
            const legal = known.of(action.name, part)
            return [...new Set([...legal, ...known.names])]
          }}
        />
        <button type="submit" class="primary" aria-disabled={isOff}>
          {shown(action.name)} {brief(value, 40) === '–' ? '' : brief(value, 40)}
        </button>
      </form>
    </Section>
  )
}

/** An action in the words of the world. */
function Command({ isOff, pick }: { readonly isOff: boolean; readonly pick: Pick }) {
  const [text, setText] = useState('')
  const id = useId()
  return (
    <form
      class="form line"
      aria-label="An action in words"
      onSubmit={(e) => {
        e.preventDefault()
        void pick({ text }).then((isDone) => isDone && setText(''))
      }}
    >
      <label for={id} class="unseen">
        In the words of the world
      </label>
      <input
        id={id}
        type="text"
        autocomplete="off"
        placeholder="or a command in words"
        maxLength={4096}
        required
        value={text}
        onInput={(e) => setText(e.currentTarget.value)}
      />
      <button type="submit" class="chip" aria-disabled={isOff}>
        Do it
      </button>
    </form>
  )
}
