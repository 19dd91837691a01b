/** Text of a page, with nothing in it that a browser would take for markup. */
export const plain = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a page shows none
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '�')

/** A page that needs nothing else: one style, no scripts, light and dark. */
export const page = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${plain(title)}</title>
<style>
:root { color-scheme: light dark; --ink: #1c2128; --soft: #5f6b7a; --line: #d9dee5; --page: #fff; --card: #f6f8fa; --good: #0b7285; --bad: #b35900 }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaef; --soft: #98a3b0; --line: #333b45; --page: #14181d; --card: #1c2229; --good: #4fb8cc; --bad: #e59b4b } }
body { margin: 2rem auto; max-width: 76rem; padding: 0 1.25rem; font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page) }
h1 { font-size: 1.6rem; margin: 0 0 .25rem } h2 { font-size: 1.1rem; margin: 2.25rem 0 .5rem }
p.note { color: var(--soft); margin: .25rem 0 1rem; max-width: 60rem }
.scroll { overflow-x: auto }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .87rem }
th, td { padding: .28rem .6rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap }
th { color: var(--soft); font-weight: 600 } th:first-child, td:first-child, td.text, th.text { text-align: left }
td small { color: var(--soft) } tr.all td { font-weight: 600 }
a { color: var(--good) } svg { display: block; max-width: 100% } svg text { fill: var(--ink); font: 12px system-ui, sans-serif } svg .soft { fill: var(--soft) }
details summary { cursor: pointer; color: var(--soft) }
</style>
</head>
<body>
${body}
</body>
</html>
`
