package profile

import (
	"slices"
	"time"

	"localiq/core"
)

var (
	testCommand = CommandID{0xe0, 1, 2, 3, 4, 5, 6, 7, 0, 0, 0, 0, 0, 0, 42, 1}
	testJournal = JournalID{1, 2, 3, 4, 5, 6, 7, 8}
	testState   = State{Bolt: core.BoltOffice, BoltAge: AgeOf(90 * time.Second), Contact: core.ContactOpen, ContactAge: AgeOf(0), Battery: 88,
		Firmware: "1.0.0", Boot: 7, Uptime: 123456, Clock: core.Trusted, HoldFor: 3600000, HoldUntil: 1795359600000}
	testTableKey  = seq(32, 0x10)
	testAdvertKey = [32]byte(seq(32, 0x60))
)

// testMessages is every message as full as it can be, and those with much to leave out empty. The
// vectors have them in this order, so each keeps its place.
func testMessages() []Message {
	return slices.Concat(firstMessages(), laterMessages(), tableMessages(), clockMessages(), visitMessages())
}

// firstMessages are frozen with the first locks.
func firstMessages() []Message {
	id, journal, full, tag := testCommand, testJournal, testState, []byte{0x04, 0xa1, 0xb2, 0xc3, 0xd4, 0xe5, 0xf6}
	return []Message{
		Ack{},
		Verdict{Request: Nonce{8, 7, 6, 5, 4, 3, 2, 1}, Granted: true, Reason: core.Granted, Command: id, NotAfter: 125956,
			Move: Move{To: core.BoltUnlocked, For: 6000}},
		Verdict{Request: Nonce{8, 7, 6, 5, 4, 3, 2, 1}, Reason: core.OutsideSchedule, Command: id},
		Do{Command: id, NotAfter: 125956, Move: Move{To: core.BoltOffice, For: 3600000, Until: 1795359600000}},
		Do{Command: id, Move: Move{To: core.BoltLocked}},
		AskResult{Command: id},
		ReadJournal{From: 42, Max: 32},
		AckJournal{Journal: journal, UpTo: 45},
		SetClock{UTC: 1795339881000, Quality: core.Trusted},
		Look{},
		Hello{Journal: journal, Head: 45, Tail: 1, Acked: 41, State: full, Model: "virtual"},
		AccessRequest{Request: Nonce{8, 7, 6, 5, 4, 3, 2, 1}, Kind: core.KeyTag, Credential: tag, Held: true, Age: AgeOf(120 * time.Millisecond)},
		AccessRequest{Request: Nonce{1}, Kind: core.KeyPIN, Credential: []byte("123456"), Age: AgeOf(0)},
		Entry{Index: 42, Boot: 7, Uptime: 120000, Age: AgeOf(3456 * time.Millisecond), Kind: EntryBoltTurned, Bolt: core.BoltUnlocked, By: core.ByHub, Command: id},
		Entry{Index: 43, Boot: 7, Uptime: 121000, Age: AgeOf(2456 * time.Millisecond), Kind: EntryDoorOpened},
		Entry{Index: 41, Boot: 6, Uptime: 99, Kind: EntryKeyRefused, KeyKind: core.KeyTag, Credential: tag},
		full,
		State{Bolt: core.BoltLocked, BoltAge: AgeOf(0), Contact: core.ContactClosed, Boot: 8, Uptime: 40},
		Result{Command: id, Result: core.ResultRefused, Detail: "its clock is not set"},
		Result{Command: id, Result: core.ResultDone},
		JournalEnd{Journal: journal, Head: 45, Tail: 1, Acked: 41, Lost: 3},
		Error{Code: ErrorUnsupported, Of: TypeDo},
	}
}

// laterMessages came after the first locks.
func laterMessages() []Message {
	id := testCommand
	return []Message{
		Hello{Journal: testJournal, Head: 45, Tail: 1, Acked: 41, State: testState, Model: "virtual", Table: testMark(), Advert: Check{1, 2, 3, 4},
			Can: CanTable | CanSealAdvert | CanIdentify | CanUpdate | CanPeers | CanRelease, Role: RoleService},
		Entry{Index: 46, Boot: 7, Uptime: 122000, Age: AgeOf(1456 * time.Millisecond), Kind: EntryKeyAdmitted, KeyKind: core.KeyTag, Ref: []byte("k-0042"), Held: true},
		Entry{Index: 47, Boot: 7, Uptime: 123000, Age: AgeOf(456 * time.Millisecond), Kind: EntryLimited, KeyKind: core.KeyPIN, For: 60000},
		Error{Code: ErrorForbidden, Of: TypeDo, Command: id},
		Identify{Command: id, For: 10000},
		SetAdvert{Key: testAdvertKey[:]},
		Release{Command: id},
		PutPeer{Key: seq(32, 0x40), Role: RoleInstaller},
		PutPeer{Key: seq(32, 0x40)},
		Peers{Peers: []Peer{{Check{1, 2, 3, 4}, RoleHub}, {Check{5, 6, 7, 8}, RoleService}}},
	}
}

func tableMessages() []Message {
	parts := make([]PartHash, TableParts+1)
	for i := range parts {
		parts[i] = PartHash{byte(i), 7: 1}
	}
	return []Message{
		TableBegin{Mark: testMark(), Key: testTableKey, OpenFor: 6000, First: true},
		TablePut{Part: 4, First: true, Rows: []TableRow{
			{Hash: KeyHash{4, 1}, Kind: core.KeyTag, Ref: []byte("k-0042"), Lease: 2592000000},
			{Hash: KeyHash{36, 2}, Kind: core.KeyPIN, Ref: []byte("k-0043"), From: 1795339800000, Until: 1795860000000, Lease: 259200000, Schedules: []uint64{0, 2}, Ask: true},
		}},
		TablePut{Part: TimesPart, First: true, Schedules: []TableSchedule{{}, {Windows: []TableWindow{{0x3e, 480, 1080}, {0x41, 1320, 360}}}},
			Zone: []TableOffset{{0, 3600}, {1774746000000, 7200}, {1792890000000, -5400}}},
		TableCommit{Mark: testMark()},
		TableRead{},
		TableState{Mark: testMark(), Staged: TableMark{Version: 43, Hash: TableHash{9}, Rows: 1}, Parts: parts, Why: "its hash is another"},
		TableState{},
		FirmwareBegin{Head: seq(188, 0)},
		FirmwareData{Offset: 960, Data: seq(20, 0)},
		FirmwareCommit{},
		FirmwareState{Have: 980, Size: 4096, Result: UpdateBusy},
	}
}

// clockMessages came with the hub that asks its locks for the time.
func clockMessages() []Message {
	return []Message{Hello{Journal: testJournal, State: testState, UTC: 1795339881000}}
}

func testMark() TableMark {
	return TableMark{Version: 42, Hash: TableHash{0xf0, 15: 0x0f}, Rows: 2, Room: 4096}
}

// seq is n bytes, each one more than the one before.
func seq(n int, first byte) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = first + byte(i)
	}
	return b
}
