/** Banks and payment companies by their names, short names and codes, the longer before what it holds. */
const banks: readonly (readonly [name: string, words: RegExp])[] = [
  ['中国工商银行', /工商银行|工行|(?<![a-z])icbc/iu],
  ['中国建设银行', /建设银行|建行|(?<![a-z])ccb(?![a-z])/iu],
  ['中国农业银行', /中国农业银行|农业银行|农行|(?<![a-z])abc(?:hina)?(?![a-z])/iu],
  ['中国邮政储蓄银行', /邮政储蓄|邮储|(?<![a-z])psbc/iu],
  ['交通银行', /交通银行|交行|(?<![a-z])(?:bcm|bocom)(?![a-z])/iu],
  ['招商银行', /招商银行|招行|(?<![a-z])cmb(?![a-z])/iu],
  ['中信银行', /中信银行|(?<![a-z])(?:citic|cncb)/iu],
  ['中国光大银行', /光大银行|(?<![a-z])ceb(?![a-z])/iu],
  ['中国民生银行', /民生银行|(?<![a-z])cmbc/iu],
  ['上海浦东发展银行', /浦东发展银行|浦发|(?<![a-z])spdb/iu],
  ['兴业银行', /兴业银行|(?<![a-z])cib(?![a-z])/iu],
  ['平安银行', /平安银行|(?<![a-z])(?:pab|spa?bank)/iu],
  ['华夏银行', /华夏银行|(?<![a-z])hxb/iu],
  ['广发银行', /广发银行|广东发展银行|(?<![a-z])c?gb(?:chn)?(?![a-z])/iu],
  ['浙商银行', /浙商银行|(?<![a-z])czb(?![a-z])/iu],
  ['恒丰银行', /恒丰银行|(?<![a-z])hfb/iu],
  ['渤海银行', /渤海银行|(?<![a-z])cbhb/iu],
  ['国家开发银行', /国家开发银行|国开行|(?<![a-z])cdb(?![a-z])/iu],
  ['四川农村商业银行', /四川农村商业银行|四川农商|(?<![a-z])scrcb/iu],
  ['重庆农村商业银行', /重庆农村商业银行|重庆农商|(?<![a-z])cqrcb/iu],
  ['支付宝', /支付宝|(?<![a-z])alipay/iu],
  ['微信支付', /微信支付|财付通|(?<![a-z])(?:wechat|wx)(?:pay)?(?![a-z])/iu],
  ['中国银行', /中国银行|中行(?!业)|(?<![a-z])boc(?![a-z])/iu],
]
/** Banks of a city or a county: their name is in the text. */
const anyBank = /([\p{Script=Han}]{2,10}?(?:农村商业银行|农村信用合作联社|农村信用社|村镇银行|农商银行|农商行|银行))/u
const noBank = /^(?:开户|所属|本|他|对方|查询|发卡|付款|收款|手机|网上|企业|电子|商业|交易|各家?)银行$/u

/** The bank that a text names; null when none. For what stands above a table: names of firms hold banks' names as well. */
export function bankOfText(text: string): string | null {
  const clean = text.normalize('NFKC').replace(/\s+/gu, '')
  for (const [name, words] of banks) if (words.test(clean)) return name
  const local = anyBank.exec(clean)?.[1]?.replace(/^(?:开户行|开户银行|银行)/u, '')
  return local && !noBank.test(local) ? local : null
}

/** Short names that people give to files; in a text they may be anybody's (平安, 中信). */
const shortNames: readonly (readonly [name: string, words: RegExp])[] = [
  ['中信银行', /中信/u],
  ['中国光大银行', /光大/u],
  ['中国民生银行', /民生/u],
  ['兴业银行', /兴业/u],
  ['平安银行', /平安/u],
  ['华夏银行', /华夏/u],
  ['广发银行', /广发/u],
  ['浙商银行', /浙商/u],
  ['恒丰银行', /恒丰/u],
  ['渤海银行', /渤海/u],
  ['微信支付', /微信/u],
]

/** The bank that the name of a file tells. */
export function bankOfFileName(fileName: string): string | null {
  return bankOfText(fileName) ?? shortNames.find(([, words]) => words.test(fileName))?.[0] ?? null
}
