// Elements. What a document says is hostile: it goes in as text (textContent, value), never as markup.

/** The elements of the page that have an id. */
export const ui = Object.fromEntries([...document.querySelectorAll("[id]")].map((element) => [element.id, element]));

export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

export const words = (name) => String(name).replaceAll("_", " ");

/** Says what happened, for eyes and screen readers. */
export function say(text) {
  ui.said.textContent = text;
}

export const timeOf = (iso) => new Date(iso).toLocaleTimeString("sv-SE", { hour: "2-digit", minute: "2-digit" });
