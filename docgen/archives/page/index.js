// Search and language of the index page. Text only ever enters the page through textContent, never as markup.
"use strict";
(() => {
  const records = JSON.parse(document.getElementById("records").textContent);
  const box = document.getElementById("query");
  const hits = document.getElementById("hits");
  const said = document.getElementById("said");
  const root = document.documentElement;
  const MOST = 60;

  const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

  const marked = (text, word) => {
    const span = document.createElement("span");
    const at = word ? text.toLowerCase().indexOf(word) : -1;
    if (at < 0) {
      span.textContent = text;
      return span;
    }
    const mark = document.createElement("mark");
    mark.textContent = text.slice(at, at + word.length);
    span.append(text.slice(0, at), mark, text.slice(at + word.length));
    return span;
  };

  const show = () => {
    const words = box.value.normalize("NFKC").toLowerCase().split(/[\s,，、]+/).filter(Boolean);
    hits.replaceChildren();
    if (!words.length) {
      said.textContent = "";
      return;
    }
    const found = records.filter((one) => words.every((word) => one.text.includes(plain(word))));
    said.textContent = root.lang === "en" ? `${found.length} found` : `找到 ${found.length} 项`;
    for (const one of found.slice(0, MOST)) {
      const line = document.createElement("li");
      const head = document.createElement("strong");
      head.append(marked(one.label, words[0]));
      const more = document.createElement("span");
      more.className = "soft";
      more.append(" ", marked(one.more, words[0]));
      const places = document.createElement("ul");
      for (const [title, place] of one.links) {
        const entry = document.createElement("li");
        const link = document.createElement("a");
        link.href = place;
        link.textContent = title;
        entry.append(link);
        places.append(entry);
      }
      line.append(head, more, places);
      hits.append(line);
    }
  };

  const speak = (language) => {
    root.lang = language === "en" ? "en" : "zh-CN";
    for (const element of document.querySelectorAll("[data-en]")) {
      element.textContent = language === "en" ? element.dataset.en : element.dataset.zh;
    }
    show();
  };

  document.getElementById("language").addEventListener("click", () => speak(root.lang === "en" ? "zh" : "en"));
  box.addEventListener("input", show);
  // index.html#q=张喆 opens with a search, so that one can be passed on.
  const asked = () => {
    if (location.hash.startsWith("#q=")) {
      const text = location.hash.slice(3);
      try {
        box.value = decodeURIComponent(text);
      } catch {
        box.value = text; // a percent sign that stands for itself
      }
      show();
    }
  };
  // Every edition has a mark: where one with a higher number lies beside this page, this is no longer the one in force.
  const notice = document.getElementById("superseded");
  const number = Number(notice.dataset.number);
  const later = (step) => {
    const mark = new Image();
    mark.addEventListener("load", () => {
      const link = document.createElement("a");
      link.href = "../index.html";
      link.textContent = root.lang === "en" ? `superseded by edition ${number + step}` : `本版已被第${number + step}版取代`;
      notice.replaceChildren(link);
      notice.hidden = false;
    });
    mark.src = `../${number + step}/版本.svg`;
  };
  if (number) {
    [1, 2, 3, 4, 5].forEach(later);
  }
  window.addEventListener("hashchange", asked);
  asked();
  speak(root.lang === "en" ? "en" : "zh");
})();
