// The frame of every page: what is kept, the language, the colours, printing.
"use strict";
const page = (() => {
  const root = document.documentElement;
  root.classList.add("on");
  const kept = {
    get(name) { try { return localStorage.getItem(name); } catch { return null; } },
    set(name, value) { try { localStorage.setItem(name, value); return true; } catch { return false; } },
  };
  const grouped = number => String(number).replace(/\B(?=(\d{3})+$)/g, ",");
  // as Python writes it: what lies between two tenths goes to the even one
  const percent = ratio => {
    if (ratio > 0 && ratio < 0.0005) return "<0.1%";
    const value = (ratio < 1 ? Math.min(ratio, 0.999) : ratio) * 100;
    const quarters = value * 4;
    if (Number.isInteger(quarters) && quarters % 4 === 1) return (Math.floor(value) + 0.2).toFixed(1) + "%";
    return value.toFixed(1) + "%";
  };
  const language = () => (root.lang === "en" ? "en" : "zh");
  const speak = lang => {
    root.lang = lang === "en" ? "en" : "zh-CN";
    for (const each of document.querySelectorAll("[data-says]")) {
      const words = each.dataset[lang];
      if (each.dataset.says === "data-text") each.textContent = words;
      else each.setAttribute(each.dataset.says, words);
    }
  };
  // a name, which is another one in each language where the program gave it
  const name = (element, words) => {
    if (typeof words === "string") { element.textContent = words; return; }
    element.replaceChildren(...Object.keys(words).map(lang => Object.assign(document.createElement("span"), { className: lang, textContent: words[lang] })));
  };
  const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const theme = kept.get("simcheck:theme");
  if (theme === "dark" || theme === "light") root.dataset.theme = theme;
  const actions = {
    lang() { speak(language() === "zh" ? "en" : "zh"); },
    theme() { root.dataset.theme = dark() ? "light" : "dark"; kept.set("simcheck:theme", root.dataset.theme); },
    print() { print(); },
  };
  document.addEventListener("click", event => {
    const button = event.target.closest("[data-do]");
    if (button && Object.hasOwn(actions, button.dataset.do)) actions[button.dataset.do](button);
  });
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const each of closed) each.open = true;
  });
  addEventListener("afterprint", () => { for (const each of closed) each.open = false; });
  const data = JSON.parse(document.getElementById("data").textContent);
  return { root, kept, grouped, percent, language, speak, name, actions, data };
})();
