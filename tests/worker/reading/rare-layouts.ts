import { formRows, phoneRows, plainLines } from './draw-slip.ts'
import type { LayoutCase } from './slip-layouts.ts'

const payee = '江苏省建设工程质量检测行业协会'
/** A payee and a payer whose names hold brackets and an ending that is no 公司. */
const payer = '众联(宁波)水利工程质量检测有限公司'

/** Layouts in which labels and values stand to each other in ways that are rare, but met. */
export const rareLayoutCases: readonly LayoutCase[] = [
  {
    name: 'a matrix: row labels left, payer and payee as columns',
    slip: {
      width: 1300,
      height: 700,
      texts: [
        { x: 650, y: 60, text: '电子转账凭证', align: 'middle', size: 30 },
        ...(
          [
            ['', '付款人', '收款人'],
            ['户名', payer, payee],
            ['账号', '32058009680958002757', '320878001234563561'],
            ['开户银行', '中国建设银行宁波分行', '中国建设银行南京鼓楼支行'],
          ] as const
        ).flatMap((row, index) =>
          row.flatMap((text, column) =>
            text === '' ? [] : [{ x: [80, 260, 780][column] ?? 0, y: 140 + index * 56, text, size: 22 }],
          ),
        ),
        { x: 80, y: 400, text: '转账金额', size: 22 },
        { x: 260, y: 400, text: '人民币叁仟捌佰肆拾元整（¥3,840.00）', size: 22 },
        { x: 80, y: 460, text: '转账日期', size: 22 },
        { x: 260, y: 460, text: '2026年04月08日', size: 22 },
        { x: 80, y: 520, text: '用途', size: 22 },
        { x: 260, y: 520, text: 'PX26JUAABM', size: 22 },
      ],
    },
    expected: {
      amountFen: 384000,
      amountInWords: '叁仟捌佰肆拾元整',
      payerName: payer,
      payerAccount: '32058009680958002757',
      payeeName: payee,
      payeeAccount: '320878001234563561',
      orderNo: 'PX26JUAABM',
      paidAt: '2026-04-08',
      remark: 'PX26JUAABM',
    },
  },
  {
    name: 'several pairs in one line, figures and words in one value',
    slip: {
      width: 1500,
      height: 500,
      texts: plainLines(
        [
          `付款人：${payer} 账号：32058009680958002757 开户行：中国建设银行宁波分行`,
          `收款人：${payee} 账号：320878001234563561 开户行：中国建设银行南京鼓楼支行`,
          '转账金额：3,840.00元（大写：叁仟捌佰肆拾元整） 手续费：0.50元',
          '交易日期：2026-04-08 流水号：20260408112233 附言：PX26JUAABM',
        ],
        60,
        100,
        60,
        20,
      ),
    },
    expected: {
      amountFen: 384000,
      amountInWords: '叁仟捌佰肆拾元整',
      payerName: payer,
      payerAccount: '32058009680958002757',
      payeeName: payee,
      payeeAccount: '320878001234563561',
      orderNo: 'PX26JUAABM',
      serialNo: '20260408112233',
      paidAt: '2026-04-08',
      remark: 'PX26JUAABM',
    },
  },
  {
    name: 'a card payment with the discount between price and payment',
    slip: {
      width: 780,
      height: 1300,
      texts: [
        { x: 390, y: 160, text: '付款成功', align: 'middle', size: 30 },
        { x: 390, y: 250, text: '¥3,840.00', align: 'middle', size: 54 },
        ...phoneRows(
          [
            ['订单金额', '¥3,860.00'],
            ['优惠', '-¥20.00'],
            ['商户名称', payee],
            ['付款卡', '工商银行 借记卡(8061)'],
            ['交易类型', '消费'],
            ['订单编号', 'PX26JUAABM'],
            ['交易时间', '2026-04-08 09:10:11'],
            ['交易单号', '62260408112233445566'],
          ],
          360,
        ),
      ],
    },
    expected: {
      amountFen: 384000,
      payerAccount: '8061',
      payeeName: payee,
      orderNo: 'PX26JUAABM',
      serialNo: '62260408112233445566',
      paidAt: '2026-04-08T09:10:11',
    },
  },
  {
    name: 'names of clerks beside the parties, a whole amount without decimals',
    slip: {
      width: 1200,
      height: 900,
      texts: [
        { x: 600, y: 60, text: '对公转账指令查询', align: 'middle', size: 28 },
        ...formRows(
          [
            ['指令状态', '银行处理成功'],
            ['付款单位', payer],
            ['付款账号', '32058009680958002757'],
            ['收款单位', payee],
            ['收款账号', '320878001234563561'],
            ['付款金额', '¥3,840.00'],
            ['制单员', '王小明'],
            ['复核员', '李小红'],
            ['制单时间', '2026-04-07 17:30:00'],
            ['付款时间', '2026-04-08 09:10:11'],
            ['指令序号', 'HQP123456789'],
            ['资金用途', '继续教育费 PX26JUAABM'],
          ],
          130,
          { x: 420 },
        ),
      ],
    },
    expected: {
      amountFen: 384000,
      payerName: payer,
      payerAccount: '32058009680958002757',
      payeeName: payee,
      payeeAccount: '320878001234563561',
      orderNo: 'PX26JUAABM',
      serialNo: 'HQP123456789',
      paidAt: '2026-04-08T09:10:11',
      remark: '继续教育费 PX26JUAABM',
    },
  },
  {
    name: 'name over account under each heading, no labels for either',
    slip: {
      width: 780,
      height: 1200,
      texts: [
        { x: 390, y: 120, text: '转账成功', align: 'middle', size: 30 },
        { x: 390, y: 210, text: '3,840.00元', align: 'middle', size: 50 },
        { x: 60, y: 320, text: '付款方', size: 22 },
        { x: 60, y: 364, text: payer, size: 26 },
        { x: 60, y: 404, text: '中国建设银行(2757)', size: 22 },
        { x: 60, y: 500, text: '收款方', size: 22 },
        { x: 60, y: 544, text: payee, size: 26 },
        { x: 60, y: 584, text: '中国建设银行(3561)', size: 22 },
        { x: 60, y: 680, text: '转账附言', size: 22 },
        { x: 60, y: 724, text: 'PX26JUAABM', size: 26 },
        { x: 60, y: 820, text: '转账时间', size: 22 },
        { x: 60, y: 864, text: '2026-04-08 09:10:11', size: 26 },
      ],
    },
    expected: {
      amountFen: 384000,
      payerName: payer,
      payerAccount: '2757',
      payeeName: payee,
      payeeAccount: '3561',
      orderNo: 'PX26JUAABM',
      paidAt: '2026-04-08T09:10:11',
      remark: 'PX26JUAABM',
    },
  },
  {
    name: 'a message of the bank',
    slip: {
      width: 780,
      height: 500,
      texts: plainLines(
        [
          '【建设银行】您尾号2757的账户于2026年4月8',
          `日09:10向${payee}转账支出人民`,
          '币3,840.00元，余额212,301.55元。',
        ],
        40,
        120,
        44,
        28,
      ),
    },
    // Its sum stands in a sentence, which no label explains: better none.
    expected: { payeeName: payee },
  },
]
