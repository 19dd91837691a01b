import { useId, useState } from 'preact/hooks'
import type { Json } from '../../../engine/index.js'
import { brief, shown } from '../parts/text.js'
import { blankOf, type Field, fieldOf, groupOf, type Part } from './schema.js'

interface ControlProps {
  readonly label: string
  readonly schema: Json
  readonly root: Json
  readonly value: Json | undefined
  readonly set: (value: Json | undefined) => void
  readonly isRequired: boolean
  /** What a text may mean, by the name of its field. */
  readonly known: (name: string) => readonly string[]
}

/** A control for a value of a schema, with its label. */
export function Control(props: ControlProps) {
  const field = fieldOf(props.schema, props.root)
  switch (field.kind) {
    case 'fixed':
      return null
    case 'choice':
      return <Choice {...props} options={field.options} />
    case 'text':
      return <Text {...props} field={field} />
    case 'number':
      return <Numeral {...props} field={field} />
    case 'flag':
      return <Flag {...props} />
    case 'list':
      return <Items {...props} field={field} />
    case 'group':
      return <Group {...props} parts={field.parts} />
    case 'one':
      return <OneOf {...props} shapes={field.of} />
    case 'json':
      return <AsJson {...props} />
  }
}

/** The parts of an object, without a frame: what a form begins with. */
export function Fields({ schema, root, value, set, known }: Omit<ControlProps, 'label'>) {
  const field = fieldOf(schema, root)
  if (field.kind !== 'group')
    return (
      <Control
        label="value"
        schema={schema}
        root={root}
        value={value}
        set={set}
        known={known}
        isRequired
      />
    )
  return <Parts parts={field.parts} root={root} value={value} set={set} known={known} />
}

function Parts({
  parts,
  root,
  value,
  set,
  known,
}: {
  readonly parts: readonly Part[]
  readonly root: Json
  readonly value: Json | undefined
  readonly set: (value: Json | undefined) => void
  readonly known: (name: string) => readonly string[]
}) {
  const of = (name: string): Json | undefined =>
    typeof value === 'object' && value !== null && Object.hasOwn(value, name)
      ? (value as Record<string, Json>)[name]
      : undefined
  return (
    <>
      {parts.map(({ name, schema, isRequired }) => (
        <Control
          key={name}
          label={name}
          schema={schema}
          root={root}
          value={of(name)}
          isRequired={isRequired}
          known={known}
          set={(given) =>
            set(groupOf(parts.map((p) => [p.name, p.name === name ? given : of(p.name)] as const)))
          }
        />
      ))}
    </>
  )
}

const Label = ({
  id,
  label,
  isRequired,
}: {
  readonly id: string
  readonly label: string
  readonly isRequired: boolean
}) => (
  <label for={id}>
    {shown(label)}
    {isRequired ? null : <small> optional</small>}
  </label>
)

/** How values stand in a select: by position, since they may be anything. */
function Choice({
  label,
  value,
  set,
  isRequired,
  options,
}: ControlProps & { readonly options: readonly Json[] }) {
  const id = useId()
  const at = options.findIndex((o) => JSON.stringify(o) === JSON.stringify(value))
  return (
    <div class="field">
      <Label id={id} label={label} isRequired={isRequired} />
      <select
        id={id}
        value={String(at)}
        onChange={(e) => set(options[Number(e.currentTarget.value)])}
      >
        {isRequired ? null : <option value="-1">–</option>}
        {options.map((option, i) => (
          <option key={JSON.stringify(option)} value={String(i)}>
            {brief(option, 60)}
          </option>
        ))}
      </select>
    </div>
  )
}

