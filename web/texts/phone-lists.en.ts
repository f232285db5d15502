import type { PhoneListsTexts } from './phone-lists.zh-CN.ts'
import { plural } from './plural.ts'
import type { Translation } from './texts.ts'

export const en: Translation<PhoneListsTexts> = {
  filter: 'Filter',
  filtersSet: (v) => plural(v.count, 'filter', 'filters'),
  clear: 'Clear filters',
  show: 'Show',
  any: 'All',
  fromDay: (v) => `${v.what} from`,
  toDay: (v) => `${v.what} to`,
  more: 'Show more',
  loadingMore: 'Loading',
}
