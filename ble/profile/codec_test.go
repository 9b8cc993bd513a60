package profile

import (
	"bytes"
	"encoding/hex"
	"reflect"
	"testing"
	"time"

	"localiq/core"
)

// TestNumbersOnTheAir pins core's lists: they are frozen in every lock that was ever sold. A
// list may grow at its end; then the last one here grows with it.
func TestNumbersOnTheAir(t *testing.T) {
	check := func(list string, first int, names ...any) {
		for i, n := range names {
			if v := reflect.ValueOf(n); v.Uint() != uint64(first+i) {
				t.Errorf("%s: %v is %d on the air, and was %d", list, n, v.Uint(), first+i)
			}
		}
	}
	check("bolt", 0, core.BoltUnknown, core.BoltLocked, core.BoltUnlocked, core.BoltOffice, core.BoltPrivacy, core.BoltJammed)
	check("contact", 0, core.ContactUnknown, core.ContactClosed, core.ContactOpen, core.ContactAbsent)
	check("key kind", 0, core.KeyNone, core.KeyTag, core.KeyPIN, core.KeyDigital, core.KeyOperator)
	check("cause", 0, core.ByUnknown, core.ByHub, core.ByHandle, core.ByRelock, core.ByHoldEnd, core.ByKey, core.ByTable)
	check("result", 0, core.ResultUnknown, core.ResultAccepted, core.ResultDone, core.ResultRefused, core.ResultExpired, core.ResultNeverSeen, core.ResultJammed)
	check("clock", 0, core.Untrusted, core.Holdover, core.Trusted)
	check("entry", 0, EntryNone, EntryDoorOpened, EntryDoorClosed, EntryBoltTurned, EntryHandle, EntryTamper, EntryKeyRefused,
		EntryKeyAdmitted, EntryLimited, EntryUpdated)
	check("error", 0, ErrorNone, ErrorUnsupported, ErrorMalformed, ErrorBusy, ErrorForbidden)
	check("role", 0, RoleNone, RoleHub, RoleInstaller, RoleService, RolePhone)
	check("update", 0, UpdateOK, UpdateUnsigned, UpdateNotNewer, UpdateWrong, UpdateTooBig, UpdateBusy)
	check("ability, bit 0", 1, CanTable, CanSealAdvert)
	check("ability, bit 2", 4, CanIdentify)
	check("ability, bit 3", 8, CanUpdate)
	check("ability, bit 4", 16, CanPeers)
	check("ability, bit 5", 32, CanRelease)
	check("ability, bit 6", 64, CanDigital)
	check("reason", 0, core.ReasonNone, core.Granted, core.OpenedFree, core.InvalidRequest, core.LockUnknown, core.Replay,
		core.SiteNotReleased, core.LockedOut, core.CredentialUnknown, core.CredentialDisabled, core.UserBlocked, core.UserUnsubscribed,
		core.IQUnsubscribed, core.NotYetValid, core.Expired, core.Lockdown, core.DoorBlocked, core.NotAuthorised, core.OutsideSchedule,
		core.ClockUntrusted, core.FactorMissing, core.PINWrong, core.FirstPersonRequired, core.SecondPersonRequired, core.Passback,
		core.UsesExhausted, core.Privacy, core.LockOffline, core.BatteryTooLow, core.LockJammed, core.RightMissing, core.NotAnswered)
}

// TestMessages: every message reads back as it was written.
func TestMessages(t *testing.T) {
	seen := map[Type]bool{}
	for _, m := range testMessages() {
		b, err := encode(m)
		if err != nil {
			t.Errorf("%T: %v", m, err)
			continue
		}
		if got, err := decode(b); err != nil || !reflect.DeepEqual(got, m) {
			t.Errorf("%+v became %+v, %v", m, got, err)
		}
		seen[m.Type()] = true
	}
	for ty := range decoders {
		if !seen[ty] {
			t.Errorf("message 0x%02x is not tried", uint8(ty))
		}
	}
}

// TestLaterVersions: keys that are not known are passed over, numbers that are not known are 0.
func TestLaterVersions(t *testing.T) {
	for in, want := range map[string]Message{
		"44a40163ff":                                     nil,
		"44a30118630518c718c8820102":                     State{},
		"43a60107020803090518ff0618ff0718ff":             Entry{Index: 7, Boot: 8, Uptime: 9},
		"45a20150000000000000000000000000000000070218ff": Result{Command: CommandID{15: 7}},
		"08a118637f":                                     nil,
		"08a1186302":                                     Look{},
		"08a118638101":                                   Look{},
		"47a10181a20144010203040218ff":                   Peers{Peers: []Peer{{Key: Check{1, 2, 3, 4}}}},
		"0ca20158200000000000000000000000000000000000000000000000000000000000000000020a": nil, // no unknown role takes a peer away
		"7fa2010902187e":               Error{Of: 0x7e},
		"47a10181a2014501020304050201": nil, // five bytes for four
	} {
		b, err := hex.DecodeString(in)
		if err != nil {
			t.Fatal(err)
		}
		got, err := decode(b)
		if want == nil {
			if err == nil {
				t.Errorf("%s is taken as %+v", in, got)
			}
			continue
		}
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, %v", in, got, err)
		}
	}
}

