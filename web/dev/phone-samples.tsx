import { createSignal, type JSX } from 'solid-js'
import { fen } from '../../server/core/money.ts'
import { Card, CardEntry, CardLine } from '../components/card.tsx'
import { Checkbox } from '../components/checkbox.tsx'
import { Chop } from '../components/chop.tsx'
import { CopyButton, CopyRow } from '../components/copy.tsx'
import { Countdown } from '../components/countdown.tsx'
import { Field, FieldGroup } from '../components/field.tsx'
import { AccountNumber, IdNumber, OrderNumber } from '../components/grouped-number.tsx'
import { Line, Note, Stack } from '../components/layout.tsx'
import { Money } from '../components/money.tsx'
import { PasswordInput } from '../components/password-input.tsx'
import { AlbumButton, CameraButton } from '../components/pick-files.tsx'
import { RadioGroup } from '../components/radio-group.tsx'
import { Select } from '../components/select.tsx'
import { Tabs } from '../components/tabs.tsx'
import { TextInput } from '../components/text-input.tsx'
import { Timeline } from '../components/timeline.tsx'
import { UploadCard } from '../components/upload-card.tsx'
import { samplePicture } from './picture-samples.tsx'
import { say } from './say.ts'

export function UploadSamples(): JSX.Element {
  return (
    <Stack gap={2}>
      <UploadCard state="waiting" fileName="a.jpg" thumbnail={samplePicture} />
      <UploadCard
        state="sending"
        progress={0.43}
        fileName="b.jpg"
        thumbnail={samplePicture}
        text={say('已压缩 3.2 MB → 410 KB', 'Made smaller, 3.2 MB → 410 KB')}
        onRemove={() => {}}
      />
      <UploadCard
        state="failed"
        fileName="c.jpg"
        thumbnail={samplePicture}
        text={say('信号断了，图还在手机里', 'The signal dropped; the picture is still here')}
        onRetry={() => {}}
      />
      <UploadCard
        state="done"
        fileName="d.jpg"
        thumbnail={samplePicture}
        title={say('传好了，读出 7 项', 'Sent, 7 fields read')}
        text="¥4,800.00，2026-02-09"
        onOpen={() => {}}
      />
      <UploadCard
        state="refused"
        fileName="e.docx"
        text={say('这种文件看不了。请传照片或者 PDF。', 'This kind of file cannot be read. Send a photo or a PDF.')}
        onRemove={() => {}}
      />
    </Stack>
  )
}

export function CardSamples(): JSX.Element {
  return (
    <Stack gap={2}>
      <Card label={say('被驳回的凭证', 'Rejected voucher')}>
        <CardEntry
          href="#"
          state={
            <Chop tone="rejected" since={say('今天 13:52', 'Today 13:52')}>
              {say('凭证被驳回', 'Rejected')}
            </Chop>
          }
          action={say('补交', 'Send again')}
          main={
            <>
              {say('订单', 'Order')} <OrderNumber>PX26AQV7VZ</OrderNumber>
            </>
          }
          amount={<Money amount={fen(640_000)} />}
        >
          {say(
            '比待缴少 ¥400.00。请补转差额，把两张回单一起交。',
            '¥400.00 less than outstanding. Transfer the rest and send both slips together.',
          )}
        </CardEntry>
      </Card>
      <Card label={say('待缴费的订单', 'Orders to pay')}>
        <CardEntry
          href="#"
          state={
            <Chop tone="waiting" since={say('今天 17:30 截止', 'Due today 17:30')} sinceUrgent>
              {say('待缴费', 'To pay')}
            </Chop>
          }
          action={say('去缴费', 'Pay')}
          main={
            <>
              {say('4 人，', '4 people, ')}
              <OrderNumber>PX26M4T8RK</OrderNumber>
            </>
          }
          amount={<Money amount={fen(1_280_000)} />}
          note={say('2026 年第二期见证取样员培训', 'Sampling staff, 2026, second course')}
          noteEnd={say('剩 3 小时 22 分', '3 h 22 min left')}
          noteEndUrgent
        />
        <CardEntry
          href="#"
          state={
            <Chop tone="waiting" since={say('5 月 12 日 17:30 截止', 'Due 12 May 17:30')}>
              {say('待缴费', 'To pay')}
            </Chop>
          }
          action={say('去缴费', 'Pay')}
          main={
            <>
              {say('1 人，', '1 person, ')}
              <OrderNumber>PX263HK9TQ</OrderNumber>
            </>
          }
          amount={<Money amount={fen(320_000)} />}
          note={say('2026 年专业技术人员公共知识培训', 'General knowledge, 2026')}
          noteEnd={say('剩 4 天', '4 days left')}
        />
      </Card>
      <Card>
        <CardLine label={say('钱包', 'Wallet')} value={<Money amount={fen(12_000)} />} href="#" />
        <CardLine
          label={say('2025 年证书', 'Certificate 2025')}
          note={<AccountNumber>JK20250318</AccountNumber>}
          value={say('有效', 'valid')}
        />
      </Card>
    </Stack>
  )
}

