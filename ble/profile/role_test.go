package profile

import (
	"reflect"
	"testing"

	"localiq/core"
)

// Roles are checked on every command; the table is written out, so that nothing is allowed by a
// rule that somebody forgot. h, i, s, p: hub, installer, service, phone.
func TestRoles(t *testing.T) {
	want := map[Type]string{
		TypeAck: "hisp", TypeVerdict: "h", TypeDo: "h", TypeAskResult: "h", TypeReadJournal: "h", TypeAckJournal: "h",
		TypeSetClock: "hi", TypeLook: "his", TypeIdentify: "hi", TypeSetAdvert: "h", TypeRelease: "h", TypePutPeer: "h",
		TypeTableBegin: "h", TypeTablePut: "h", TypeTableCommit: "h", TypeTableRead: "h",
		TypeFirmwareBegin: "hs", TypeFirmwareData: "hs", TypeFirmwareCommit: "hs",
		TypeSetSite: "h", TypePresent: "p",
		TypeError: "hisp",
		// What a lock says is nothing that it is told.
		TypeHello: "", TypeAccessRequest: "", TypeEntry: "", TypeState: "", TypeResult: "", TypeJournalEnd: "", TypePeers: "",
		TypeTableState: "", TypeFirmwareState: "", TypeOutcome: "",
	}
	letters := map[Role]byte{RoleHub: 'h', RoleInstaller: 'i', RoleService: 's', RolePhone: 'p'}
	for ty := range decoders {
		if _, ok := want[ty]; !ok {
			t.Errorf("nobody said who may say 0x%02x", uint8(ty))
		}
	}
	for n := range 256 {
		for r := range 256 {
			ty, role := Type(n), Role(r)
			may := false
			for i := range want[ty] {
				may = may || want[ty][i] == letters[role]
			}
			if got := role.Allows(ty); got != may {
				t.Errorf("role %d, message 0x%02x: %t", role, n, got)
			}
		}
	}
}

// Whose key it was goes to the hub alone.
func TestRolesHearNoCredential(t *testing.T) {
	refused := Entry{Index: 41, Kind: EntryKeyRefused, KeyKind: core.KeyPIN, Credential: []byte("777777")}
	admitted := Entry{Index: 42, Kind: EntryKeyAdmitted, KeyKind: core.KeyTag, Ref: []byte("k")}
	for _, r := range []Role{RoleInstaller, RoleService} {
		for _, m := range []Message{AccessRequest{Credential: []byte("777777")}, Peers{}, TableState{}} {
			if got, ok := r.Told(m); ok {
				t.Errorf("role %d hears %+v", r, got)
			}
		}
		for _, m := range []Entry{refused, admitted} {
			want := Entry{Index: m.Index, Kind: m.Kind, KeyKind: m.KeyKind}
			if got, ok := r.Told(m); !ok || !reflect.DeepEqual(got, Message(want)) {
				t.Errorf("role %d hears %+v", r, got)
			}
		}
		if got, ok := r.Told(testHello().State); !ok || got != Message(testHello().State) {
			t.Errorf("role %d hears %+v", r, got)
		}
	}
	if got, ok := RoleHub.Told(refused); !ok || !reflect.DeepEqual(got, Message(refused)) || string(refused.Credential) != "777777" {
		t.Errorf("the hub hears %+v", got)
	}
	if _, ok := RoleNone.Told(refused); ok {
		t.Error("a stranger hears of keys")
	}
}

// What is refused names the command that it was, so that its asker need not wait.
func TestRefuseNamesTheCommand(t *testing.T) {
	id := CommandID{15: 7}
	for _, m := range []Message{Do{Command: id}, Verdict{Command: id}, Identify{Command: id}, Release{Command: id}} {
		if got := Refuse(ErrorForbidden, m); got != (Error{Code: ErrorForbidden, Of: m.Type(), Command: id}) {
			t.Errorf("%+v", got)
		}
	}
	if got := Refuse(ErrorBusy, Look{}); got != (Error{Code: ErrorBusy, Of: TypeLook}) {
		t.Errorf("%+v", got)
	}
}

// A session is for whom the lock's list names, and the lock knows in which role.
func TestPeersOpenSessions(t *testing.T) {
	lock, hub, installer := testKey(t, "lock"), testKey(t, "hub"), testKey(t, "installer")
	roles := map[PublicKey]Role{hub.Public: RoleHub, installer.Public: RoleInstaller}
	for name, c := range map[string]struct {
		own  KeyPair
		role Role
		said Role
	}{"hub": {hub, RoleHub, RoleNone}, "installer": {installer, RoleInstaller, RoleInstaller}, "stranger": {testKey(t, "stranger"), RoleNone, RoleNone}} {
		l := newTalk(t, 247)
		var err error
		if l.hub, err = OpenSession(c.own, lock.Public, testSerial, 247, nil); err != nil {
			t.Fatal(err)
		}
		l.lock.side.Peers = func(p PublicKey) Role { return roles[p] }
		err = l.run()
		if c.role == RoleNone {
			if err == nil || l.lock.Open() || l.lock.Role() != RoleNone {
				t.Errorf("%s: a session, %v", name, err)
			}
			continue
		}
		if err != nil || l.lock.Role() != c.role || l.lock.Peer() != c.own.Public || l.atHub[0].(Hello).Role != c.said {
			t.Errorf("%s: %v, role %d, hello %+v", name, err, l.lock.Role(), l.atHub)
		}
	}
}
