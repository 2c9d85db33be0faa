"use strict";
// The pages are whole without this: it only adds the filter box and the copy buttons.

for (const box of document.querySelectorAll(".filter")) {
  const input = box.querySelector("input");
  const output = box.querySelector("output");
  const items = [...document.querySelectorAll("[data-filter]")];
  const texts = items.map((item) => item.textContent.toLowerCase());
  const apply = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    items.forEach((item, index) => {
      item.hidden = !words.every((word) => texts[index].includes(word));
      shown += item.hidden ? 0 : 1;
    });
    for (const section of document.querySelectorAll("section.kind")) {
      section.hidden = !section.querySelector("[data-filter]:not([hidden])");
    }
    output.textContent = words.length ? `${shown} of ${items.length}` : "";
  };
  input.addEventListener("input", apply);
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== input) {
      event.preventDefault();
      input.focus();
    }
  });
  box.hidden = false;
}

for (const command of document.querySelectorAll(".command")) {
  const button = command.querySelector("button");
  const code = command.querySelector("pre");
  button.addEventListener("click", async () => {
    getSelection().selectAllChildren(code);
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Selected";
    }
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  });
  button.hidden = false;
}
