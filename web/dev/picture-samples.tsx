import { createSignal, type JSX } from 'solid-js'
import { fen } from '../../server/core/money.ts'
import { CompareSmall, CompareTable } from '../components/compare-table.tsx'
import { CopyRow } from '../components/copy.tsx'
import { DiffText } from '../components/diff-text.tsx'
import { AccountNumber } from '../components/grouped-number.tsx'
import { Facts } from '../components/layout.tsx'
import { Money } from '../components/money.tsx'
import { PictureStrip, StripBoard } from '../components/picture-strip.tsx'
import { PictureTabs } from '../components/picture-tabs.tsx'
import { type PictureBox, PictureViewer } from '../components/picture-viewer.tsx'
import { t } from '../texts/shared.zh-CN.ts'
import { say } from './say.ts'

/** A slip drawn here: no picture of anybody's is in the product. */
const slip = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="760" viewBox="0 0 1200 760" font-family="Noto Sans CJK SC, Microsoft YaHei, sans-serif" font-size="26" fill="#2a2a2e">
<rect width="1200" height="760" fill="#8f8d8a"/><g transform="rotate(-4 600 380)"><rect x="70" y="70" width="1060" height="600" fill="#f6f2e9"/>
<text x="600" y="130" text-anchor="middle" font-size="34" font-weight="700">中国建设银行网上银行电子回执</text>
<g fill="none" stroke="#9fb2c8" stroke-width="2"><rect x="100" y="190" width="1000" height="300"/><path d="M100 250h1000M100 310h1000M100 370h1000M100 430h1000M600 190v180"/></g>
<text x="110" y="230">付款人 昆明市高新区中正商品混凝土有限</text><text x="615" y="230">收款人 江苏建科建筑技术培训中心</text>
<text x="110" y="290">账号 32054755101841370452</text><text x="615" y="290">账号 4301020919100345678</text>
<text x="110" y="350">开户行 中国建设银行无锡分行</text><text x="615" y="350">开户行 中国工商银行南京支行</text>
<text x="110" y="410">金额 (大写)人民币壹万捌仟元整</text><text x="750" y="410">18,000.00</text>
<text x="110" y="470">用途 PX26VWDJZ7技术培训服务费9人</text><text x="110" y="560">2026年05月02日</text>
<circle cx="960" cy="570" r="70" fill="none" stroke="#c0392b" stroke-width="4" opacity=".7"/></g></svg>`

export const samplePicture = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(slip)}`
const size = { width: 1200, height: 760 }

/** The rectangle of an unturned text, turned as the slip is. */
function quad(x: number, y: number, width: number, height: number): number[] {
  const angle = (-4 * Math.PI) / 180
  const turn = (px: number, py: number) => [
    (600 + (px - 600) * Math.cos(angle) - (py - 380) * Math.sin(angle)) / size.width,
    (380 + (px - 600) * Math.sin(angle) + (py - 380) * Math.cos(angle)) / size.height,
  ]
  return [...turn(x, y), ...turn(x + width, y), ...turn(x + width, y + height), ...turn(x, y + height)]
}

function sampleBoxes(): PictureBox[] {
  return [
    { id: 'amountFen', number: 1, label: say('金额', 'Amount'), verdict: 'pass', quads: [quad(748, 384, 132, 32)] },
    {
      id: 'amountInWords',
      number: 2,
      label: say('大写', 'In words'),
      verdict: 'pass',
      quads: [quad(172, 384, 350, 32)],
    },
    { id: 'payerName', number: 3, label: say('付款人', 'Payer'), verdict: 'warn', quads: [quad(196, 204, 392, 32)] },
    {
      id: 'payeeAccount',
      number: 4,
      label: say('收款账号', 'Payee a/c'),
      verdict: 'fail',
      quads: [quad(676, 264, 284, 32)],
    },
    { id: 'remark', number: 5, label: say('附言', 'Reference'), verdict: 'pass', quads: [quad(172, 444, 400, 32)] },
    { id: 'paidAt', number: 6, label: say('日期', 'Date'), verdict: 'pending', quads: [quad(108, 534, 190, 32)] },
  ]
}

export function SampleViewer(props: { chosen: string | null; onChoose: (id: string) => void }): JSX.Element {
  return (
    <PictureViewer
      src={samplePicture}
      alt={t('picture')}
      caption={t('photoCount', { index: 1, count: 1 })}
      boxes={sampleBoxes()}
      chosen={props.chosen}
      onChoose={props.onChoose}
      downloadHref={samplePicture}
    />
  )
}

