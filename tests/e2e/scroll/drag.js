// Drags the list's scroll bar from one place to another, a step in every frame, and takes the time of each frame and of
// each row that has no values yet. `stops` is how often the hand rests on the way.
const [from, to, milliseconds, stops, done] = arguments;
const REST = 400;
// The rows of a place are there a frame after the scroll bar is.
const SETTLING = 3;
const list = document.querySelector('[data-testid="list"]');
const end = list.scrollHeight - list.clientHeight;
const frames = [];
const held = [];
const blankSince = new Map();
let begun = null;
let last = null;
let blankFrom = null;
let longestBlank = 0;
let framesAtEnd = 0;

// Where the hand is: it moves between its stops and rests at each.
function place(elapsed) {
  const leg = milliseconds / (stops + 1) + REST;
  const at = Math.min(stops, Math.floor(elapsed / leg));
  const moved = Math.min(1, (elapsed - at * leg) / (leg - REST));
  return (at + moved) / (stops + 1);
}

function isSeen(row) {
  const { top, bottom } = row.getBoundingClientRect();
  const view = list.getBoundingClientRect();
  return bottom > view.top && top < view.bottom;
}

function look(now) {
  const blank = new Set();
  for (const row of list.querySelectorAll("[data-index]:not([data-key])")) {
    if (isSeen(row)) blank.add(row.dataset.index);
  }
  for (const [index, since] of blankSince) {
    if (blank.has(index)) continue;
    held.push(now - since);
    blankSince.delete(index);
  }
  for (const index of blank) if (!blankSince.has(index)) blankSince.set(index, now);
  if (blank.size > 0) blankFrom ??= now;
  else blankFrom = null;
  if (blankFrom !== null) longestBlank = Math.max(longestBlank, now - blankFrom);
}

function frame() {
  const now = performance.now();
  begun ??= now;
  if (last !== null) frames.push(now - last);
  last = now;
  look(now);
  const share = place(now - begun);
  list.scrollTop = end * (from + (to - from) * Math.min(1, share));
  const isOver = now - begun >= milliseconds + REST * (stops + 1);
  if (isOver) framesAtEnd += 1;
  if (framesAtEnd > SETTLING && blankSince.size === 0) finish();
  else if (now - begun > 2 * (milliseconds + REST * (stops + 1))) finish();
  else requestAnimationFrame(frame);
}

function finish() {
  const still = [...blankSince.values()].map((since) => performance.now() - since);
  const rows = [...list.querySelectorAll("[data-index][data-key]")].filter(isSeen);
  const seen = rows.map((row) => Number(row.dataset.index));
  done({ frames, held: [...held, ...still], longestBlank, first: Math.min(...seen), last: Math.max(...seen) });
}

requestAnimationFrame(frame);
