import { topics } from '#protocol';
import { boot } from './boot.ts';
import { fetchIfDue, onCacheDamaged, onFetched, onFetchFailed, reviseCache } from './cache.ts';
import { hastenRequest, onTimeRequested, requestTimeIfDue } from './clock.ts';
import { onMessage, onVerified } from './documents.ts';
import type { Effect } from './effect.ts';
import type { DeviceEvent } from './event.ts';
import { type News, settleElapsed } from './ledger.ts';
import { onConnected, onDisconnected, onSubscribed, resubscribeIfDue } from './link.ts';
import { planOf } from './make-plan.ts';
import {
  checkpointIfDue,
  giveUpOnOutput,
  onOutputFailed,
  onOutputFinished,
  onOutputStarted,
} from './output.ts';
import type { PlanFunction } from './plan.ts';
import { planDiffers, refreshPlan } from './planning.ts';
import { heartbeatIfDue, reportStateIfDue, tellExpiries } from './reports.ts';
import { saveChanges, scheduleWake } from './settling-down.ts';
import { bringIntoLine } from './sounding.ts';
import { sendIfDue } from './spool.ts';
import type { State } from './state.ts';
import { openTurn, type Turn, update } from './turn.ts';

export type Step = (state: State, event: DeviceEvent) => readonly [State, readonly Effect[]];

const handle = (turn: Turn, event: DeviceEvent): void => {
  switch (event.type) {
    case 'booted':
      boot(turn, event);
      break;
    case 'connected':
      onConnected(turn);
      break;
    case 'disconnected':
      onDisconnected(turn);
      break;
    case 'subscribed':
      onSubscribed(turn, event.refused);
      break;
    case 'message':
      onMessage(turn, event.topic, event.payload);
      break;
    case 'verified':
      onVerified(turn, event.topic, event.jws, event.receivedAt, event.verdict);
      break;
    case 'time-requested':
      onTimeRequested(turn, event.nonce, event.t0);
      break;
    case 'asset-fetched':
      onFetched(turn, event.sha256);
      break;
    case 'asset-failed':
      onFetchFailed(turn, event.sha256, event.reason);
      break;
    case 'asset-damaged':
      onCacheDamaged(turn, event.sha256);
      break;
    case 'output-started':
      onOutputStarted(turn, event);
      break;
    case 'output-finished':
      onOutputFinished(turn, event);
      break;
    case 'output-failed':
      onOutputFailed(turn, event);
      break;
    case 'tick':
      // The wake that was asked for has come; a timer may be a little early, so the next one is asked for anew.
      update(turn, { wakeAt: null });
      break;
  }
};

/** What an event may have brought that makes items over which nobody was waiting for. */
const newsOf = (before: State, turn: Turn, event: DeviceEvent, hadTime: boolean): News => {
  if (!hadTime && turn.time.trusted) return 'clock';
  const isNewDocument = event.type === 'verified' && !before.loading.includes(event.topic);
  return isNewDocument && event.topic !== topics.timeResponse(before.settings.deviceId) ? 'offline' : null;
};

/**
 * One event, one step: the new state and what the shell is to do, in this order. No clock, no randomness, no
 * I/O: the same events give the same loudspeaker, on any machine. `plan` may be a memoised `planOf`.
 */
export const createStep = ({ plan }: { plan: PlanFunction }): Step => {
  return (state, event) => {
    const turn = openTurn(state, event.ownNow, plan);
    const hadTime = turn.time.trusted;
    // What time alone has brought comes before the news.
    if (event.type !== 'booted' && event.type !== 'message') {
      giveUpOnOutput(turn);
      settleElapsed(turn, null);
    }
    handle(turn, event);
    // Nearly every message only goes to be verified; whatever time brings meanwhile has its wake.
    if (event.type === 'message' && turn.state === state) return [state, turn.effects];
    if (planDiffers(state, turn.state)) refreshPlan(turn);
    if (planDiffers(state, turn.state) || state.plan !== turn.state.plan) {
      reviseCache(turn);
      hastenRequest(turn);
    }
    settleElapsed(turn, newsOf(state, turn, event, hadTime));
    // Each turn decides one late arrival more, so it comes to an end.
    while (bringIntoLine(turn)) refreshPlan(turn);
    checkpointIfDue(turn);
    tellExpiries(turn);
    resubscribeIfDue(turn);
    requestTimeIfDue(turn);
    fetchIfDue(turn);
    sendIfDue(turn);
    reportStateIfDue(turn);
    heartbeatIfDue(turn);
    saveChanges(turn, state);
    scheduleWake(turn);
    return [turn.state, turn.effects];
  };
};

export const step: Step = createStep({ plan: planOf });
