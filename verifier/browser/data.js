// tables.json and words.json, the same files that Python reads; whoever loads this sets them once.

export const data = { tables: null, words: null };

export function sentence(key, lang, fields = {}) {
  return Object.entries(fields).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, () => String(value)), data.words[lang][key]);
}
