import { type Fen, formatFen } from '../../core/money.ts'
import type { SheetToWrite } from '../../platform/spreadsheets/sheet-to-write.ts'
import { idTypeNames } from '../learners/learner-id.rules.ts'
import { rechargeImportFields } from './recharge-import.rules.ts'

const widths: Readonly<Record<string, number>> = { name: 12, idType: 24, idNumber: 24, amount: 14 }

export type RechargeTemplateFacts = {
  readonly planName: string
  readonly orderNumber: string
  readonly leftFen: Fen
  readonly expiresOn: string
}

/** The workbook for 批量充值 from a batch: an empty sheet, what to know, and filled-in rows to look at. */
export function rechargeTemplate({ planName, orderNumber, leftFen, expiresOn }: RechargeTemplateFacts): SheetToWrite[] {
  const columns = rechargeImportFields.map(({ field, heading, required }) => ({
    heading,
    required,
    // As text an ID number keeps all 18 digits.
    format: field === 'amount' ? ('amount' as const) : ('text' as const),
    widthCharacters: widths[field] ?? 16,
  }))
  const types = Object.values(idTypeNames)
  return [
    {
      name: '充值',
      columns: columns.map((column, index) =>
        rechargeImportFields[index]?.field === 'idType'
          ? { ...column, choices: types, choicesError: 'warning' as const }
          : column,
      ),
      rows: [],
    },
    {
      name: '填写说明',
      wrap: true,
      widthsCharacters: [16, 90],
      rows: notes(planName, orderNumber, leftFen, expiresOn),
    },
    {
      name: '示例',
      columns,
      rows: [
        ['张三', '居民身份证', '990000199001011239', 50],
        ['李四', '', '990000199001011255', 128.5],
        ['JANE DOE', '护照', 'E12345678', 50],
      ],
    },
  ]
}

const heading = (value: string) => ({ value, look: 'heading' as const })

function notes(planName: string, orderNumber: string, leftFen: Fen, expiresOn: string) {
  return [
    [heading('列'), heading('怎么填')],
    [
      '学习卡批次',
      `${planName}，订单 ${orderNumber}，现在还剩 ${formatFen(leftFen)} 元，${expiresOn} 到期。全部金额加起来不能超过剩下的。`,
    ],
    ['姓名', '必填，要和系统里登记的一样：充错人就是给错钱，所以姓名对不上的不充。'],
    ['证件类型', '不填就是居民身份证；护照、港澳和台湾的通行证请在下拉框里选。'],
    [
      '身份证号',
      '必填。按它找学员，不在册的人不能充值，请先在“学员管理”里添加。这一列已经设成文本：从别处粘贴时请选“只粘贴文本”，不然后三位会变成 0。',
    ],
    ['充值金额', '必填，单位元，例如 50 或 128.5，要大于 0，最多两位小数；多出来的小数不会四舍五入，要改好再传。'],
    ['', ''],
    ['一个人一行', '同一个人写两行会被标出来，请合并成一行。一次最多 20000 人。'],
    [
      '传过的再传',
      '这一批学习卡里，按表格给一个人充过同样的金额，再传不会再充一遍，所以改好错的行以后整张表再传就行。确实要再充同样的金额，请在“学员缴费”里勾选。',
    ],
    ['出错的行', '导入前会逐行列出来。可以直接改，也可以下载标红的表格改好再传。'],
  ]
}
