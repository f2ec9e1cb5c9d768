import { test } from 'node:test';
import AxeModule from '@axe-core/playwright';
import { findings } from './support/axe.js';
import { open, withPage } from './support/page.js';
const T=async(n,f)=>{const t=Date.now();const r=await f();console.log(n,Date.now()-t);return r};
for (const p of ['/models','/api','/']) test(p, () => withPage({ reducedMotion: 'reduce' }, async (page) => {
  await T('open',()=>open(page, p));
  await T('axe full', ()=>findings(page));
  await T('axe colors', ()=>findings(page,['color-contrast','link-in-text-block']));
  const A=(o)=>new AxeModule.default({page}).setLegacyMode(true).options(o).analyze();
  await T('axe violations only', ()=>A({resultTypes:['violations'],rules:{'target-size':{enabled:true}}}));
  await T('axe violations, no target', ()=>A({resultTypes:['violations']}));
  await T('axe wcag', ()=>A({resultTypes:['violations'],runOnly:['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa']}));
  await T('in page', ()=>page.evaluate(async()=>{const r=await axe.run(document,{resultTypes:['violations'],preload:false,selectors:false, performanceTimer:false});return r.violations.length}));
  await T('in page, no contrast', ()=>page.evaluate(async()=>{const r=await axe.run(document,{resultTypes:['violations'],preload:false,rules:{'color-contrast':{enabled:false}}});return r.violations.length}));
  for (const w of [320,2560]) await T('w'+w,async()=>{await page.setViewportSize({width:w,height:800}); await page.evaluate(()=>document.documentElement.scrollWidth)});
}));