// TestWeSendNothingMalformed: what the other end would refuse does not leave.
func TestWeSendNothingMalformed(t *testing.T) {
	long, id, key := string(bytes.Repeat([]byte{'x'}, MaxDetail+1)), CommandID{1}, make([]byte, 32)
	for _, m := range []Message{
		Do{Command: CommandID{1}}, Do{Move: Move{To: core.BoltLocked}}, AskResult{}, Verdict{Granted: true}, // no id
		move(core.BoltPrivacy, 0, 0), move(core.BoltUnlocked, 0, 0), move(core.BoltUnlocked, 600001, 0), move(core.BoltLocked, 1, 0),
		move(core.BoltUnlocked, 1, 1), move(core.BoltOffice, 0, -1),
		Verdict{Command: CommandID{1}, Move: Move{To: core.BoltLocked}}, // a refusal that moves
		SetClock{}, SetClock{UTC: 1}, SetClock{UTC: 1, Quality: 3},
		AccessRequest{Kind: core.KeyTag}, AccessRequest{Credential: make([]byte, MaxCredential+1)},
		Entry{}, Entry{Index: 1, Credential: make([]byte, MaxCredential+1)},
		Hello{Model: long}, State{Firmware: long}, Result{Detail: long},
		Identify{For: 1}, Identify{Command: id}, Identify{Command: id, For: 60001}, Release{},
		SetAdvert{}, SetAdvert{Key: make([]byte, 31)}, SetAdvert{Key: make([]byte, 33)},
		PutPeer{Key: make([]byte, 31)}, PutPeer{Key: key, Role: RoleHub}, PutPeer{Key: key, Role: RoleService + 1}, // a second hub; a role of later
		Peers{Peers: make([]Peer, MaxPeers+1)}, PutPeer{Key: key, Role: RolePhone},
		SetSite{Key: key}, SetSite{Key: key, Word: key[1:]}, Present{Certificate: key}, Present{Signature: make([]byte, 64)},
		Present{Certificate: make([]byte, MaxCertificate+1), Signature: make([]byte, 64)},
		FirmwareBegin{}, FirmwareBegin{Head: make([]byte, MaxHead+1)}, FirmwareData{}, FirmwareData{Data: make([]byte, MaxData+1)},
		Entry{Index: 1, Ref: make([]byte, MaxRef+1)},
		TableBegin{Key: key}, TableBegin{Key: key, OpenFor: 600001}, TableBegin{Key: key[1:], OpenFor: 1},
		TableState{Parts: make([]PartHash, TableParts)}, TableState{Why: long},
	} {
		if b, err := encode(m); err == nil {
			t.Errorf("%+v leaves as %x", m, b)
		}
	}
}

func move(to core.Bolt, ms Millis, until int64) Message {
	return Do{Command: CommandID{1}, Move: Move{to, ms, until}}
}

// TestErrorsKeepSecrets: a credential that cannot be read is not in the error.
func TestErrorsKeepSecrets(t *testing.T) {
	b, err := encode(AccessRequest{Request: Nonce{1}, Kind: core.KeyPIN, Credential: []byte("777777")})
	if err != nil {
		t.Fatal(err)
	}
	b = bytes.Replace(b, []byte("\x46777777"), []byte("\x66777777"), 1) // a text where bytes are due
	if _, err := decode(b); err == nil || bytes.Contains([]byte(err.Error()), []byte("777")) {
		t.Errorf("%v", err)
	}
}

// TestAges: "just now" and "nobody can tell" are two things, on the air too.
func TestAges(t *testing.T) {
	for _, a := range []Age{{}, AgeOf(0), AgeOf(-1), AgeOf(1500 * time.Microsecond), {ms: 1 << 63, known: true}} {
		b, err := encode(State{BoltAge: a})
		if err != nil {
			t.Fatal(err)
		}
		got, err := decode(b)
		if err != nil || got.(State).BoltAge != a {
			t.Errorf("%+v became %+v, %v", a, got, err)
		}
	}
	if AgeOf(1500*time.Microsecond).Duration() != time.Millisecond || (Age{}).Duration() != -1 || (Age{ms: 1 << 63, known: true}).Duration() < 0 {
		t.Error("an age is not what it says")
	}
}

// TestNames: the names that core knows them by lead back.
func TestNames(t *testing.T) {
	id := core.CommandID{Run: 7, Seq: 42, N: 3}
	if CommandID(id.Bytes()).Core() != id || CommandID(id.Bytes()).String() != id.String() {
		t.Error("a command's id")
	}
	if n, err := NonceFrom(Nonce{1, 2}.Core()); err != nil || n != (Nonce{1, 2}) {
		t.Error("a nonce")
	}
	if s, err := SerialFrom(testSerial.String()); err != nil || s != testSerial {
		t.Error("a serial")
	}
	for _, bad := range []string{"", "00", "zz", "0102030405060708ff"} {
		if _, err := NonceFrom(core.RequestID(bad)); err == nil {
			t.Errorf("%q is taken for a nonce", bad)
		}
	}
}

// FuzzMessage: any bytes are read or refused; what is read can be said again, and says the same.
func FuzzMessage(f *testing.F) {
	for _, m := range testMessages() {
		b, err := encode(m)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte{0x43, 0xbf, 0xff})
	f.Add([]byte{0x3f})
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := decode(b)
		if err != nil || len(b) > maxPlain-64 { // what is longer does not come in one message; keys that were left out take some
			return
		}
		again, err := encode(m)
		if err != nil {
			t.Fatalf("%+v cannot be said again: %v", m, err)
		}
		if got, err := decode(again); err != nil || !reflect.DeepEqual(got, m) {
			t.Errorf("%+v became %+v, %v", m, got, err)
		}
	})
}
