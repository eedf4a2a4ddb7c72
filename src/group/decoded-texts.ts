/** Times that a link may have been escaped: once by each program that it passed through */
const MAX_ROUNDS = 3

/** Tags that mail programs and editors put into long words; others may contain a link */
const TAGS = /<\/?(?:b|br|div|em|font|i|p|span|strong|u|wbr)\b[^<>#]*>/gi

/** Hyphens and minus signs that editors put in place of ASCII's */
const HYPHENS = /[\u2010-\u2013\u2212]/g

/** What editors make of two hyphens */
const LONG_DASHES = /[\u2014\u2015]/g

/**
 * Returns a text as it was before programs escaped it for a URL, for HTML or for JSON;
 * if it has typographic dashes, also with the hyphens that they may have been
 */
export function decodedTexts (text: string): string[] {
  let decoded = text

  for (let round = 0; round < MAX_ROUNDS; round++) {
    decoded = unescapeHTML(unescapeURL(decoded))
  }

  // letters of full width become ASCII
  const plain = decoded.normalize('NFKC')
  const hyphens = decoded.replace(LONG_DASHES, '--').replace(HYPHENS, '-').normalize('NFKC')

  return plain === hyphens ? [plain] : [plain, hyphens]
}

function unescapeURL (text: string): string {
  return text.replace(/(?:%[\da-f]{2})+/gi, escaped => {
    try {
      return decodeURIComponent(escaped)
    } catch {
      // not UTF-8, so no part of an invite
      return ' '
    }
  })
}

function unescapeHTML (text: string): string {
  return text
    .replace(TAGS, ' ')
    .replace(/&#(\d{1,7});|&#x([\da-f]{1,6});|\\u([\da-f]{4})/gi, (_, decimal, hex, json) => character(decimal == null ? parseInt(hex ?? json, 16) : Number(decimal)))
    .replace(/&(?:lowbar|num|amp);/g, name => ({ '&lowbar;': '_', '&num;': '#' })[name] ?? '&')
    .replace(/&[a-z]{2,24};/gi, ' ')
}

function character (code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : ' '
}
