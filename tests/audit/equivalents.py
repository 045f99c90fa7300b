"""Mutants of the verifier that make no difference, each with the reason."""

TWICE = "what it stands for is asked in another place as well, which is not left out with it"
STUMBLES = "without it Python stumbles right there, which is a FAIL too"
PLACES = "two entries never stand in one place"
SPEED = "it only tells how fast the same is found"
MANY = "only for logs of more entries than a mutant is shown; test_large goes through those"
SOLVER = "HiGHS finds the same panel without, in all draws of these tests"
SCHEMA = "the schema of entries asks for more, before"
RARE = "no numbers are known that would show it: it takes two hashes that are equal, or nearly"
NEVER = "what it guards against cannot come to pass here"
ELSEWHERE = "other tests miss it, which start processes of their own"
HURRIED = "test_verify_libraries.py misses it, by a solver that has no time"
LADDER = "tests/jury/test_type_draw.py misses it"

REASONS: dict[str, tuple[str, ...]] = {
    ELSEWHERE: (
        "__main__.: sys.exit(main()) left out",
        "box.written: box.writestr(info, members[name]) left out",
    ),
    STUMBLES: (
        "check.Check.check_receipts: need(found.leaf in self.leaves) left out",
        "entries.entry: need(isinstance(says, dict)) left out",
        "lottery._check_level: need(set(settled) | set(prices) <= set(places)) left out",
        "roll._strata: need(count > 0) left out",
        "stratified.Draw.successor: need(chosen(rows, 'seated')) left out",
    ),
    PLACES: (
        "ballots._check_halts: line.index > log.poll.index with GtE",
        "draw.check: line.index > log.poll.index with GtE",
        "entries.CaseLog.closes_at: line.index > self.poll.index with GtE",
    ),
    SPEED: (
        "ballots.Voters.__init__: len(self) > MANY with GtE",
        "ballots.Voters.place: high - low <= FEW with Lt",
        "opening.open_all: entries > MANY with GtE",
        "opening._chunks: len(some) == TOGETHER with NotEq",
        "opening.open_some: sheet.last and ballot.rev < sheet.last.get("
        "bytes.fromhex(ballot.pid), 0) without sheet.last",
        "scan.Scan.__init__: entries > MANY with GtE",
        "scan.look_through: ballot is None and part.wrong is None without ballot is None",
        "slip.slip_of: not again and (not _is_base64(sealed)) without not again",
        "slip.slip_of: not again and (not _is_base64(sealed)) without not _is_base64(sealed)",
        "slip._is_base64: return binascii.b2a_base64(binascii.a2b_base64(last), newline=False)"
        " == last is False",
        "spread.spread: os.cpu_count() or 1 without os.cpu_count()",
        "spread.spread: os.cpu_count() or 1 without 1",
        "spread.spread: not many or cores == 1 without cores == 1",
        "spread.spread: cores == 1 with NotEq",
        "spread.spread: len(waiting) >= cores * AHEAD with Gt",
        "spread.spread: one.cancel() left out",
    ),
    MANY: (
        "scan.Scan._add: part.wrong and (not self.wrong) without not self.wrong",
        "spread.spread: waiting.append(pool.submit(_do, work, chunk)) left out",
    ),
    NEVER: (
        "ballots.Voters.place: at < high and self[at] == pid without at < high",
        "ballots.Voters.place: at < high with LtE",
        "ballots._check_closing: moment(log.poll.says['opens_at']) <= moment(closed_at)"
        " < moment(end) with LtE",
        "beacon.check: sys.setrecursionlimit(_DEPTH) left out",
        "merkle.check_inclusion: not at & 1 and at without at",
        "merkle._climb: not at & 1 and at without at",
    ),
    TWICE: (
        "box._check_contents: left and (some := file.read(min(left, READ))) without left",
        "box._check_contents: not left and crc == place.crc without not left",
        "entries._integer: len(text) < 18 with LtE",
        "lottery._Panels.dearest: not solved or not self.lottery.allows(panel) without not solved",
        "lottery._Panels.dearest: not solved or not self.lottery.allows(panel)"
        " without not self.lottery.allows(panel)",
        "opening.Count.add: says['choice'] == 'uphold' and says['tier'] is not None"
        " without says['tier'] is not None",
        "opening.read: len(plain) == PLAIN and length <= PLAIN - 2 without len(plain) == PLAIN",
        "tally._tier: named and len(winners) == 1 without named",
    ),
    SOLVER: (
        "lottery._Panels.__init__: self.highs.setOptionValue(option, 0.0) left out",
        "lottery._Panels.__init__: self.highs.changeColIntegrality("
        "at, highspy.HighsVarType.kInteger) left out",
    ),
    SCHEMA: ("randomness._check_ceremony: need(re.fullmatch('[0-9]{12,200}', digits)) left out",),
    RARE: (
        "lottery._check_level: bound - least <= NEAR with Lt",
        "lottery._check_level: pays * PAYS >= free > 0 with Gt",
        "stream.numbers: number < limit with LtE",
    ),
    HURRIED: (
        "lottery._Panels.dearest: self.highs.setOptionValue('time_limit', "
        "max(0.0, SECONDS - self.highs.getRunTime())) left out",
        "lottery._Panels.dearest: raise CannotTell('HiGHS did not find the dearest panel in time')"
        " left out",
    ),
    LADDER: ("stratified.Draw._next_type.place: other == at with NotEq",),
}
SAME = {name: reason for reason, names in REASONS.items() for name in names}
