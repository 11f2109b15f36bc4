"""How a page looks: on a screen by day and by night, on a phone, and on paper. Every colour stands at least 4.5 to 1 on its ground."""

STYLE = """\
:root { color-scheme: light dark; --ink: #1b1f24; --quiet: #555d66; --ground: #ffffff; --line: #c4cad1; --soft: #f3f5f7;
  --good: #0b5d2e; --cut: #7a4300; --bad: #a11212; --link: #0b4f9e; --bar: #33475b; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebee; --quiet: #aab3bc; --ground: #16191d; --line: #4a525b; --soft: #21262c;
  --good: #7ddc9f; --cut: #f0b667; --bad: #ff9c9c; --link: #8fc1ff; --bar: #9db4cc; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 1rem/1.55 system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
nav + article, article + article { margin-top: 3rem; padding-top: 2rem; border-top: 4px double var(--line); }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .3rem; }
h2 { font-size: 1.25rem; margin: 2.4rem 0 .6rem; padding-bottom: .25rem; border-bottom: 2px solid var(--line); }
h3 { font-size: 1.05rem; margin: 1.5rem 0 .3rem; }
p { margin: .4rem 0; }
a { color: var(--link); }
ul, ol { margin: .4rem 0; padding-left: 1.4rem; }
li { margin: .25rem 0; }
code { font-size: .8rem; color: var(--quiet); }
.wide { overflow-x: auto; margin: .8rem 0; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid var(--line); }
thead th, thead td { border-bottom: 2px solid var(--ink); }
tbody th { font-weight: 500; }
tfoot th, tfoot td { border-top: 2px solid var(--ink); border-bottom: 0; font-weight: 700; font-size: 1.1rem; }
.number { text-align: right; white-space: nowrap; }
.good { color: var(--good); } .cut { color: var(--cut); } .bad { color: var(--bad); }
td.good, td.cut, td.bad { font-weight: 600; }
li.strong, p.strong { font-weight: 650; }
li.bad, li.cut, li.good { color: inherit; }
.quiet { color: var(--quiet); }
p.quiet { font-size: .85rem; overflow-wrap: anywhere; }
section:last-of-type > p.quiet:last-child { margin-top: 2rem; }
p.warning { background: var(--soft); border-left: .3rem solid var(--cut); padding: .5rem .8rem; font-weight: 600; }
svg { max-width: 100%; height: auto; vertical-align: middle; }
svg .whole { fill: var(--soft); stroke: var(--quiet); } svg .used { fill: var(--bar); }
figure { margin: .8rem 0; }
figcaption { font-size: .85rem; }
@media screen and (max-width: 40rem) {
  .lines thead, .bars thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .lines tr, .bars tr { display: block; padding: .4rem 0; border-bottom: 1px solid var(--line); }
  .lines th, .lines td, .bars th, .bars td { display: block; border: 0; padding: .1rem 0; text-align: left; white-space: normal; }
  .lines td:empty { display: none; } .lines td::before { content: attr(data-title) ": "; font-weight: 400; color: var(--quiet); } }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
@media print { :root { --ink: #000; --quiet: #444; --ground: #fff; --soft: #f3f3f3; --line: #999; --good: #000; --cut: #000; --bad: #000;
  --link: #000; --bar: #444; } body { font-size: 10.5pt; } main { max-width: none; padding: 0; }
  nav + article, article + article { break-before: page; margin: 0; padding: 0; border: 0; }
  h2, h3 { break-after: avoid; } tr, li, figure, svg { break-inside: avoid; } .wide { overflow: visible; }
  svg rect { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  ol.sources a::after { content: " (" attr(href) ")"; overflow-wrap: anywhere; } }
"""
"""The style sheet of a page."""
