// The link's theme in place of the system's: whatever asks the browser for dark or light, gets the reader's choice.
(() => {
  const question = '(prefers-color-scheme: dark)', ask = window.matchMedia.bind(window), system = ask(question);
  const answer = new EventTarget();
  let choice = new URLSearchParams(location.search).get('theme'), drawn = null;
  const isDark = () => choice === 'dark' || (choice !== 'light' && system.matches);
  // What the server drew in the other theme is drawn again, once.
  const redraw = () => {
    if (drawn !== null && (drawn === 'dark') !== isDark()) {
      drawn = null;
      setTimeout(() => document.querySelector('.st-key-look_again button')?.click(), 100);
    }
  };
  const tell = () => {
    answer.dispatchEvent(Object.assign(new Event('change'), {media: question, matches: isDark()}));
    redraw();
  };
  Object.defineProperties(answer, {matches: {get: isDark}, media: {value: question}});
  system.addEventListener('change', tell);
  window.matchMedia = text => text === question ? answer : ask(text);
  window.zkTheme = (chosen, base) => {
    const before = isDark();
    [choice, drawn] = [chosen, base];
    if (isDark() !== before) tell(); else redraw();
  };
})();
// On a phone the navigation lies over the page: once a page is chosen, it gives way.
document.addEventListener('click', event => {
  if (innerWidth < 768 && event.target.closest?.('[data-testid=stSidebarNavLink]'))
    document.querySelector('[data-testid=stSidebarCollapseButton] button')?.click();
});
