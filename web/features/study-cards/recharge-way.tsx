import { type JSX, lazy, Show, Suspense } from 'solid-js'
import { type Fen, fen } from '../../../server/core/money.ts'
import type { BatchRow } from '../../../server/features/study-cards/study-cards.schema.ts'
import { AmountInput } from '../../components/amount-input.tsx'
import { Button } from '../../components/button.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { Line, Note, Section, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Money } from '../../components/money.tsx'
import { RadioGroup, Segmented } from '../../components/radio-group.tsx'
import { t } from '../../texts/cards.zh-CN.ts'
import { formatCalendarDay, formatYuan } from '../../texts/format.ts'
import { joinParts } from '../../texts/join.ts'
import { mostNamed } from './create-card-people.ts'
import type { Recharge } from './create-recharge.ts'
import { MoreCards, NoCards } from './no-cards.tsx'

const RechargeAmounts = lazy(() => import('./recharge-amounts.tsx'))

/** 第二步: 学习卡充值 with the amount and the unit's batch; under it the other ways to come to cards. */
export function RechargeWay(props: { recharge: Recharge; asked: boolean }): JSX.Element {
  return (
    <Loaded query={props.recharge.batches} errorTitle={t('batchesNotOpened')}>
      {(page) => (
        <Show when={page().rows.length > 0} fallback={<NoCards title={t('noBatch')}>{t('noBatchText')}</NoCards>}>
          <Section title={t('payByCards')}>
            <Stack gap={4}>
              <Amounts recharge={props.recharge} asked={props.asked} />
              <Batches recharge={props.recharge} rows={page().rows} asked={props.asked} />
            </Stack>
          </Section>
          <MoreCards />
        </Show>
      )}
    </Loaded>
  )
}

function Amounts(props: { recharge: Recharge; asked: boolean }): JSX.Element {
  const { recharge } = props
  const each = () => recharge.eachFen()
  const invalid = () => props.asked && !recharge.perPerson() && recharge.amount() === null
  const fee = () => recharge.plan().openingFeeFen
  return (
    <FieldGroup>
      <Show
        when={recharge.people.everyone() === null}
        fallback={<Note>{t('perPersonLimit', { most: mostNamed })}</Note>}
      >
        <Segmented
          label={t('amount')}
          value={recharge.perPerson() ? 'own' : 'same'}
          onChange={(value) => recharge.setPerPerson(value === 'own')}
          choices={[
            { value: 'same', label: t('sameForAll') },
            { value: 'own', label: t('perPerson') },
          ]}
        />
      </Show>
      <Show
        when={!recharge.perPerson()}
        fallback={
          <Suspense>
            <RechargeAmounts recharge={recharge} asked={props.asked} />
          </Suspense>
        }
      >
        <Field
          label={t('eachAmount')}
          aside={<Show when={fee()}>{(price) => t('openingFee', { fee: formatYuan(price()) })}</Show>}
          error={invalid() ? t('amountMissing') : null}
          repairs={
            <Show when={fee() !== null && fee() !== each() ? fee() : null}>
              {(price) => (
                <Button onClick={() => recharge.setEach(price())}>
                  {t('asOpening', { fee: formatYuan(price()) })}
                </Button>
              )}
            </Show>
          }
          required
        >
          <AmountInput value={each()} onChange={(amount) => recharge.setEach(amount)} />
        </Field>
      </Show>
    </FieldGroup>
  )
}

/** What a batch has, until when, whose it is; and what it lacks. */
function batchHint(recharge: Recharge, row: BatchRow, several: boolean): string {
  const missing = recharge.missingOf(row)
  return joinParts(
    missing > 0 ? t('batchShort', { missing: formatYuan(fen(missing)) }) : null,
    t('until', { day: formatCalendarDay(row.expiresOn) }),
    t('batchOrder', { number: row.order.number }),
    several ? row.organisation.name : null,
  )
}

function Batches(props: { recharge: Recharge; rows: readonly BatchRow[]; asked: boolean }): JSX.Element {
  const { recharge } = props
  const several = () => new Set(props.rows.map(({ organisation }) => organisation.id)).size > 1
  const chosen = () => recharge.batch()
  const error = () => {
    const batch = chosen()
    if (!props.asked) return null
    if (batch === null) return t('batchMissing')
    const missing = recharge.missingOf(batch)
    return missing > 0 ? t('batchShort', { missing: formatYuan(fen(missing)) }) : null
  }
  return (
    <Field label={t('batch')} error={error()} required>
      <RadioGroup
        value={chosen()?.id ?? null}
        onChange={(id) => recharge.chooseBatch(id)}
        choices={props.rows.map((row) => ({
          value: row.id,
          label: t('batchChoice', { left: formatYuan(fen(row.leftFen)) }),
          hint: batchHint(recharge, row, several()),
          disabled: recharge.missingOf(row) > 0 && row.id !== chosen()?.id,
        }))}
      />
    </Field>
  )
}

/** What it comes to so far: people × amount, and the sum. */
export function WaySum(props: { recharge: Recharge }): JSX.Element {
  const { recharge } = props
  const how = (each: Fen | null) =>
    recharge.perPerson() || each === null
      ? t('sumPeople', { count: recharge.people.count() })
      : t('sumOf', { count: recharge.people.count(), each: formatYuan(each) })
  return (
    <Show when={recharge.total()}>
      {(total) => (
        <Line apart>
          <span>{how(recharge.eachFen())}</span>
          <Money amount={total()} />
        </Line>
      )}
    </Show>
  )
}
