/** The tax service's look: paper and a stamp's red, so that nobody takes it for a page of ours or the bank's. */
export const styles = `
:root { --ground: #f3efe8; --card: #fffdf9; --text: #2b201b; --soft: #6b5a50; --line: #ddd2c4; --edge: #927f70; --ink: #7a2a10; --on-ink: #fff; --red: #a82a1b; --red-tint: #fbeae7; }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.5 "PingFang SC", "HarmonyOS Sans SC", "MiSans", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", system-ui, sans-serif; min-height: 100vh; }
h1, h2, p, dl, dd { margin: 0; padding: 0; }
h1 { font-size: 20px; line-height: 28px; }
h2 { font-size: 16px; line-height: 24px; }
a { color: var(--ink); }
:focus-visible { outline: 3px solid #1a73b8; outline-offset: 2px; }
.top { background: var(--ink); color: var(--on-ink); padding: env(safe-area-inset-top) max(16px, env(safe-area-inset-right)) 0 max(16px, env(safe-area-inset-left)); }
.top-row { max-width: 1240px; margin: 0 auto; min-height: 56px; display: flex; align-items: center; gap: 12px; }
.brand { font-weight: 600; white-space: nowrap; }
.tag { font-size: 13px; border: 1px solid rgb(255 255 255 / .5); border-radius: 4px; padding: 1px 8px; }
.language { color: inherit; margin-left: auto; padding: 12px 0 12px 12px; white-space: nowrap; }
main { max-width: 1272px; margin: 0 auto; padding: 16px max(16px, env(safe-area-inset-right)) calc(32px + env(safe-area-inset-bottom)) max(16px, env(safe-area-inset-left)); display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 16px; display: grid; gap: 16px; min-width: 0; }
.caption, dt { color: var(--soft); font-size: 14px; }
.code { font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.bad { color: var(--red); }
.facts { display: grid; gap: 8px; }
.facts div { display: grid; grid-template-columns: minmax(0, 9em) minmax(0, 1fr); gap: 8px; }
.facts dd { overflow-wrap: anywhere; }
form, .fields { display: grid; gap: 16px; }
.field { display: grid; gap: 4px; min-width: 0; }
.row { display: flex; gap: 8px; align-items: end; flex-wrap: wrap; }
label { font-size: 14px; color: var(--soft); }
input, select { font: inherit; color: inherit; width: 100%; min-height: 44px; padding: 8px 12px; border: 1px solid var(--edge); border-radius: 6px; background: #fff; }
button, .button { font: inherit; min-height: 44px; padding: 8px 16px; border-radius: 6px; border: 1px solid var(--ink); background: #fff; color: var(--ink); cursor: pointer; justify-self: start; text-decoration: none; display: inline-grid; place-items: center; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 14px; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 6px 20px 6px 0; border-bottom: 1px solid var(--line); white-space: nowrap; }
td.number, th.number { text-align: right; }
.face { width: 100%; height: auto; background: #fff; border: 1px solid var(--line); }
.scroll form { display: inline; }
@media (max-width: 759px) { .tag { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; } }
@media (min-width: 760px) { main { padding-top: 32px; gap: 24px; } .card { padding: 24px; } .fields { grid-template-columns: repeat(3, minmax(0, 1fr)); align-items: end; } }
`
