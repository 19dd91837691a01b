import { parseSync } from 'oxc-parser'
import type { Source } from './source.js'

export interface Found {
  readonly name: string
  readonly line: number
}

/** What the rules ask of a file. */
export interface Facts {
  /** Module specifiers; `lazy` for `import()`. */
  readonly imports: readonly (Found & { readonly lazy: boolean })[]
  /** Identifiers used but declared nowhere in the file. */
  readonly globals: readonly Found[]
  /** Members of `Math` by name; '?' where `Math` is used in another way. */
  readonly math: readonly Found[]
  /** Names after a dot. */
  readonly members: readonly Found[]
  /** `**`, `**=`, `await` and `async`, by that name. */
  readonly syntax: readonly Found[]
  /** Top-level statements that are not `export … from`. */
  readonly statements: readonly Found[]
}

interface Node {
  readonly type: string
  readonly start: number
  readonly [key: string]: unknown
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

export function factsOf({ path, text }: Source): Facts {
  const { program, errors } = parseSync(path, text)
  if (errors[0]) throw new Error(`${path}: ${errors[0].message}`)
  const found = { imports: [], globals: [], math: [], members: [], syntax: [] } as Collected
  const declared = new Set<string>()
  const lineAt = lines(text)
  visit(program as unknown as Node, undefined, '', (node, parent, key) => {
    declare(node, declared)
    collect(node, parent, key, found, lineAt(node.start))
  })
  return {
    ...found,
    globals: found.globals.filter(({ name }) => !declared.has(name)),
    statements: (program.body as unknown as Node[])
      .filter((node) => !isReexport(node))
      .map((node) => ({ name: node.type, line: lineAt(node.start) })),
  }
}

type Collected = {
  [K in Exclude<keyof Facts, 'statements'>]: Facts[K][number][]
}

type Visitor = (node: Node, parent: Node | undefined, key: string) => void

function visit(node: Node, parent: Node | undefined, key: string, enter: Visitor): void {
  enter(node, parent, key)
  for (const [name, value] of Object.entries(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) visit(child, node, name, enter)
    }
  }
}

function collect(
  node: Node,
  parent: Node | undefined,
  key: string,
  found: Collected,
  line: number,
): void {
  const from = specifier(node)
  if (from) found.imports.push({ name: from, line, lazy: node.type === 'ImportExpression' })
  if (node['operator'] === '**' || node['operator'] === '**=')
    found.syntax.push({ name: node['operator'], line })
  if (node.type === 'AwaitExpression') found.syntax.push({ name: 'await', line })
  if (node['async'] === true) found.syntax.push({ name: 'async', line })
  if (node.type !== 'Identifier') return
  const name = String(node['name'])
  if (isMember(parent, key)) found.members.push({ name, line })
  if (isMember(parent, key) || isLabel(parent, key)) return
  found.globals.push({ name, line })
  if (name === 'Math') found.math.push({ name: mathMember(parent, key), line })
}

function specifier(node: Node): string | undefined {
  const value = (node['source'] as { value?: unknown } | null | undefined)?.value
  return typeof value === 'string' ? value : undefined
}

const isMember = (parent: Node | undefined, key: string) =>
  parent?.type === 'MemberExpression' && key === 'property' && !parent['computed']

/** A name that refers to nothing: a property key, the outer name of an import or export, the right of `A.B`. */
function isLabel(parent: Node | undefined, key: string): boolean {
  if (key === 'key') return !parent?.['computed']
  if (key === 'imported' || key === 'exported' || key === 'label' || key === 'meta') return true
  if (key === 'property' && parent?.type === 'MetaProperty') return true
  return parent?.type === 'TSQualifiedName' && key === 'right'
}

function mathMember(parent: Node | undefined, key: string): string {
  const property = parent?.['property'] as Node | undefined
  const plain = parent?.type === 'MemberExpression' && key === 'object' && !parent['computed']
  return plain ? String(property?.['name']) : '?'
}

function declare(node: Node, names: Set<string>): void {
  if (node.type === 'VariableDeclarator') bind(node['id'], names)
  if (node.type === 'CatchClause') bind(node['param'], names)
  if (/^Import\w*Specifier$/.test(node.type)) bind(node['local'], names)
  if (/^(Function|Class|TSTypeAlias|TSInterface|TSEnum)/.test(node.type)) bind(node['id'], names)
  for (const param of Array.isArray(node['params']) ? node['params'] : []) bind(param, names)
}

function bind(pattern: unknown, names: Set<string>): void {
  if (!isNode(pattern)) return
  if (pattern.type === 'Identifier') names.add(String(pattern['name']))
  const parts = [pattern['properties'], pattern['elements']].flat()
  const inner = [pattern['value'], pattern['left'], pattern['argument'], pattern['parameter']]
  if (/Pattern|Property|Rest/.test(pattern.type))
    for (const part of [...parts, ...inner]) bind(part, names)
}

function isReexport(node: Node): boolean {
  if (node.type === 'ExportAllDeclaration') return true
  if (node.type !== 'ExportNamedDeclaration' || node['declaration']) return false
  return Boolean(node['source']) || (node['specifiers'] as unknown[]).length === 0
}

function lines(text: string): (offset: number) => number {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset) => {
    let [low, high] = [0, starts.length]
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle
    }
    return low + 1
  }
}
