// The link's theme in place of the system's: whatever asks the browser for dark or light, gets the reader's choice.
(() => {
  const question = '(prefers-color-scheme: dark)', ask = window.matchMedia.bind(window), system = ask(question);
  const answer = new EventTarget();
  let choice = new URLSearchParams(location.search).get('theme'), drawn = null, here = null;
  const isDark = () => choice === 'dark' || (choice !== 'light' && system.matches);
  // What the server drew in the other theme is drawn again, once.
  const redraw = () => {
    if (drawn !== null && (drawn === 'dark') !== isDark()) {
      drawn = null;
      setTimeout(() => document.querySelector('.st-key-look_again button')?.click(), 100);
    }
  };
  // The side bar comes after the page beside it: until then its place is kept, as the reader left it.
  const root = document.documentElement;
  root.classList.add('zk-unread');
  root.classList.toggle('zk-dark', isDark());
  try {
    const kept = Object.entries(localStorage), width = parseInt(localStorage.getItem('sidebarWidth'), 10);
    const isShut = kept.some(([key, value]) => key.startsWith('stSidebarCollapsed') && value === 'true');
    root.classList.toggle('zk-first', !isShut);
    if (width) root.style.setProperty('--zk-side', `${width}px`);
  } catch { /* a browser that keeps nothing */ }
  const tell = () => {
    answer.dispatchEvent(Object.assign(new Event('change'), {media: question, matches: isDark()}));
    redraw();
  };
  Object.defineProperties(answer, {matches: {get: isDark}, media: {value: question}});
  system.addEventListener('change', tell);
  window.matchMedia = text => text === question ? answer : ask(text);
  window.zkDrawn = (chosen, base, language, page) => {
    const before = isDark();
    [choice, drawn] = [chosen, base];
    if (isDark() !== before) tell(); else redraw();
    document.documentElement.lang = language;
    here = root.dataset.page = page;
    mark();
  };
  // What stands for a part in the page, figures aside: those come later and have their size.
  const STAND_INS = '[data-testid=stMain] [data-testid=stElementContainer]:not([class*=st-key-chart_]) > [data-testid^=stSkeleton]';
  const THERE = 'h1, [data-testid=stException]';
  const LONGEST_MS = 2000;
  const show = () => {
    setTimeout(() => root.classList.remove('zk-unread'), LONGEST_MS);
    if (document.querySelector('.zk-line') && !document.querySelector(STAND_INS)) root.classList.remove('zk-unread');
  };
  // The list of pages may come later: a phone has none until it is opened.
  const mark = () => {
    if (root.classList.contains('zk-unread') && document.querySelector(THERE)) show();
    if (document.querySelector('[data-testid=stSidebar]')) root.classList.remove('zk-first');
    for (const list of document.querySelectorAll('.zk-nav'))
      if (list.querySelector('[aria-current]')?.dataset.page !== here)
        for (const link of list.querySelectorAll('a'))
          if (link.dataset.page === here) link.setAttribute('aria-current', 'page');
          else link.removeAttribute('aria-current');
  };
  new MutationObserver(mark).observe(document.documentElement, {childList: true, subtree: true});
})();
// A page of the navigation is a step in the browser's history, as Streamlit hears it, with the whole state of the link.
document.addEventListener('click', event => {
  const link = event.target.closest?.('.zk-nav a');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const to = new URL(link.href);
  to.search = location.search;
  history.pushState(null, '', to);
  dispatchEvent(new PopStateEvent('popstate'));
  // On a phone the navigation lies over the page: once a page is chosen, it gives way.
  if (innerWidth < 768) document.querySelector('[data-testid=stSidebarCollapseButton] button')?.click();
});
// Who comes back from a customer finds the list where it was left. Streamlit starts every page at its top.
(() => {
  let store;
  try { store = sessionStorage; } catch { return; }  // a browser that keeps nothing
  const KEPT = 'zk-place', OWN = ['wheel', 'touchstart', 'pointerdown', 'keydown'], LONGEST_MS = 30_000;
  const main = () => document.querySelector('[data-testid=stMain]');
  const drawn = () => document.documentElement.dataset.page;
  const address = () => location.pathname + [...new URLSearchParams(location.search)].sort().join('&');
  let kept = JSON.parse(store.getItem(KEPT)), hasLeft = true, held = null, still = 0;
  const letGo = () => {
    clearInterval(held);
    [kept, held, still] = [null, null, 0];
    store.removeItem(KEPT);
    for (const act of OWN) removeEventListener(act, letGo, true);
  };
  document.addEventListener('click', event => {
    if (event.target.closest?.('.zk-nav a')) letGo();
    if (!event.target.closest?.('[data-testid=stMain] a[href*="customer?"]')) return;
    [kept, hasLeft] = [[address(), main().scrollTop, drawn()], false];
    store.setItem(KEPT, JSON.stringify(kept));
  }, true);
  // What stands above comes bit by bit: the place is held until the page is whole, or the reader moves it. The address
  // is the page's before its run begins: until then the page that is left stands there, whole.
  const hold = (top, name, since) => {
    const page = main(), isThere = page && drawn() === name;
    const isWhole = document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning';
    // What the page before left is taken away only after the run, and the place with it.
    still = isThere && isWhole && page.scrollTop === top ? still + 1 : 0;
    if (still > 15 || Date.now() - since > LONGEST_MS) letGo();
    else if (isThere) page.scrollTop = top;
  };
  const look = () => {
    if (!kept || held) return;
    if (kept[0] !== address()) hasLeft = true;
    else if (hasLeft) {
      held = setInterval(hold, 100, kept[1], kept[2], Date.now());
      for (const act of OWN) addEventListener(act, letGo, true);
    }
  };
  new MutationObserver(look).observe(document.documentElement, {childList: true, subtree: true});
})();