function Text({
  label,
  value,
  set,
  isRequired,
  known,
  field,
}: ControlProps & { readonly field: Extract<Field, { readonly kind: 'text' }> }) {
  const id = useId()
  const offered = known(label)
  return (
    <div class="field">
      <Label id={id} label={label} isRequired={isRequired} />
      <input
        id={id}
        type="text"
        autocomplete="off"
        required={isRequired && field.least > 0}
        maxLength={Math.min(field.most ?? 4096, 4096)}
        value={typeof value === 'string' ? value : ''}
        list={offered.length === 0 ? undefined : `${id}-known`}
        onInput={(e) => {
          const text = e.currentTarget.value
          set(text === '' && (!isRequired || field.least > 0) ? undefined : text)
        }}
      />
      {offered.length === 0 ? null : (
        <datalist id={`${id}-known`}>
          {offered.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      )}
    </div>
  )
}

function Numeral({
  label,
  value,
  set,
  isRequired,
  field,
}: ControlProps & { readonly field: Extract<Field, { readonly kind: 'number' }> }) {
  const id = useId()
  const { isWhole, least, most } = field
  const range =
    least === undefined && most === undefined ? '' : ` ${least ?? '…'} to ${most ?? '…'}`
  return (
    <div class="field">
      <label for={id}>
        {shown(label)}
        <small>
          {range}
          {isRequired ? '' : ' optional'}
        </small>
      </label>
      <input
        id={id}
        type="number"
        required={isRequired}
        min={least}
        max={most}
        step={isWhole ? 1 : 'any'}
        value={typeof value === 'number' ? value : ''}
        onInput={(e) => {
          const { value: text } = e.currentTarget
          set(text === '' ? undefined : Number(text))
        }}
      />
    </div>
  )
}

function Flag({ label, value, set }: ControlProps) {
  const id = useId()
  return (
    <div class="field flag">
      <input
        id={id}
        type="checkbox"
        checked={value === true}
        onChange={(e) => set(e.currentTarget.checked)}
      />
      <label for={id}>{shown(label)}</label>
    </div>
  )
}

function Items({
  label,
  root,
  value,
  set,
  isRequired,
  known,
  field,
}: ControlProps & { readonly field: Extract<Field, { readonly kind: 'list' }> }) {
  const items = Array.isArray(value) ? value : []
  const schemaOf = (i: number): Json => field.first[i] ?? field.rest ?? {}
  return (
    <fieldset class="group">
      <legend>
        {shown(label)}
        {isRequired ? null : <small> optional</small>}
      </legend>
      {items.map((item, i) => (
        // Items have no names but their positions.
        <div key={i} class="item">
          <Control
            label={`${label} ${i + 1}`}
            schema={schemaOf(i)}
            root={root}
            value={item ?? undefined}
            isRequired
            known={() => known(label)}
            set={(given) => set(items.map((old, at) => (at === i ? (given ?? null) : old)))}
          />
          {items.length <= field.least ? null : (
            <button
              type="button"
              class="ask"
              aria-label={`Remove ${label} ${i + 1}`}
              onClick={() => set(items.filter((_, at) => at !== i))}
            >
              remove
            </button>
          )}
        </div>
      ))}
      {items.length >= field.most ? null : (
        <button
          type="button"
          class="ask"
          onClick={() => set([...items, blankOf(schemaOf(items.length), root) ?? null])}
        >
          add {shown(label)}
        </button>
      )}
    </fieldset>
  )
}

function Group({
  label,
  root,
  value,
  set,
  isRequired,
  known,
  parts,
}: ControlProps & { readonly parts: readonly Part[] }) {
  return (
    <fieldset class="group">
      <legend>
        {shown(label)}
        {isRequired ? null : <small> optional</small>}
      </legend>
      <Parts parts={parts} root={root} value={value} set={set} known={known} />
    </fieldset>
  )
}

function OneOf({ shapes, ...props }: ControlProps & { readonly shapes: readonly Json[] }) {
  const { label, root, set } = props
  const [at, setAt] = useState(0)
  const id = useId()
  return (
    <fieldset class="group">
      <legend>{shown(label)}</legend>
      <div class="field">
        <label for={id}>kind</label>
        <select
          id={id}
          value={at}
          onChange={(e) => {
            const next = Number(e.currentTarget.value)
            setAt(next)
            set(blankOf(shapes[next]!, root))
          }}
        >
          {shapes.map((shape, i) => (
            <option key={JSON.stringify(shape)} value={i}>
              {nameOf(shape, root, i)}
            </option>
          ))}
        </select>
      </div>
      <Control {...props} schema={shapes[at]!} />
    </fieldset>
  )
}

/** What a shape is called: its title, or the fixed values in it. */
function nameOf(shape: Json, root: Json, i: number): string {
  const { title, type } = shape as { readonly title?: Json; readonly type?: Json }
  if (typeof title === 'string') return shown(title)
  const field = fieldOf(shape, root)
  if (field.kind === 'fixed') return brief(field.value, 40)
  const fixed = field.kind !== 'group' ? [] : field.parts.flatMap((p) => fixedIn(p, root))
  return fixed.length > 0
    ? fixed.join(', ')
    : `${typeof type === 'string' ? type : 'shape'} ${i + 1}`
}

const fixedIn = ({ schema }: Part, root: Json): string[] => {
  const field = fieldOf(schema, root)
  return field.kind === 'fixed' ? [brief(field.value, 40)] : []
}

function AsJson({ label, value, set, isRequired }: ControlProps) {
  const id = useId()
  const [text, setText] = useState(value === undefined ? '' : JSON.stringify(value))
  const [isBad, setBad] = useState(false)
  return (
    <div class="field">
      <label for={id}>
        {shown(label)}
        <small> JSON{isRequired ? '' : ', optional'}</small>
      </label>
      <textarea
        id={id}
        rows={2}
        spellcheck={false}
        value={text}
        aria-invalid={isBad}
        onInput={(e) => {
          const given = e.currentTarget.value
          setText(given)
          try {
            set(given.trim() === '' ? undefined : (JSON.parse(given) as Json))
            setBad(false)
          } catch {
            setBad(true)
          }
        }}
      />
    </div>
  )
}