export function SampleStrips(props: { chosen: string | null }): JSX.Element {
  const now = () => sampleBoxes().find((box) => box.id === props.chosen)
  const rest = () => sampleBoxes().filter((box) => box.id !== props.chosen)
  return (
    <StripBoard
      title={`${now()?.number ?? ''} ${now()?.label ?? ''}`}
      aside={t('confidence', { score: '0.97' })}
      chosen={
        <PictureStrip
          src={samplePicture}
          pictureSize={size}
          quad={now()?.quads[0] ?? []}
          label={now()?.label ?? ''}
          size="large"
        />
      }
      comparison={
        <Facts
          beside
          facts={[
            {
              label: say('读到的', 'Slip'),
              value: <DiffText text="昆明市高新区中正商品混凝土有限" against="昆明高新区中正商品混凝土有限" />,
            },
            {
              label: say('单位', 'Registered'),
              value: <DiffText text="昆明高新区中正商品混凝土有限" against="昆明市高新区中正商品混凝土有限" />,
            },
          ]}
        />
      }
      others={rest().map((box) => ({
        number: box.number,
        strip: <PictureStrip src={samplePicture} pictureSize={size} quad={box.quads[0] ?? []} label={box.label} />,
      }))}
    />
  )
}

function SamplePictureTabs(): JSX.Element {
  const [chosen, setChosen] = createSignal(0)
  const tabs = () => [
    { id: 'licence', label: say('营业执照', 'Business licence'), thumbnail: samplePicture },
    { id: 'certificate', label: say('资质证书', 'Qualification'), thumbnail: null },
  ]
  return (
    <PictureTabs
      label={say('证照', 'Documents')}
      tabs={tabs()}
      chosen={tabs()[chosen()]?.id ?? null}
      onChoose={setChosen}
    />
  )
}

function SampleOneTimePassword(): JSX.Element {
  return (
    <CopyRow
      label={say('一次性密码，只显示这一次', 'One-time password, shown only now')}
      copy="K7MP-3QXW-9FTR"
      lead
      figure
    >
      K7MP-3QXW-9FTR
    </CopyRow>
  )
}

export function SampleCompare(props: { chosen: string | null; onChoose: (id: string) => void }): JSX.Element {
  return (
    <CompareTable
      label={say('三方比对', 'Comparison')}
      sources={[say('订单', 'Order'), say('回单读到的', 'Read from the slip'), say('银行流水', 'Statement line')]}
      chosen={props.chosen}
      onChoose={props.onChoose}
      rows={[
        {
          id: 'amountFen',
          number: 1,
          label: say('金额', 'Amount'),
          verdict: 'pass',
          values: [0, 1, 2].map(() => <Money amount={fen(1_800_000)} sign={false} />),
        },
        {
          id: 'payerName',
          number: 3,
          label: say('付款人', 'Payer'),
          verdict: 'warn',
          values: [
            <CompareSmall>昆明高新区中正商品混凝土有限责任公司</CompareSmall>,
            <CompareSmall>
              <DiffText text="昆明市高新区中正商品混凝土有限责任公司" against="昆明高新区中正商品混凝土有限责任公司" />
            </CompareSmall>,
            <CompareSmall>
              <DiffText text="昆明市高新区中正商品混凝土有限责任公司" against="昆明高新区中正商品混凝土有限责任公司" />
            </CompareSmall>,
          ],
        },
        {
          id: 'payeeAccount',
          number: 4,
          label: say('收款账号', 'Payee a/c'),
          verdict: 'fail',
          values: [
            <CompareSmall>
              <AccountNumber>4301020919100345678</AccountNumber>
            </CompareSmall>,
            <CompareSmall>
              <AccountNumber>3202272795030623888</AccountNumber>
            </CompareSmall>,
            null,
          ],
        },
      ]}
    />
  )
}

export function PictureSamples(): JSX.Element {
  const [chosen, setChosen] = createSignal<string | null>('payerName')
  return (
    <div class="component-page-picture">
      <div class="component-page-viewer">
        <SampleViewer chosen={chosen()} onChoose={setChosen} />
      </div>
      <div class="component-page-strips">
        <SampleStrips chosen={chosen()} />
        <SampleCompare chosen={chosen()} onChoose={setChosen} />
        <SamplePictureTabs />
        <SampleOneTimePassword />
      </div>
    </div>
  )
}
