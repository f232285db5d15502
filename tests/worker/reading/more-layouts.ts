import { formRows, phoneRows, plainLines } from './draw-slip.ts'
import type { LayoutCase } from './slip-layouts.ts'

const payee = '国培网(北京)教育科技有限公司'
const payer = '河北省科信建筑安装工程有限公司'

/** Ways of writing and setting that are easily taken for something else. */
export const moreLayoutCases: readonly LayoutCase[] = [
  {
    name: 'a phone page whose unknown labels hold other sums, one of them larger',
    slip: {
      width: 780,
      height: 1600,
      texts: [
        { x: 390, y: 240, text: '转账成功', align: 'middle' },
        { x: 390, y: 320, text: '￥640.00', align: 'middle', size: 50 },
        ...phoneRows(
          [
            ['收款人', payee],
            ['收款账户', '建设银行(3456)'],
            ['付款账户', '工商银行(8061)'],
            ['付款人', '沈明'],
            ['今日剩余可转', '¥49,360.00'],
            ['本月已转账', '¥1,280.00'],
            ['转账编号', '202604081122334455'],
            ['完成时间', '2026-04-08 09:10:11'],
          ],
          420,
        ),
      ],
    },
    expected: {
      amountFen: 64000,
      payerName: '沈明',
      payerAccount: '8061',
      payeeName: payee,
      payeeAccount: '3456',
      serialNo: '202604081122334455',
      paidAt: '2026-04-08T09:10:11',
    },
  },
  {
    name: 'labels without colons run together with their values',
    slip: {
      width: 1200,
      height: 700,
      texts: plainLines(
        [
          '网上银行转账汇款回单',
          `付款人名称 ${payer}`,
          '付款人账号 32058009680958002757',
          `收款人名称 ${payee}`,
          '收款人账号 110060149018010023456',
          '金额 5,879.36元',
          '大写金额 伍仟捌佰柒拾玖元叁角陆分',
          '交易流水号 8147-20260424308610607',
          '交易日期 2026年04月24日',
          '附言 PX269RD9Z8年会会务费8人',
        ],
        80,
        80,
      ),
    },
    expected: {
      amountFen: 587936,
      amountInWords: '伍仟捌佰柒拾玖元叁角陆分',
      payerName: payer,
      payerAccount: '32058009680958002757',
      payeeName: payee,
      payeeAccount: '110060149018010023456',
      orderNo: 'PX269RD9Z8',
      serialNo: '8147-20260424308610607',
      paidAt: '2026-04-24',
      remark: 'PX269RD9Z8年会会务费8人',
    },
  },
  {
    name: 'labels and values in tightly set boxes, colons at the labels, traditional spellings',
    slip: {
      width: 1000,
      height: 700,
      texts: formRows(
        [
          ['匯款人：', payer],
          ['匯款人帳號：', '32058009680958002757'],
          ['收款人：', payee],
          ['收款人帳號：', '110060149018010023456'],
          ['匯款金额：', 'RMB 5,879.36'],
          ['交易时间：', '2026/04/24 12:05'],
        ],
        100,
        { pitch: 30, size: 20 },
      ),
    },
    expected: {
      amountFen: 587936,
      payerName: payer,
      payerAccount: '32058009680958002757',
      payeeName: payee,
      payeeAccount: '110060149018010023456',
      paidAt: '2026-04-24T12:05',
    },
  },
  {
    name: 'a page of success with two parties as a picture of an arrow would show them',
    slip: {
      width: 780,
      height: 1200,
      texts: [
        { x: 390, y: 200, text: '提交成功', align: 'middle', size: 30 },
        { x: 390, y: 290, text: '5,879.36', align: 'middle', size: 54 },
        ...phoneRows(
          [
            ['转出账户', '6225 **** **** 8061'],
            ['转出户名', payer],
            ['转入账户', '1100 **** **** 3456'],
            ['转入户名', payee],
            ['转入银行', '交通银行'],
            ['手续费', '免费'],
            ['留言', 'PX269RD9Z8'],
            ['申请时间', '2026-04-24 12:05:55'],
            ['预计到账时间', '2026-04-25 12:05:55'],
          ],
          400,
        ),
      ],
    },
    expected: {
      amountFen: 587936,
      payerName: payer,
      payerAccount: '6225********8061',
      payeeName: payee,
      payeeAccount: '1100********3456',
      payeeBank: '交通银行',
      orderNo: 'PX269RD9Z8',
      paidAt: '2026-04-24T12:05:55',
      remark: 'PX269RD9Z8',
    },
  },
  {
    name: 'a receipt for money that came in: 对方 is the payer',
    slip: {
      width: 1200,
      height: 700,
      texts: [
        ...plainLines(
          [
            '收款回单',
            '交易日期：2026年04月24日        借贷标志：贷',
            `户名：${payee}`,
            '账号：110060149018010023456',
            `对方户名：${payer}`,
            '对方账号：32058009680958002757',
            '交易金额：5,879.36',
            '余额：1,205,879.36',
            '摘要：培训费 PX269RD9Z8',
            '交易流水号：814720260424',
          ],
          80,
          80,
        ),
      ],
    },
    expected: {
      amountFen: 587936,
      payerName: payer,
      payerAccount: '32058009680958002757',
      payeeName: payee,
      payeeAccount: '110060149018010023456',
      orderNo: 'PX269RD9Z8',
      serialNo: '814720260424',
      paidAt: '2026-04-24',
      remark: '培训费 PX269RD9Z8',
    },
  },
  {
    name: 'a form whose label cells stand right before values in one row of four',
    slip: {
      width: 1500,
      height: 600,
      texts: [
        ...(
          [
            ['付款账号', '32058009680958002757', '收款账号', '110060149018010023456'],
            ['付款户名', payer, '收款户名', payee],
            ['付款行名', '中国建设银行重庆高新区支行', '收款行名', '交通银行北京和平里东街支行'],
            ['币种', '人民币', '金额', '5,879.36'],
            ['手续费', '2.00', '汇划费', '0.50'],
            ['用途', '订单号 PX269RD9Z8', '指令编号', '8475610293'],
            ['交易状态', '交易成功', '交易日期', '2026-04-24'],
          ] as const
        ).flatMap((row, index) =>
          row.map((text, column) => ({ x: [60, 220, 780, 940][column] ?? 0, y: 80 + index * 56, text, size: 22 })),
        ),
      ],
    },
    expected: {
      amountFen: 587936,
      payerName: payer,
      payerAccount: '32058009680958002757',
      payeeName: payee,
      payeeAccount: '110060149018010023456',
      orderNo: 'PX269RD9Z8',
      serialNo: '8475610293',
      paidAt: '2026-04-24',
      remark: '订单号 PX269RD9Z8',
    },
  },
  {
    name: 'a picture of something else',
    slip: {
      width: 800,
      height: 600,
      texts: plainLines(
        ['关于举办2026年见证取样员培训班的通知', '各有关单位：', '培训时间为4月8日至10日，', '联系人：王老师'],
        80,
        80,
      ),
    },
    expected: {},
  },
  {
    name: 'a phone page with the amount in words split from its unit and a watermark across',
    slip: {
      width: 780,
      height: 1400,
      texts: [
        { x: 390, y: 200, text: '汇款成功', align: 'middle', size: 30 },
        { x: 330, y: 290, text: '100,500.00', align: 'middle', size: 54 },
        { x: 520, y: 300, text: '元', size: 28 },
        { x: 200, y: 620, text: '手机银行 仅供参考', size: 40, score: 0.7 },
        ...phoneRows(
          [
            ['汇款金额大写', '壹拾万零伍佰元整'],
            ['收款方户名', payee],
            ['收款方卡号/账号', '110060149018010023456'],
            ['收款行', '交通银行'],
            ['付款卡号', '4301****8774'],
            ['汇款用途', 'PX26JUAABM'],
            ['汇款时间', '2026-04-04 08:38:54'],
            ['电子回单号', '202604041737796759'],
          ],
          400,
        ),
      ],
    },
    expected: {
      amountFen: 10050000,
      amountInWords: '壹拾万零伍佰元整',
      payerAccount: '4301****8774',
      payeeName: payee,
      payeeAccount: '110060149018010023456',
      orderNo: 'PX26JUAABM',
      serialNo: '202604041737796759',
      paidAt: '2026-04-04T08:38:54',
      remark: 'PX26JUAABM',
    },
  },
]
