/** Carries out what a key stands for. */
import type {ConsoleComposer} from './composer'
import type {DeskView} from './desk-view'
import type {Command} from './keys'
import type {TalkPane} from './talk-pane'
import type {TicketsView} from './tickets-view'

type Doer = (view: DeskView) => void

const DO: Readonly<Record<Exclude<Command, `nth-${number}`>, Doer>> = {
  available: ({actions}) => void actions.presence({status: 'available'}),
  away: ({actions}) => void actions.presence({status: 'away'}),
  offline: ({actions}) => void actions.presence({status: 'offline'}),
  phone: ({actions, desk}) => void actions.presence({on_phone: !desk.floor?.me.on_phone}),
  email: ({actions, desk}) => void actions.presence({on_email: !desk.floor?.me.on_email}),
  accept: ({actions, desk}) => {
    const offer = desk.offers[0]
    if (offer) void actions.accept(offer.offer)
  },
  decline: ({actions, desk}) => {
    const offer = desk.offers[0]
    if (offer) void actions.decline(offer.offer)
  },
  talks: ({actions}) => {
    actions.show('talks')
    actions.pane('desk')
  },
  tickets: ({actions}) => {
    actions.show('tickets')
  },
  compose: view => composer(view)?.focusText(),
  note: view => composer(view)?.toggle(),
  search: view => {
    view.actions.show('tickets')
    void view.updateComplete.then(() => {
      view.renderRoot.querySelector<TicketsView>('console-tickets')?.focusSearch()
    })
  },
  help: view => {
    view.help()
  },
}

export function run(command: Command, view: DeskView): void {
  if (!command.startsWith('nth-')) {
    DO[command as keyof typeof DO](view)
    return
  }
  const one = view.desk.floor?.mine[Number(command.slice(4)) - 1]
  if (one) void view.actions.select(one.conversation)
}

const composer = (view: DeskView): ConsoleComposer | null =>
  view.renderRoot
    .querySelector<TalkPane>('console-talk')
    ?.renderRoot.querySelector<ConsoleComposer>('console-composer') ?? null
