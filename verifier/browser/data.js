// tables.json and words.json, the same files that Python reads; whoever loads this sets them once.

export const data = { tables: null, words: null };

const UNSEEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u0600-\u0605\u061c\u06dd\u070f\u08e2\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\uf8ff\ufeff\ufff9-\ufffb\u{110bd}\u{110cd}\u{13430}-\u{1343f}\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0001}\u{e0020}-\u{e007f}\u{f0000}-\u{10ffff}]/gu;

const sign = (one) => `[U+${one.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}]`;

// A field may hold anything, and must not be taken for a sentence (words.py).
export const seen = (text) => text.replace(UNSEEN, sign);

const STRANGE = /[^!-~\u3001-\u3015\u3400-\u4dbf\u4e00-\u9fff\u{20000}-\u{3ffff}]/gu;
// A code with a Cyrillic A is another code, and reads the same (words.py).
export const spelled = (text) => text.replace(STRANGE, (one) => one + sign(one));

export const has = (key, lang) => Object.hasOwn(data.words[lang], key);

export function sentence(key, lang, fields = {}) {
  return data.words[lang][key].replace(/\{([a-z_]+)\}/g, (blank, name) => (Object.hasOwn(fields, name) ? seen(String(fields[name])) : blank));
}
