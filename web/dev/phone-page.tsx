import CircleUserRound from 'lucide-solid/icons/circle-user-round'
import House from 'lucide-solid/icons/house'
import ReceiptText from 'lucide-solid/icons/receipt-text'
import Users from 'lucide-solid/icons/users'
import type { JSX } from 'solid-js'
import { CardLine } from '../components/card.tsx'
import { Headline, Quiet, Stack } from '../components/layout.tsx'
import { PhoneShell } from '../components/phone-shell.tsx'
import { CameraButton } from '../components/pick-files.tsx'
import { QueueButton } from '../components/queue-button.tsx'
import { formatDayWithWeekday } from '../texts/format.ts'
import { CardSamples } from './phone-samples.tsx'
import { say } from './say.ts'

/** The phone's shell with an organisation's home in it, to be seen beside the picture of it. */
export default function PhonePage(): JSX.Element {
  return (
    <PhoneShell
      owner="常州市高新区中正交通工程试验检测有限公司"
      onSwitchOwner={() => {}}
      noticesHref="#"
      newNotices={2}
      actionBar={
        <>
          <CameraButton onFiles={() => {}}>{say('拍凭证', 'Photograph slip')}</CameraButton>
          <QueueButton count={1} href="#" />
        </>
      }
      places={[
        { label: say('首页', 'Home'), href: '/dev/phone', icon: House },
        { label: say('学员', 'Learners'), href: '/dev/learners', icon: Users },
        { label: say('缴费', 'Payments'), href: '/dev/payments', icon: ReceiptText },
        { label: say('我的', 'Account'), href: '/dev/account', icon: CircleUserRound },
      ]}
    >
      <Stack gap={2}>
        <Headline aside={formatDayWithWeekday('2026-05-08T06:08:00Z')}>
          {say('6 件事等您办', '6 things wait for you')}
        </Headline>
        <CardSamples />
        <CardLine
          label={say('等中心办理 3 件', '3 with the centre')}
          value={<Quiet>{say('凭证 2，发票 1', '2 vouchers, 1 invoice')}</Quiet>}
          href="#"
        />
      </Stack>
    </PhoneShell>
  )
}
