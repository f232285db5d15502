import { createEffect, createSignal, For, type JSX, Match, Show, Switch } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { Operation, OperationLine } from '../../../server/features/study-cards/study-cards.schema.ts'
import { api } from '../../api.ts'
import { ButtonLink } from '../../components/button.tsx'
import { Card, CardEntry } from '../../components/card.tsx'
import { Chop } from '../../components/chop.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { IdNumber, OrderNumber } from '../../components/grouped-number.tsx'
import { Facts, Headline, Line, Note, Quiet, Section, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Money } from '../../components/money.tsx'
import { ProgressCard } from '../../components/progress-card.tsx'
import { t } from '../../texts/cards.zh-CN.ts'
import { formatDateTime } from '../../texts/format.ts'
import { createMore } from '../shell/create-more.ts'
import { MoreButton } from '../shell/more-button.tsx'
import { PdfButton } from '../shell/pdf-button.tsx'
import { doneSentence, inWork, operationTones, storedError } from './card-words.ts'
import { progressMs } from './create-operation.ts'

/** Where the pages around an operation are: an organisation's, or the staff's. */
export interface CardPlaces {
  readonly cards: string
  readonly recharge: string
  readonly history: string
  readonly imports: string
}

const linesOnPage = 30

/** An operation, asked for again and again while the worker has it. */
export function createOperationView(id: () => string) {
  const [watching, setWatching] = createSignal(true)
  const query = api.studyCards.operation.use(
    () => ({ id: id() }),
    () => ({ refreshMs: watching() ? progressMs : false }),
  )
  createEffect(() => setWatching(!query.isSuccess || inWork(query.data.state)))
  return { query, title: () => (query.isSuccess ? t(`kind_${query.data.kind}`) : t('operation')) }
}

type OperationView = ReturnType<typeof createOperationView>

/** What was asked for, how far it is, whom it is about, and what comes next. */
export function OperationBody(props: { view: OperationView; places: CardPlaces }): JSX.Element {
  return (
    <Loaded query={props.view.query} errorTitle={t('operationNotOpened')}>
      {(one) => <OperationParts one={one()} places={props.places} />}
    </Loaded>
  )
}

function OperationParts(props: { one: Operation; places: CardPlaces }): JSX.Element {
  return (
    <Stack gap={5}>
      <Stack gap={3}>
        <Chop tone={operationTones[props.one.state]} since={formatDateTime(props.one.stateSince)}>
          {t(`state_${props.one.state}`)}
        </Chop>
        <Switch>
          <Match when={inWork(props.one.state)}>
            <ProgressCard
              title={t(`working_${props.one.kind}`)}
              done={props.one.done}
              total={props.one.people}
              text={t('workingText')}
              note={t('leave')}
            />
          </Match>
          <Match when={props.one.state === 'failed'}>
            <Headline>{t('failedTitle')}</Headline>
            <Show when={props.one.error}>{(error) => <ErrorNote error={storedError(error())} />}</Show>
          </Match>
          <Match when={props.one.state === 'done'}>
            <Headline>{doneSentence(props.one)}</Headline>
          </Match>
        </Switch>
        <NextSteps one={props.one} places={props.places} />
      </Stack>
      <OperationFacts one={props.one} places={props.places} />
      <Lines one={props.one} />
    </Stack>
  )
}

function NextSteps(props: { one: Operation; places: CardPlaces }): JSX.Element {
  const again = () =>
    props.one.kind === 'takeBack' && props.one.batch
      ? `${props.places.cards}/${props.one.batch.id}/take-back`
      : `${props.places.recharge}?plan=${props.one.plan.id}`
  return (
    <Switch>
      <Match when={props.one.state === 'failed'}>
        <Line>
          <ButtonLink kind="primary" href={again()}>
            {t('tryAgain')}
          </ButtonLink>
        </Line>
      </Match>
      <Match when={props.one.state === 'done'}>
        <Line>
          <Show when={props.one.kind === 'recharge'}>
            <ButtonLink
              kind="primary"
              href={`${props.places.recharge}?plan=${props.one.plan.id}&balance=some&opened=no`}
            >
              {t('openForThem')}
            </ButtonLink>
          </Show>
          <PdfButton
            kind={props.one.kind === 'recharge' ? 'secondary' : 'primary'}
            href={`/api/files/card-operations/${props.one.id}/list.pdf`}
          >
            {t('printList')}
          </PdfButton>
          <ButtonLink href={`${props.places.history}?operation=${props.one.id}`}>{t('toHistory')}</ButtonLink>
        </Line>
      </Match>
    </Switch>
  )
}

function OperationFacts(props: { one: Operation; places: CardPlaces }): JSX.Element {
  return (
    <Facts
      beside
      facts={[
        { label: t('plan'), value: props.one.plan.name },
        { label: t('people'), value: t('sumPeople', { count: props.one.people }) },
        { label: t('sum'), value: <Money amount={fen(props.one.totalFen)} /> },
        ...(props.one.batch
          ? [
              {
                label: t('columnBatch'),
                value: (
                  <a href={`${props.places.cards}/${props.one.batch.id}`}>
                    <OrderNumber>{props.one.batch.orderNumber}</OrderNumber>
                  </a>
                ),
              },
            ]
          : []),
        { label: t('buyer'), value: props.one.organisation.name },
        { label: t('by'), value: props.one.createdByName },
        { label: t('at'), value: formatDateTime(props.one.createdAt) },
        ...(props.one.reason ? [{ label: t('reason'), value: props.one.reason }] : []),
        ...(props.one.importId
          ? [
              {
                label: t('fromImport'),
                value: <a href={`${props.places.imports}/${props.one.importId}`}>{t('seeImport')}</a>,
              },
            ]
          : []),
      ]}
    />
  )
}

type Listed = OperationLine & { readonly id: string }

/** Whom it is about, with the amount of each. */
function Lines(props: { one: Operation }): JSX.Element {
  const asked = () => ({ id: props.one.id, limit: linesOnPage })
  const withIds = (page: { rows: readonly OperationLine[]; nextCursor: string | null }) => ({
    ...page,
    rows: page.rows.map((row): Listed => ({ ...row, id: row.learnerId })),
  })
  const query = api.studyCards.operationLines.use(asked)
  const more = createMore(
    () => props.one.id,
    () => (query.isSuccess ? withIds(query.data) : undefined),
    async (cursor) => withIds(await api.studyCards.operationLines.query({ ...asked(), cursor })),
  )
  return (
    <Section title={t('peopleOf')} aside={t('sumPeople', { count: props.one.people })}>
      <Show when={props.one.state === 'failed'}>
        <Note>{t('failedTitle')}</Note>
      </Show>
      <Loaded query={query} errorTitle={t('linesNotOpened')}>
        {() => (
          <Stack gap={3}>
            <Card>
              <For each={more.rows()}>
                {(line) => (
                  <CardEntry
                    main={line.name}
                    amount={<Money amount={fen(line.amountFen)} strong={false} />}
                    note={<IdNumber>{line.idNumberMasked}</IdNumber>}
                  >
                    <Show when={line.organisationName}>{(name) => <Quiet>{name()}</Quiet>}</Show>
                  </CardEntry>
                )}
              </For>
            </Card>
            <MoreButton more={more} />
          </Stack>
        )}
      </Loaded>
    </Section>
  )
}
