import type { SavedFiltersTexts } from './saved-filters.zh-CN.ts'
import type { Translation } from './texts.ts'

export const en: Translation<SavedFiltersTexts> = {
  saved: 'Saved filters',
  save: 'Save these filters…',
  manage: 'Rename or delete…',
  saveTitle: 'Save filters',
  saveText: 'Next time, “Saved filters” on this page shows the same list again.',
  name: 'Name',
  nameHint: 'for instance: online plans of this year',
  nameNeeded: 'Enter a name.',
  saveSend: 'Save',
  savedToast: (v) => `Saved as “${v.name}”`,
  manageTitle: 'My saved filters',
  rename: 'Rename',
  remove: 'Delete',
  removed: (v) => `“${v.name}” is deleted`,
  none: 'Nothing is saved yet',
  nothingSet: 'Set some filters first',
  done: 'Done',
}
