import { useSearchParams } from '@solidjs/router'
import { createEffect, For, type JSX } from 'solid-js'
import { setDensity, setTheme, theme } from '../appearance.ts'
import { BrandMark } from '../components/brand-mark.tsx'
import { Section } from '../components/layout.tsx'
import { Segmented } from '../components/radio-group.tsx'
import { t } from '../texts/shared.zh-CN.ts'
import { language, setLanguage } from '../texts/texts.ts'
import './component-page.css'
import { BulkSamples, ButtonSamples, CheckSamples, ChopSamples, FieldSamples, TableSamples } from './desk-samples.tsx'
import { FloatingSamples } from './floating-samples.tsx'
import { CardSamples, CopySamples, PhoneFormSamples, TimelineSamples, UploadSamples } from './phone-samples.tsx'
import { PictureSamples } from './picture-samples.tsx'
import { say } from './say.ts'
import {
  EmptySamples,
  ProgressSamples,
  SkeletonSamples,
  SwatchSamples,
  ToastSamples,
  TypeSamples,
} from './state-samples.tsx'

interface Sample {
  readonly title: string
  readonly aside: string
  readonly part: () => JSX.Element
}

/** Every component in every state. Two columns in the desk's density, the third in the phone's; `?density=phone` all. */
export default function ComponentPage(): JSX.Element {
  const [query] = useSearchParams()
  const everywhere = () => (query.density === 'phone' ? 'phone' : null)
  createEffect(() => setDensity(everywhere() ?? 'desk'))
  const desk = (): Sample[] => [
    { title: say('按钮', 'Buttons'), aside: say('一屏只有一个墨色的', 'one ink button a screen'), part: ButtonSamples },
    {
      title: say('输入', 'Inputs'),
      aside: say('错误写成一句话，在下面', 'errors are sentences, below'),
      part: FieldSamples,
    },
    {
      title: say('状态章', 'State chops'),
      aside: say('词、颜色、从何时起', 'word, colour, since when'),
      part: ChopSamples,
    },
    {
      title: say('检查行', 'Checks'),
      aside: say('越有事越响', 'the louder, the more it needs you'),
      part: CheckSamples,
    },
    {
      title: say('颜色', 'Colours'),
      aside: say('朱砂只给要动手的', 'vermilion only where a hand is needed'),
      part: SwatchSamples,
    },
  ]
  const middle = (): Sample[] => [
    {
      title: say('表格行', 'Table rows'),
      aside: say('36 px，长名称两行小字', '36 px, long names in two lines'),
      part: TableSamples,
    },
    { title: say('批量条', 'Bulk bar'), aside: say('勾了才出现', 'only while something is ticked'), part: BulkSamples },
    {
      title: say('提示与撤销', 'Toast and undo'),
      aside: say('10 秒，不问“确定吗”', '10 s instead of a question'),
      part: ToastSamples,
    },
    {
      title: say('要做一会儿的事', 'Things that take a while'),
      aside: say('可以走开', 'can be left alone'),
      part: ProgressSamples,
    },
    { title: say('空和错', 'Empty and failed'), aside: '', part: EmptySamples },
    { title: say('骨架', 'Skeletons'), aside: say('形状与内容相同', 'the shape of what comes'), part: SkeletonSamples },
    { title: say('字号', 'Type'), aside: say('四级，两种粗细', 'four sizes, two weights'), part: TypeSamples },
  ]
  const phone = (): Sample[] => [
    { title: say('上传', 'Uploads'), aside: say('每张图自己的状态', 'a state for each picture'), part: UploadSamples },
    { title: say('卡片', 'Cards'), aside: say('状态在先', 'the state first'), part: CardSamples },
    { title: say('时间线', 'Timeline'), aside: say('谁、何时、为什么', 'who, when, why'), part: TimelineSamples },
    {
      title: say('输入和主按钮', 'Inputs and main button'),
      aside: say('44 px，主按钮 56 px', '44 px, main button 56 px'),
      part: PhoneFormSamples,
    },
    { title: say('复制与倒计时', 'Copy and countdown'), aside: '', part: CopySamples },
    { title: say('字号', 'Type'), aside: say('四级，两种粗细', 'four sizes, two weights'), part: TypeSamples },
  ]
  const wide = (): Sample[] => [
    {
      title: say('看图', 'Picture viewer'),
      aside: say('框、条、表用同一个号', 'one number ties box, strip and row'),
      part: PictureSamples,
    },
    {
      title: say('浮起来的', 'What floats'),
      aside: say('只有它们有影子', 'only these have a shadow'),
      part: FloatingSamples,
    },
  ]
  return (
    <main class="component-page">
      <header class="component-page-head">
        <BrandMark />
        <div class="component-page-name">
          <h1>{say('部件', 'Components')}</h1>
          <span>{say('桌面 14 px，右栏是手机 16 px', 'desk 14 px, right column phone 16 px')}</span>
        </div>
        <div class="component-page-switches">
          <Segmented
            label={t('theme')}
            value={theme()}
            onChange={setTheme}
            choices={[
              { value: 'auto', label: t('themeAuto') },
              { value: 'light', label: t('themeLight') },
              { value: 'dark', label: t('themeDark') },
            ]}
          />
          <Segmented
            label={t('language')}
            value={language()}
            onChange={(value) => void setLanguage(value)}
            choices={[
              { value: 'zh-CN', label: '中文' },
              { value: 'en', label: 'English' },
            ]}
          />
        </div>
      </header>
      <div class="component-page-columns">
        <Column samples={desk()} density={everywhere() ?? 'desk'} />
        <Column samples={middle()} density={everywhere() ?? 'desk'} />
        <Column samples={phone()} density="phone" />
      </div>
      <Column samples={wide()} density={everywhere() ?? 'desk'} />
    </main>
  )
}

function Column(props: { samples: readonly Sample[]; density: 'desk' | 'phone' }): JSX.Element {
  return (
    <div class="component-page-column" data-density={props.density}>
      <For each={props.samples}>
        {(sample) => (
          <Section title={sample.title} aside={sample.aside} ruled>
            <div class="component-page-sample">{sample.part()}</div>
          </Section>
        )}
      </For>
    </div>
  )
}
