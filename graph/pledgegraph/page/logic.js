// What holds under assumptions: the rules of the command `pledge what-if`, line by line (see scenario.py).

const FLIP = { Met: 'Failed', Failed: 'Met', Unknown: 'Unknown' };
const AFTER = { discharged: 'Met', violated: 'Failed', expired: 'Failed', cancelled: 'Failed' };

function combine(op, parts) {
  if (op === 'atom') return 'Unknown';
  if (op === 'all') return parts.includes('Failed') ? 'Failed' : parts.includes('Unknown') ? 'Unknown' : 'Met';
  const value = parts.includes('Met') ? 'Met' : parts.includes('Unknown') ? 'Unknown' : 'Failed';
  return op === 'not' ? FLIP[value] : value;
}

function usersOf(conditions) {
  const users = new Map([...conditions.keys()].map((n) => [n, []]));
  for (const [n, c] of conditions) {
    for (const other of new Set([...c.parts, ...c.presupposes])) {
      if (!users.has(other)) users.set(other, []);
      users.get(other).push(n);
    }
  }
  return users;
}

// What a compound's truth says of its parts: of all of them, or of the last one open.
function forced(condition, given, sure) {
  if (condition.op === 'atom' || given === 'Unknown') return [];
  if (given === 'Failed' && condition.presupposes.length) return []; // it may have failed for want of what it presupposes
  const value = condition.op === 'not' ? FLIP[given] : given;
  const shared = condition.op === 'all' ? 'Met' : 'Failed';
  if (value === shared) return condition.parts.map((part) => [part, shared]);
  const rest = condition.parts.filter((part) => sure.get(part) !== shared);
  return rest.length === 1 ? [[rest[0], FLIP[shared]]] : [];
}

function follows(conditions, assumed, users) {
  const sure = new Map(assumed);
  const queue = [...assumed.keys()];
  for (let at = 0; at < queue.length; at += 1) {
    const follow = new Map();
    for (const other of [queue[at], ...(users.get(queue[at]) || [])]) {
      const condition = conditions.get(other);
      if (!condition) continue;
      if (sure.has(other)) {
        for (const [part, value] of forced(condition, sure.get(other), sure)) follow.set(part, value);
        continue;
      }
      const own = combine(condition.op, condition.parts.map((part) => sure.get(part) || 'Unknown'));
      const value = own === 'Failed' || condition.presupposes.some((p) => sure.get(p) === 'Failed') ? 'Failed' : own;
      if (value !== 'Unknown' && !(value === 'Met' && condition.presupposes.length)) follow.set(other, value);
    }
    for (const [other, value] of follow) {
      if (!sure.has(other)) {
        sure.set(other, value);
        queue.push(other);
      }
    }
  }
  return sure;
}

function stateOf(c, truth) {
  const needs = [...c.needs, ...c.inherited];
  const has = (names, value) => names.filter((n) => truth.get(n) === value);
  const [missing, failed, fired, ended] = [has(needs, 'Unknown'), has(needs, 'Failed'), has(c.triggers, 'Met'), has(c.ends, 'Met')];
  const name = () => {
    if (c.settled) return c.settled;
    if (!c.committed) return failed.length ? 'blocked' : missing.length ? 'waiting' : 'unblocked';
    const due = !missing.length && !failed.length && (fired.length || !c.triggers.length) && !c.decision;
    if (c.overdue) return due && !ended.length ? 'violated' : 'expired';
    if (ended.length) return 'expired';
    if (failed.length || missing.length) return failed.length ? 'blocked' : 'waiting';
    if (c.triggers.length && !fired.length) return 'standing';
    return c.decision ? 'awaiting decision' : 'due';
  };
  return { state: name(), missing, failed, fired, ended };
}

