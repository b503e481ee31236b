/** What every page of the portal loads. */
import "../styles/app.css";
import { startAutoSubmit } from "../behaviors/auto_submit.ts";
import { startCollapse } from "../behaviors/collapse.ts";
import { startConfirm } from "../behaviors/confirm.ts";
import { startCopy } from "../behaviors/copy.ts";
import { startDialogs } from "../behaviors/dialogs.ts";
import { startDrafts } from "../behaviors/draft.ts";
import { startDropdowns } from "../behaviors/dropdown.ts";
import { startFileDrop } from "../behaviors/file_drop.ts";
import { startLive } from "../behaviors/live.ts";
import { startPalette } from "../behaviors/palette.ts";
import { startPasskeys } from "../behaviors/passkeys.ts";
import { startPlacementBoard } from "../behaviors/placement_board.ts";
import { startRequests } from "../behaviors/requests.ts";
import { startRowKeys } from "../behaviors/row_keys.ts";
import { startSelection } from "../behaviors/selection.ts";
import { startShortcuts } from "../behaviors/shortcuts.ts";
import { startSuggestions } from "../behaviors/suggest.ts";
import { startTabs } from "../behaviors/tabs.ts";
import { startTimes } from "../behaviors/times.ts";
import { startToasts } from "../behaviors/toasts.ts";
import { startUnsavedGuard } from "../behaviors/unsaved.ts";

for (const start of [
  startRequests,
  startToasts,
  startDropdowns,
  startCollapse,
  startTabs,
  startDialogs,
  startConfirm,
  startShortcuts,
  startPalette,
  startRowKeys,
  startSelection,
  startSuggestions,
  startUnsavedGuard,
  startDrafts,
  startCopy,
  startTimes,
  startFileDrop,
  startAutoSubmit,
  startPlacementBoard,
  startPasskeys,
  startLive,
]) {
  start();
}
// Tests and journeys wait for this instead of guessing.
document.documentElement.setAttribute("data-ready", "");