export function TimelineSamples(): JSX.Element {
  return (
    <Timeline
      steps={[
        {
          state: 'done',
          title: say('陈雨桐 提交', 'Chen Yutong submitted'),
          at: say('5 月 8 日 10:30', '8 May 10:30'),
        },
        {
          state: 'failed',
          title: say('周敏 驳回', 'Zhou Min rejected'),
          at: say('5 月 8 日 13:52', '8 May 13:52'),
          note: say('比待缴少 ¥400.00', '¥400.00 less than outstanding'),
        },
        { state: 'now', title: say('等单位补交', 'Waiting for the organisation'), at: say('剩 7 天', '7 days left') },
        {
          state: 'later',
          title: say('入账，开电子发票', 'Ledger entry, e-invoice'),
          at: say('通过后', 'after approval'),
        },
      ]}
    />
  )
}

export function PhoneFormSamples(): JSX.Element {
  const [mobile, setMobile] = createSignal('1381234567')
  const [password, setPassword] = createSignal('')
  const [kind, setKind] = createSignal<'ordinary' | 'special'>('ordinary')
  const [agreed, setAgreed] = createSignal(true)
  const [plan, setPlan] = createSignal<string | null>(null)
  return (
    <Stack>
      <FieldGroup>
        <Field label={say('手机号', 'Mobile')} error={say('只有 10 位，少 1 位', 'Only 10 digits, 1 is missing')}>
          <TextInput value={mobile()} onInput={setMobile} inputMode="tel" autocomplete="tel" />
        </Field>
        <Field label={say('新密码', 'New password')} hint={say('至少 10 位', 'at least 10 characters')}>
          <PasswordInput value={password()} onInput={setPassword} autocomplete="new-password" />
        </Field>
        <Field label={say('培训计划', 'Training plan')}>
          <Select
            value={plan()}
            onChange={setPlan}
            choices={[{ value: 'second', label: say('第二期见证取样员培训', 'Sampling staff, second course') }]}
          />
        </Field>
        <Field label={say('发票类型', 'Kind of invoice')}>
          <RadioGroup
            value={kind()}
            onChange={setKind}
            choices={[
              { value: 'ordinary', label: say('普通发票', 'Ordinary') },
              { value: 'special', label: say('专用发票', 'Special VAT'), hint: say('能抵扣', 'deductible') },
            ]}
          />
        </Field>
        <Checkbox checked={agreed()} onChange={setAgreed}>
          {say('与开票信息一致', 'Same as the billing profile')}
        </Checkbox>
      </FieldGroup>
      <Line gap={3}>
        <CameraButton onFiles={() => {}}>{say('拍凭证', 'Photograph the slip')}</CameraButton>
        <AlbumButton onFiles={() => {}} />
      </Line>
    </Stack>
  )
}

export function CopySamples(): JSX.Element {
  const [way, setWay] = createSignal<'transfer' | 'card' | 'bank'>('transfer')
  const started = new Date(Date.now() - 20 * 3_600_000).toISOString()
  const deadline = new Date(Date.now() + 3.4 * 3_600_000).toISOString()
  return (
    <Stack>
      <Countdown startedAt={started} deadline={deadline} />
      <Tabs
        label={say('付款方式', 'Ways to pay')}
        value={way()}
        onChange={setWay}
        tabs={[
          { value: 'transfer', label: say('对公转账', 'Transfer') },
          { value: 'card', label: say('银行卡快捷支付', 'Bank card') },
          { value: 'bank', label: say('网银支付', 'Online bank') },
        ]}
      >
        {() => (
          <Card>
            <CopyRow
              label={say('附言，必须写，只写这一项就能对上', 'Reference: write this and nothing else')}
              copy="PX26M4T8RK"
              lead
            >
              <OrderNumber>PX26M4T8RK</OrderNumber>
            </CopyRow>
            <CopyRow label={say('收款单位', 'Payee')} copy="江苏建科建筑技术培训中心">
              江苏建科建筑技术培训中心
            </CopyRow>
            <CopyRow label={say('账号', 'Account')} copy="4301020919100345678">
              <AccountNumber strong>4301020919100345678</AccountNumber>
            </CopyRow>
            <CopyRow label={say('金额', 'Amount')} copy="12800.00">
              <Money amount={fen(1_280_000)} />
            </CopyRow>
          </Card>
        )}
      </Tabs>
      <Note>
        {say('转完把回单拍下来。身份证号写成 ', 'Photograph the slip afterwards. ID numbers read ')}
        <IdNumber>32040219870612401X</IdNumber>
      </Note>
      <CopyButton text="PX26M4T8RK" size="main" wide>
        {say('全部复制', 'Copy all')}
      </CopyButton>
    </Stack>
  )
}