function evaluate({ conditions, commitments }, given) {
  const users = usersOf(conditions);
  const assumed = new Map(['Unknown', 'Failed', 'Met'].flatMap((value) => [...given].filter((entry) => entry[1] === value)));
  const sure = follows(conditions, assumed, users);
  const of = new Map(commitments.map((c) => [c.position, c]));
  const pledges = [...new Set([...conditions.values()].flatMap((c) => c.pledges))].map((p) => of.get(p));
  const known = (c) => c.truth === 'Met' || c.truth === 'Failed';
  // The truths where the pledges in `over` have ended, and of those in `perhaps` alone that is open; and the pledges that end then.
  const run = (over, perhaps = over) => {
    const fixed = new Map([...[...conditions].filter(([, c]) => c.op === 'atom' && known(c)).map(([n, c]) => [n, c.truth]), ...sure]);
    const truth = new Map([...conditions.keys()].map((n) => [n, fixed.get(n) || 'Unknown']));
    const pledged = new Map();
    const settle = (names) => {
      const queue = [...names];
      for (let at = 0; at < queue.length; at += 1) {
        const n = queue[at];
        if (fixed.has(n) || truth.get(n) !== 'Unknown') continue;
        const c = conditions.get(n);
        const own = pledged.get(n) || combine(c.op, c.parts.map((p) => truth.get(p)));
        const value = combine('all', [own, ...c.presupposes.map((p) => truth.get(p))]);
        if (value === 'Unknown') continue;
        truth.set(n, value);
        queue.push(...users.get(n));
      }
    };
    settle(conditions.keys());
    const again = [];
    for (const [n, c] of conditions) {
      if (truth.get(n) !== 'Unknown' || fixed.has(n)) continue;
      if (known(c)) {
        fixed.set(n, c.truth);
        truth.set(n, c.truth);
      } else if (c.pledges.length) {
        const kept = c.pledges.map((p) => of.get(p)).map((p) => {
          if (p.settled) return AFTER[p.settled];
          return p.overdue || over.has(p) ? 'Failed' : perhaps.has(p) ? 'Unknown' : 'Met';
        });
        pledged.set(n, combine('any', kept));
      }
      again.push(n);
    }
    settle([...again, ...again.flatMap((n) => users.get(n))]);
    return [truth, new Set(pledges.filter((p) => !p.settled && !p.overdue && p.ends.some((e) => truth.get(e) === 'Met')))];
  };
  const same = (one, other) => one.size === other.size && [...one].every((p) => other.has(p));
  let [over, perhaps] = [new Set()];
  for (let left = pledges.length + 1; left; left -= 1) {
    perhaps = run(over)[1];
    const fewer = same(over, perhaps) ? over : run(perhaps)[1];
    if (same(fewer, over)) break;
    over = fewer;
  }
  const [truth] = run(over, perhaps);
  return { truth, states: new Map(commitments.map((c) => [c.position, stateOf(c, truth)])) };
}

// Whether truths can hold at once: each condition is met or not, a compound exactly when its formula and what it presupposes are.
function clausesOf(conditions) {
  const found = [];
  for (const [n, c] of conditions) {
    const before = c.presupposes.map((p) => [p, false]);
    for (const p of c.presupposes) found.push([[n, false], [p, true]]);
    if (c.op === 'atom') continue;
    const good = c.op !== 'not';
    if (c.op === 'any') {
      found.push([[n, false], ...c.parts.map((p) => [p, true])]);
      for (const p of c.parts) found.push([[n, true], [p, false], ...before]);
    } else {
      for (const p of c.parts) found.push([[n, false], [p, good]]);
      found.push([[n, true], ...c.parts.map((p) => [p, !good]), ...before]);
    }
  }
  return found;
}

function possible(clauses, truths) {
  const value = new Map(truths);
  let branch = null;
  for (let again = true; again;) {
    again = false;
    branch = null;
    for (const clause of clauses) {
      if (clause.some(([n, wanted]) => value.get(n) === wanted)) continue;
      const open = clause.filter(([n]) => !value.has(n));
      if (!open.length) return false;
      if (open.length === 1) {
        value.set(...open[0]);
        again = true;
      } else branch = open[0];
    }
  }
  if (!branch) return true;
  return [branch[1], !branch[1]].some((wanted) => possible(clauses, new Map(value).set(branch[0], wanted)));
}

// The assumptions, with what the record says below them, that cannot stand together; empty where all can.
function clash({ conditions }, assumed) {
  const clauses = clausesOf(conditions);
  const core = (truths) => {
    if (possible(clauses, truths)) return [];
    const left = new Map(truths);
    for (const [n, value] of [...truths].reverse()) {
      left.delete(n);
      if (possible(clauses, left)) left.set(n, value);
    }
    return [...left.keys()];
  };
  const known = new Map([...assumed].filter(([, value]) => value !== 'Unknown').map(([n, value]) => [n, value === 'Met']));
  const first = core(known);
  if (first.length) return first;
  for (const [n, value] of assumed) {
    if (value !== 'Unknown') continue;
    for (const other of [true, false]) {
      const found = core(new Map(known).set(n, other));
      if (found.length) return [...new Set([n, ...found])];
    }
  }
  const below = new Set();
  const queue = [...known.keys()];
  while (queue.length) {
    const c = conditions.get(queue.pop());
    for (const p of c ? [...c.parts, ...c.presupposes] : []) {
      if (below.has(p)) continue;
      below.add(p);
      queue.push(p);
    }
  }
  const told = [...below].filter((n) => !assumed.has(n) && conditions.has(n) && ['Met', 'Failed'].includes(conditions.get(n).truth));
  return core(new Map([...known, ...told.map((n) => [n, conditions.get(n).truth === 'Met'])]));
}
