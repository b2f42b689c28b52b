/** The page's style. Two columns beside a list of operations where there is room, one column where there is not. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --back: light-dark(#ffffff, #14161a); --panel: light-dark(#f6f7f9, #1b1e24); --line: light-dark(#e3e6ea, #2c313a);
  --ink: light-dark(#1d2127, #e4e7ec); --soft: light-dark(#5c6570, #9aa4b2); --link: light-dark(#0b5cad, #79b8ff);
  --get: light-dark(#0b6bcb, #6cb2ff); --post: light-dark(#1a7f37, #57c878); --put: light-dark(#9a5b00, #e0a84e);
  --patch: light-dark(#7a4bc2, #b794f6); --delete: light-dark(#c1272d, #ff8080);
  --key: light-dark(#0b5cad, #8cc4ff); --text: light-dark(#1a7f37, #8ddb8c); --value: light-dark(#a04100, #f5b87a);
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; background: var(--back); color: var(--ink); font: 15px/1.55 system-ui, sans-serif; display: grid;
  grid-template-columns: 17rem minmax(0, 1fr); }
a { color: var(--link); text-decoration: none; } a:hover { text-decoration: underline; }
code, pre { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
nav { position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 1.25rem 1rem; border-right: 1px solid var(--line);
  background: var(--panel); font-size: 13.5px; }
.home { font-weight: 650; font-size: 16px; color: var(--ink); }
nav h2, .menu h2 { margin: 1.25rem 0 .35rem; font-size: 11.5px; letter-spacing: .06em; text-transform: uppercase;
  color: var(--soft); }
nav ul, .menu ul { list-style: none; margin: 0; padding: 0; }
nav li a, .menu li a { display: flex; gap: .5rem; align-items: baseline; padding: .16rem .3rem; color: var(--ink); border-radius: 4px; }
nav li a:hover, .menu li a:hover { background: var(--line); text-decoration: none; }
nav .method, .menu .method { flex: none; width: 3.6em; }
main { padding: 2rem clamp(1rem, 3vw, 3rem) 6rem; max-width: 90rem; }
h1 { margin: 0 0 .5rem; font-size: 1.9rem; letter-spacing: -.01em; }
section > h2 { margin: 3rem 0 0; padding-bottom: .4rem; border-bottom: 2px solid var(--line); font-size: 1.35rem;
  text-transform: capitalize; }
article { padding: 1.75rem 0; border-bottom: 1px solid var(--line); }
article h3 { margin: 0; font-size: 1.12rem; } article h3 a { color: inherit; }
article:target h3 { border-left: 3px solid var(--link); padding-left: .6rem; }
h4 { margin: 1.25rem 0 .35rem; font-size: .93rem; font-weight: 620; }
p { margin: .5rem 0; }
.route { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center; margin-top: .3rem; }
.route code { font-size: 14px; overflow-wrap: anywhere; }
.method { font: 650 11px/1.6 ui-monospace, Menlo, Consolas, monospace; }
.get { color: var(--get); } .post { color: var(--post); } .put { color: var(--put); } .patch { color: var(--patch); }
.delete { color: var(--delete); }
.access, .note, .limit { font-size: 12px; color: var(--soft); }
.access { border: 1px solid var(--line); border-radius: 99px; padding: 0 .6em; }
.columns { display: grid; grid-template-columns: minmax(0, 1.1fr) minmax(0, 1fr); gap: 1rem 2.5rem; }
.field { display: grid; grid-template-columns: 11rem minmax(0, 1fr); gap: .1rem 1rem; padding: .35rem 0;
  border-top: 1px solid var(--line); }
.fields > .field:first-child { border-top: 0; }
.field .name { overflow-wrap: anywhere; } .limit { margin-left: .6em; } .limit code { font-size: 11.5px; overflow-wrap: anywhere; }
.type { font-size: 14px; }
.says { color: var(--soft); font-size: 13.5px; }
.nested { margin-top: .3rem; padding-left: .75rem; border-left: 2px solid var(--line); }
.status { display: inline-block; font: 650 12px/1.5 ui-monospace, Menlo, Consolas, monospace; margin-right: .35rem; }
.s2, .s3 { color: var(--post); } .s4 { color: var(--put); } .s5 { color: var(--delete); }
.errors details { padding: .18rem 0; font-size: 13.5px; color: var(--soft); } summary { cursor: pointer; }
.examples figure { margin: 1.25rem 0 0; } figcaption { font-size: 12px; color: var(--soft); margin-bottom: .25rem; }
pre { margin: .25rem 0; padding: .75rem .9rem; background: var(--panel); border: 1px solid var(--line); border-radius: 6px;
  overflow-x: auto; }
.key { color: var(--key); } .text { color: var(--text); } .value { color: var(--value); }
.menu { display: none; margin: 1rem 0; }
@media (max-width: 75rem) { .columns { grid-template-columns: minmax(0, 1fr); } }
@media (max-width: 52rem) { body { display: block; } nav { display: none; } .menu { display: block; }
  .field { grid-template-columns: minmax(0, 1fr); } }
@media print { body { display: block; } nav, .menu { display: none; } }
`;
