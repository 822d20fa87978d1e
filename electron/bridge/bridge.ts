import { ipcMain, type WebContents, type WebFrameMain } from 'electron';
import type { Question } from '../../protocol/bridge.ts';
import { isOurOrigin } from '../settings/policy.ts';

export type BridgeParts = {
  /** The desk's own window; null while there is none. */
  readonly desk: () => WebContents | null;
  readonly report: (what: string, channel: string) => void;
};

/** Joins one question to what answers it. Nothing reaches an answer but a well-formed question of the desk's own main frame. */
export type Answer = <A, R>(question: Question<A, R>, answer: (asked: A) => Promise<R> | R) => void;

export const answerOnBridge =
  ({ desk, report }: BridgeParts): Answer =>
  (question, answer) => {
    ipcMain.handle(question.channel, async (event, asked: unknown) => {
      if (!isDeskFrame(event.senderFrame, desk())) {
        report('frame-refused', question.channel);
        throw new Error('This window may not ask.');
      }
      const parsed = question.asks.safeParse(asked);
      if (!parsed.success) {
        report('question-refused', question.channel);
        throw new Error('This question cannot be read.');
      }
      try {
        return question.replies.parse(await answer(parsed.data));
      } catch (error) {
        report('answer-failed', question.channel);
        throw new Error('The desktop program could not answer.', { cause: error });
      }
    });
  };

/** The frame may be gone (null), detached, a frame inside the page, the card, or another page: only the desk's own top frame is heard. */
export function isDeskFrame(frame: WebFrameMain | null, desk: WebContents | null): boolean {
  if (frame === null || desk === null || desk.isDestroyed() || frame.detached) return false;
  return frame === desk.mainFrame && isOurOrigin(frame.url);
}
