/** The bank's look: cool and plain, so that nobody takes it for a page of the merchant's. */
export const styles = `
:root { --ground: #eef2f4; --card: #fff; --text: #14262e; --soft: #4c6069; --line: #cfd8dc; --edge: #73868e; --teal: #0b5e6b; --on-teal: #fff; --red: #a82a1b; --red-tint: #fbeae7; --green: #1d6b41; --amber-tint: #fdf3d8; --amber: #6d4a00; }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.5 "PingFang SC", "HarmonyOS Sans SC", "MiSans", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", system-ui, sans-serif; min-height: 100vh; }
h1, h2, p, dl, dd, fieldset, ul { margin: 0; padding: 0; border: 0; }
h1 { font-size: 20px; line-height: 28px; }
h2 { font-size: 16px; line-height: 24px; }
a { color: var(--teal); }
:focus-visible { outline: 3px solid #1a73b8; outline-offset: 2px; }
.top { background: var(--teal); color: var(--on-teal); padding: env(safe-area-inset-top) max(16px, env(safe-area-inset-right)) 0 max(16px, env(safe-area-inset-left)); }
.top-row { max-width: 1040px; margin: 0 auto; min-height: 56px; display: flex; align-items: center; gap: 12px; }
.brand { display: flex; align-items: center; gap: 8px; font-weight: 600; white-space: nowrap; }
.tag { font-size: 13px; border: 1px solid rgb(255 255 255 / .5); border-radius: 4px; padding: 1px 8px; }
.language { color: inherit; margin-left: auto; padding: 12px 0 12px 12px; white-space: nowrap; }
main { max-width: 1072px; margin: 0 auto; padding: 16px max(16px, env(safe-area-inset-right)) calc(32px + env(safe-area-inset-bottom)) max(16px, env(safe-area-inset-left)); display: grid; gap: 16px; }
.summary, .card, details { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 16px; min-width: 0; }
.card { display: grid; gap: 16px; align-content: start; }
.caption, dt { color: var(--soft); font-size: 14px; }
.figure { font-size: 34px; line-height: 44px; font-weight: 600; font-variant-numeric: tabular-nums; }
.currency { font-size: 20px; margin-right: 2px; }
.code { font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.countdown { margin: 4px 0 12px; font-variant-numeric: tabular-nums; }
.countdown.short b { color: var(--red); }
.facts { display: grid; gap: 8px; border-top: 1px solid var(--line); padding-top: 12px; }
.facts div { display: grid; grid-template-columns: 7.5em 1fr; gap: 8px; }
.facts dd { overflow-wrap: anywhere; }
form, .fields { display: grid; gap: 16px; }
.field { display: grid; gap: 4px; min-width: 0; }
label { font-size: 14px; color: var(--soft); }
input, select { font: inherit; color: inherit; width: 100%; min-height: 44px; padding: 8px 12px; border: 1px solid var(--edge); border-radius: 6px; background: #fff; }
input[aria-invalid] { border-color: var(--red); background: var(--red-tint); }
.error { color: var(--red); font-size: 14px; }
.message { background: var(--amber-tint); color: var(--amber); border-radius: 6px; padding: 12px; }
.message strong { font-size: 24px; letter-spacing: .12em; font-variant-numeric: tabular-nums; }
.message.bad { background: var(--red-tint); color: var(--red); }
button, .button { font: inherit; font-weight: 600; min-height: 48px; padding: 8px 20px; border-radius: 6px; border: 1px solid var(--teal); background: var(--teal); color: var(--on-teal); cursor: pointer; text-align: center; text-decoration: none; display: inline-grid; place-items: center; }
.small { justify-self: start; }
.quiet { background: #fff; color: var(--teal); font-weight: 400; }
.small { min-height: 44px; padding: 4px 12px; font-weight: 400; }
.hints { list-style: none; display: grid; gap: 8px; margin-top: 8px; border-top: 1px solid var(--line); padding-top: 12px; }
.hints li { display: flex; align-items: center; gap: 8px; flex-wrap: wrap; }
.hints .grow { flex: 1 1 12em; min-width: 0; }
.banks { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 8px; }
.bank { display: flex; align-items: center; gap: 8px; min-height: 56px; padding: 8px 12px; border: 1px solid var(--edge); border-radius: 6px; color: var(--text); font-size: 16px; cursor: pointer; overflow-wrap: anywhere; }
.bank input { width: 20px; min-height: 20px; height: 20px; flex: none; accent-color: var(--teal); margin: 0; }
.bank:has(:checked) { border-color: var(--teal); background: #e6f1f3; box-shadow: inset 0 0 0 1px var(--teal); }
.bank:has(:focus-visible) { outline: 3px solid #1a73b8; outline-offset: 2px; }
legend { padding: 0; margin-bottom: 8px; font-weight: 600; }
dialog { border: 1px solid var(--line); border-radius: 8px; padding: 20px; width: min(420px, calc(100vw - 32px)); color: inherit; box-shadow: 0 16px 48px rgb(20 38 46 / .3); }
dialog[open]:not(:modal) { position: static; margin: 0; width: auto; box-shadow: none; }
dialog::backdrop { background: rgb(20 38 46 / .5); }
dialog form { margin-top: 12px; }
.actions { display: flex; gap: 8px; flex-wrap: wrap; }
.actions > * { flex: 1 1 auto; }
.result { text-align: center; justify-items: center; padding: 32px 16px; }
.result .mark { width: 56px; height: 56px; border-radius: 50%; display: grid; place-items: center; color: #fff; background: var(--green); }
.result.failed .mark { background: var(--red); }
.result.waiting .mark { background: var(--edge); }
.card:not(.result) > .facts { border-top: 0; padding-top: 0; }
.result .facts { text-align: left; width: 100%; }
.result .facts div { grid-template-columns: 7em 1fr; }
.result p { text-wrap: balance; }
summary { cursor: pointer; min-height: 44px; display: flex; align-items: center; color: var(--soft); }
summary::before { content: "▸"; margin-right: 8px; }
details[open] > summary::before { content: "▾"; }
details .fields { margin: 12px 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 14px; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 6px 24px 6px 0; border-bottom: 1px solid var(--line); white-space: nowrap; }
td.number, th.number { text-align: right; }
@media (max-width: 759px) {
  .summary .facts { font-size: 15px; }
  .tag { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .card > form > button, .card > .button { width: 100%; }
}
@media (min-width: 760px) {
  main { padding-top: 32px; gap: 24px; }
  main.narrow { grid-template-columns: minmax(280px, 340px) minmax(0, 1fr); align-items: start; }
  main.narrow > .full, main.narrow > details { grid-column: 1 / -1; }
  .summary, .card { padding: 24px; }
  .banks { grid-template-columns: repeat(3, minmax(0, 1fr)); }
  .pair { grid-template-columns: 1fr 1fr; }
  details .fields, .wide .fields { grid-template-columns: repeat(3, minmax(0, 1fr)); align-items: end; }
  .card > form > button { justify-self: start; min-width: 200px; }
  .result { grid-column: 1 / -1; max-width: 560px; width: 100%; margin: 0 auto; }
}
@media (prefers-reduced-motion: no-preference) { button, .bank { transition: background-color .12s; } }
`
