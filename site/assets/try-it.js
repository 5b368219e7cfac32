/* The form that tries a decision out on its page. It looks answers up in compiled cells (decisions/compiled.py) and
   evaluates no expression. Numbers are compared as decimal text in whole numbers of their last digit, never as floats.

   The first half knows no page: numbers, what was entered, hit policies, `answer`. The second half is the form. */

(() => {
  "use strict";

  // --- Exact numbers: {units, scale} is units / 10 ** scale ---------------------------------------------------------

  const NUMBER = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)$/;
  const MOST_DIGITS = 34;

  const decimal = text => {
    const [whole, fraction = ""] = text.replace("+", "").split(".");
    return { units: BigInt(`${whole}${fraction}`), scale: fraction.length };
  };
  const raised = (number, scale) => number.units * 10n ** BigInt(scale - number.scale);
  const compared = (one, other) => {
    const scale = Math.max(one.scale, other.scale);
    const [left, right] = [raised(one, scale), raised(other, scale)];
    return left < right ? -1 : left > right ? 1 : 0;
  };
  const sum = numbers => {
    const scale = Math.max(0, ...numbers.map(number => number.scale));
    return { units: numbers.reduce((units, number) => units + raised(number, scale), 0n), scale };
  };
  const product = (one, other) => ({ units: one.units * other.units, scale: one.scale + other.scale });

  /** A number as people write it: `12,000.50 EUR`. */
  const amount = (number, unit = "") => {
    const digits = String(number.units < 0n ? -number.units : number.units).padStart(number.scale + 1, "0");
    const end = digits.length - number.scale;
    const whole = digits.slice(0, end).replace(/\B(?=(?:[0-9]{3})+$)/g, ",");
    const fraction = number.scale ? `.${digits.slice(end)}` : "";
    return `${number.units < 0n ? "-" : ""}${whole}${fraction}${unit ? ` ${unit}` : ""}`;
  };

  /** `one / other` with at most two decimals, halves to the even digit; `other` is above nought. */
  const quotient = (one, other) => {
    const above = one.units * 10n ** BigInt(other.scale + 2), below = other.units * 10n ** BigInt(one.scale);
    const [size, sign] = above < 0n ? [-above, -1n] : [above, 1n];
    const floor = size / below, twice = 2n * (size % below);
    const up = twice > below || (twice === below && floor % 2n === 1n);
    const found = { units: sign * (floor + (up ? 1n : 0n)), scale: 2 };
    while (found.scale && found.units % 10n === 0n) {
      found.units /= 10n;
      found.scale -= 1;
    }
    return found;
  };

  // --- What was entered: a value that compares with the cuts, or why it is none --------------------------------------

  const CLOCK = /^([0-9]{2}:[0-9]{2})(:[0-9]{2})?(?:\.([0-9]{1,6}))?$/;

  const clock = text => {
    const found = CLOCK.exec(text);
    return found && `${found[1]}${found[2] ?? ":00"}.${(found[3] ?? "").padEnd(6, "0")}`;
  };
  const readNumber = (input, text) => {
    const entered = text.trim();
    if (!NUMBER.test(entered)) return { why: "This is not a number; write it as 1234.5" };
    const number = decimal(entered);
    if (entered.replace(/[^0-9]/g, "").length > MOST_DIGITS) return { why: `At most ${MOST_DIGITS} digits` };
    if (input.integer && number.units % 10n ** BigInt(number.scale)) return { why: "A whole number is needed" };
    if (input.low && compared(number, decimal(input.low[0])) < 0) return { why: `At least ${input.low[1]}` };
    if (input.high && compared(number, decimal(input.high[0])) > 0) return { why: `At most ${input.high[1]}` };
    return { value: number };
  };
  const readDate = (_input, text) =>
    /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text) ? { value: text } : { why: "This is not a day" };
  const readTime = (_input, text) => {
    const value = clock(text);
    return value ? { value } : { why: "This is not a time of day" };
  };
  const readMoment = (_input, text) => {
    const [day, time = ""] = text.split("T"), value = clock(time);
    return value && !readDate({}, day).why ? { value: `${day}T${value}` } : { why: "This is not a day and time" };
  };
  const READERS = { number: readNumber, date: readDate, time: readTime, moment: readMoment };

  const read = (input, text) => {
    if (!text.trim()) return input.optional ? { value: null } : { missing: true };
    return (READERS[input.kind] ?? ((_input, entered) => ({ value: entered })))(input, text);
  };

  // --- Looking up ----------------------------------------------------------------------------------------------------

  const inOrder = (one, other) => (one < other ? -1 : one > other ? 1 : 0);

  /** How many cuts a value lies behind, which is the number of its piece; `beside` compares it with a cut's text. */
  const behind = (cuts, beside) =>
    cuts.filter(([at, after]) => {
      const side = beside(at);
      return side > 0 || (side === 0 && !after);
    }).length;

  const piece = (input, value) => {
    if (value === null) return input.empty;
    if (input.kind === "number") return behind(input.cuts, at => compared(value, decimal(at)));
    if (["date", "time", "moment"].includes(input.kind)) return behind(input.cuts, at => inOrder(value, at));
    const place = input.names.indexOf(value);
    return place < 0 ? input.other : place;
  };
  const mask = (input, at) => BigInt(`0x0${input.fits[at]}`);
  const rulesOf = (decision, hits) => decision.rules.map((_rule, index) => index).filter(at => (hits >> BigInt(at)) & 1n);

  // --- Hit policies: from the rules that fit to what they give together ----------------------------------------------

  const first = (decision, hits) => ({ state: "answer", rules: hits.slice(0, 1), then: decision.rules[hits[0]].then });
  const unique = (decision, hits) =>
    hits.length > 1 ? { state: "problem", rules: hits, why: "fit at once, and only one may" } : first(decision, hits);
  const any = (decision, hits) => {
    const other = hits.find(hit => decision.same[hit] !== decision.same[hits[0]]);
    if (other === undefined) return { ...first(decision, hits), rules: hits };
    return { state: "problem", rules: [hits[0], other], why: "fit at once and give different answers" };
  };
  const ordered = (decision, hits) => [...hits].sort((one, other) => decision.order[one] - decision.order[other]);
  const priority = (decision, hits) => first(decision, ordered(decision, hits));
  const byOutput = (decision, hits, work) => ({
    state: "answer",
    rules: hits,
    then: decision.units.map((unit, output) => work(output, unit)),
  });
  const gathered = (decision, hits) =>
    byOutput(decision, hits, output => hits.flatMap(hit => decision.rules[hit].then[output]));
  const added = (decision, hits) =>
    byOutput(decision, hits, (output, unit) => {
      const given = hits.map(hit => decision.amounts[hit][output]).filter(one => one !== null);
      return [given.length ? amount(sum(given.map(decimal)), unit) : decision.nothing];
    });
  const chosen = better => (decision, hits) =>
    byOutput(decision, hits, output => {
      const places = decision.places.map(row => row[output]);
      const given = hits.filter(hit => places[hit] !== null);
      if (!given.length) return [decision.nothing];
      return decision.rules[given.reduce((best, hit) => (better(places[hit], places[best]) ? hit : best))].then[output];
    });
  const counted = (decision, hits) => byOutput(decision, hits, () => [amount(decimal(String(hits.length)))]);

  const POLICIES = {
    "unique": unique,
    "first": first,
    "any": any,
    "priority": priority,
    "collect": gathered,
    "rule order": gathered,
    "output order": (decision, hits) => gathered(decision, ordered(decision, hits)),
    "collect sum": added,
    "collect min": chosen((one, other) => one < other),
    "collect max": chosen((one, other) => one > other),
    "collect count": counted,
    "weighing": unique,
  };
  const LISTS = ["collect", "rule order", "output order"];

  const withoutRules = decision => {
    if (decision.policy === "collect count") return counted(decision, []);
    if (decision.otherwise) return { state: "answer", rules: [], then: decision.otherwise, otherwise: true };
    if (LISTS.includes(decision.policy)) return byOutput(decision, [], () => []);
    return { state: "none", rules: [] };
  };

  /** The answer to what was entered, by the names of the inputs; `left` are the rules that can still fit. As long as
      something is missing, an optional field that is empty is one not yet come to. */
  const answer = (decision, entered) => {
    const given = decision.inputs.map(input => read(input, entered[input.name] ?? ""));
    const whole = given.every(one => "value" in one);
    const weighed = decision.policy === "weighing";
    const mean = weighed && whole ? meanOf(decision, given) : null;
    const fits = given.map((one, at) =>
      weighed || !(whole || one.value) ? null : mask(decision.inputs[at], piece(decision.inputs[at], one.value)));
    const all = (1n << BigInt(decision.rules.length)) - 1n;
    const left = rulesOf(decision, fits.reduce((hits, one) => (one === null ? hits : hits & one), mean ? mean.fits : all));
    const found = { given, fits, left, mean: mean && mean.shown };
    if (!whole) return { ...found, state: "missing", rules: [] };
    return { ...found, ...(left.length ? POLICIES[decision.policy](decision, left) : withoutRules(decision)) };
  };

  /** The weighted mean is compared as a fraction, each cut times the sum of weights, so that nothing is rounded. */
  const meanOf = (decision, given) => {
    const weights = decision.inputs.map(input => decimal(input.weight));
    const whole = sum(weights), weighted = sum(weights.map((weight, at) => product(weight, given[at].value)));
    const at = behind(decision.mean.cuts, cut => compared(weighted, product(decimal(cut), whole)));
    return { fits: mask(decision.mean, at), shown: amount(quotient(weighted, whole)) };
  };

  // --- The form ------------------------------------------------------------------------------------------------------

  const made = (name, className, ...content) => {
    const element = document.createElement(name);
    element.className = className;
    element.append(...content);
    return element;
  };
  const listed = items => {
    const parts = items.flatMap((item, at) => [at === 0 ? "" : at === items.length - 1 ? " and " : ", ", item]);
    return parts.filter(part => part !== "");
  };

  const link = (decision, rule) => {
    const element = made("a", "", String(rule + 1));
    element.href = `#${decision.rules[rule].id}`;
    return element;
  };
  /** "rule 4", "rules 1 and 3", each number leading to its row; the outcomes of a weighing have labels instead. */
  const named = (decision, rules) => {
    if (decision.policy === "weighing") return ["outcomes ", ...listed(rules.map(rule => `“${decision.rules[rule].then[0][0]}”`))];
    return [rules.length > 1 ? "rules " : "rule ", ...listed(rules.map(rule => link(decision, rule)))];
  };

  /** Why it is so: the rule that counts, with its own reason where it is the only one and the table says one. */
  const reason = (decision, found, rows) => {
    if (found.mean) return [`The weighed mean is ${found.mean}.`];
    if (found.otherwise) return ["No rule fits, so what holds in all other cases counts."];
    if (!found.rules.length) return ["No rule fits."];
    const why = found.rules.length === 1 && rows[found.rules[0]]?.querySelector(".sop-why td:last-child");
    const said = why ? [": ", ...why.cloneNode(true).childNodes] : ["."];
    return ["By ", ...named(decision, found.rules), ...said];
  };
  const lines = (decision, words, found, rows) => {
    switch (found.state) {
      case "answer": {
        const answers = decision.units.map((_unit, output) => {
          const said = found.then[output].length ? found.then[output] : ["none"];
          const kind = words.texts[output] ? "sop-text" : "";
          return made("div", "", made("dt", "", words.outputs[output]), ...said.map(one => made("dd", kind, one)));
        });
        return [made("dl", "sop-answers", ...answers), made("p", "sop-quiet", ...reason(decision, found, rows))];
      }
      case "none":
        return [made("p", "", made("strong", "", words.unanswered)), made("p", "sop-quiet", ...reason(decision, found, rows))];
      case "problem":
        return [made("p", "", "The ", ...named(decision, found.rules), ` ${found.why}: the decision needs mending.`)];
      default:
        return missing(decision, words, found);
    }
  };
  const missing = (decision, words, found) => {
    const lacking = words.inputs.filter((_label, at) => !("value" in found.given[at]));
    if (lacking.length === decision.inputs.filter(input => !input.optional).length) return [made("p", "sop-quiet", words.idle)];
    const left = decision.policy === "weighing" ? "" : ` Rules left: ${found.left.length} of ${decision.rules.length}.`;
    return [made("p", "sop-quiet", "Still needed: ", ...listed(lacking.map(label => made("em", "", label))), `.${left}`)];
  };

  const idOf = input => `_try-${input.name}`;

  const attach = form => {
    const { decision, words } = JSON.parse(form.dataset.decision);
    const says = form.querySelector("output");
    const page = form.closest(".sop");
    const rows = decision.rules.map(rule => page.querySelector(`#${CSS.escape(rule.id)}`));
    let said = "";

    const show = () => {
      const entered = Object.fromEntries(new FormData(form));
      const found = answer(decision, Object.fromEntries(decision.inputs.map(input => [input.name, entered[idOf(input)] ?? ""])));
      found.given.forEach((one, at) => refuse(decision.inputs[at], one.why ?? ""));
      const told = made("div", "", ...lines(decision, words, found, rows));
      const now = told.innerHTML;
      says.dataset.state = found.state;
      if (now !== said) says.replaceChildren(...told.childNodes); // what did not change is not read out again
      said = now;
      mark(found);
    };
    /** What is wrong with an entry is said beside it, once it is no longer being written. */
    const refuse = (input, why) => {
      const field = page.querySelector(`#${CSS.escape(idOf(input))}`);
      const place = page.querySelector(`#${CSS.escape(`${idOf(input)}-wrong`)}`);
      if (!field || !place || document.activeElement === field) return;
      place.textContent = why;
      place.hidden = !why;
      field.setAttribute("aria-invalid", String(Boolean(why)));
    };
    /** The rows of the table: which rules count, which cannot fit, and because of which cells. */
    const mark = found => {
      const tried = found.given.some(one => one.value);
      rows.forEach((row, rule) => {
        if (!row) return;
        const out = tried && !found.left.includes(rule);
        row.classList.toggle("sop-hit", found.rules.includes(rule));
        row.classList.toggle("sop-out", out);
        row.querySelectorAll("td[data-column]").forEach((cell, at) => {
          const fits = found.fits[at] ?? null;
          cell.classList.toggle("sop-unfit", out && fits !== null && !((fits >> BigInt(rule)) & 1n));
        });
      });
      page.querySelector("#_otherwise")?.classList.toggle("sop-hit", Boolean(found.otherwise));
    };

    form.addEventListener("input", show);
    form.addEventListener("focusout", () => setTimeout(show));
    form.addEventListener("reset", () => setTimeout(show));
    form.addEventListener("submit", event => event.preventDefault());
    form.previousElementSibling.hidden = true; // the line that stands for the form where no script runs
    form.hidden = false;
    show();
  };

  const start = () => document.querySelectorAll("form.sop-try[hidden]").forEach(attach);

  // Material replaces the page without loading it anew, and says so; any other host loads pages as browsers do.
  if (typeof document$ === "undefined") start();
  else document$.subscribe(start);
})();
