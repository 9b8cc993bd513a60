package nuki

import (
	"bytes"
	"encoding/hex"
	"errors"
	"strings"
	"testing"
)

// What stands in many messages.
var (
	nonceN  = Nonce(bytes.Repeat([]byte{0xaa}, 32))
	aa32    = strings.Repeat("aa", 32)
	bb32    = strings.Repeat("bb", 32)
	macB    = MAC(bytes.Repeat([]byte{0xbb}, 32))
	pin4, _ = ParsePIN("1234")   // d204
	pin6, _ = ParsePIN("654321") // f1fb0900
	uuidC   = UUID(bytes.Repeat([]byte{0xcc}, 16))
	cc16    = strings.Repeat("cc", 16)
	noon    = Time{2024, 2, 29, 12, 0, 1} // e807 02 1d 0c 00 01
	hexNoon = "e807021d0c0001"
	code, _ = ParseCode("345678") // 4e460500
	some    = Limits{
		From: noon, Until: Time{2025, 12, 31, 23, 59, 59}, Days: Monday | Friday,
		FromClock: Clock{8, 30}, UntilClock: Clock{17, 45},
	}
	hexSome = hexNoon + "e9070c1f173b3b" + "44" + "081e" + "112d"
)

// text is s in n bytes.
func text(s string, n int) string {
	return hex.EncodeToString(append([]byte(s), make([]byte, n-len(s))...))
}

func label(s string) (l Label) {
	copy(l[:], s)
	return l
}

// zeroes in a row.
func zeroes(n int) string { return strings.Repeat("00", n) }

// byHand: each message, and its bytes as the document's tables have them.
var byHand = []struct {
	m    Message
	wire string // cmd ‖ payload
}{
	{RequestData{CmdStates}, "0100" + "0c00"},
	{KeyShare{PublicKey(macB)}, "0300" + bb32},
	{Challenge{nonceN}, "0400" + aa32},
	{Authenticator{macB}, "0500" + bb32},
	{AuthData{macB, IDBridge, 0x01020304, label("Local IQ"), nonceN}, "0600" + bb32 + "01" + "04030201" + text("Local IQ", 32) + aa32},
	{AuthDataPIN{0x01020304, "Local IQ", pin6}, "0600" + "04030201" + text("Local IQ", 32) + "f1fb0900"},
	{AuthGrant{macB, 7, uuidC, nonceN}, "0700" + bb32 + "07000000" + cc16 + aa32},
	{AuthGrantPIN{7, uuidC}, "0700" + "07000000" + cc16},
	{Confirmation{macB, 7}, "1e00" + bb32 + "07000000"},
	{AuthInfo{1}, "4c00" + "01"},
	{Status{Accepted}, "0e00" + "01"},
	{ErrorReport{ErrorBusy, CmdLockAction}, "1200" + "45" + "0d00"},
	{BatteryReport{1, 2, true, Lock, 3, 4, 5, -6, 7, 0x809}, "1100" + "0100" + "0200" + "01" + "02" + "0300" + "0400" + "0500" + "fa" + "0700" + "0908"},

	{LockAction{Action: Unlatch, App: 9, Flags: FlagForce, Nonce: nonceN}, "0d00" + "03" + "09000000" + "02" + aa32},
	{LockAction{Action: Lock, App: 9, Suffix: "#0102", Nonce: nonceN}, "0d00" + "02" + "09000000" + "00" + text("#0102", 20) + aa32},

	{RemoveAuth{7, nonceN, pin4}, "0800" + "07000000" + aa32 + "d204"},
	{RemoveAuth{7, nonceN, pin6}, "0800" + "07000000" + aa32 + "f1fb0900"},

	{LogRequest{5, 20, true, true, nonceN, pin4}, "3100" + "05000000" + "1400" + "01" + "01" + aa32 + "d204"},
	{LogRequest{5, 20, false, false, nonceN, pin6}, "3100" + "05000000" + "1400" + "00" + "00" + aa32 + "f1fb0900"},
	{LogCount{true, 300, true, false}, "3300" + "01" + "2c01" + "01" + "00"},
	{SetLog{true, nonceN, pin4}, "3400" + "01" + aa32 + "d204"},
	{SetDoorLog{false, nonceN, pin6}, "5a00" + "00" + aa32 + "f1fb0900"},
	{LogEntry{Index: 1, Time: noon, Auth: 2, Name: "App", Type: LogLogging, On: true}, entry("App", "01", "01")},
	{LogEntry{Index: 1, Time: noon, Auth: 2, Name: "App#7", Type: LogAction, Action: Unlock, Trigger: ByButton, Flags: FlagAutoUnlock, Done: DoneBusy}, entry("App#7", "02", "01020104")},
	{LogEntry{Index: 1, Time: noon, Auth: 2, Type: LogCalibration, Action: Lock, Trigger: ByHand}, entry("", "03", "02010000")},
	{LogEntry{Index: 1, Time: noon, Auth: 2, Type: LogInitRun, Done: DoneUnknown}, entry("", "04", "000000ff")},
	{LogEntry{Index: 1, Time: noon, Auth: 2, Name: "LIQ k1", Type: LogKeypad, Action: Unlock, Source: SourceCode, Done: DoneBadCode, Code: 0x1234}, entry("LIQ k1", "05", "0101e03412")},
	{LogEntry{Index: 1, Time: noon, Auth: 2, Type: LogDoorSensor, Door: LogDoorClosed}, entry("", "06", "01")},
	{LogEntry{Index: 1, Time: noon, Auth: 2, Type: LogDoorLogging, On: false}, entry("", "07", "00")},

	{KeypadAdd{code, "LIQ k1", true, some, nonceN, pin4}, "4100" + "4e460500" + text("LIQ k1", 20) + "01" + hexSome + aa32 + "d204"},
	{KeypadAdd{code, "LIQ k1", false, Limits{}, nonceN, pin6}, "4100" + "4e460500" + text("LIQ k1", 20) + "00" + zeroes(19) + aa32 + "f1fb0900"},
	{KeypadAdded{0x1234, noon}, "4200" + "3412" + hexNoon},
	{KeypadList{10, 5, nonceN, pin4}, "4300" + "0a00" + "0500" + aa32 + "d204"},
	{KeypadCount{5}, "4400" + "0500"},
	{KeypadEntry{1, code, "LIQ k1", true, noon, Time{}, 3, false, Limits{}}, "4500" + "0100" + "4e460500" + text("LIQ k1", 20) + "01" + hexNoon + zeroes(7) + "0300" + "00"},
	{KeypadEntry{1, code, "LIQ k1", false, noon, noon, 3, true, some}, "4500" + "0100" + "4e460500" + text("LIQ k1", 20) + "00" + hexNoon + hexNoon + "0300" + "01" + hexSome},
	{KeypadUpdate{1, code, "LIQ k1", true, true, some, nonceN, pin4}, "4600" + "0100" + "4e460500" + text("LIQ k1", 20) + "01" + "01" + hexSome + aa32 + "d204"},
	{KeypadRemove{1, nonceN, pin4}, "4700" + "0100" + aa32 + "d204"},

	{ConfigRequest{nonceN}, "1400" + aa32},
	{SetConfig{settings, nonceN, pin4}, "1300" + text("Front", 32) + "0102030405060708" + "01000101" + "05" + "3c00" + "01" + "010203" + "01" + "02" + "2500" + aa32 + "d204"},
	{Config{ID: 0x2f3a6b01, Settings: settings, Time: noon, HasKeypad: true, Firmware: [3]uint8{3, 4, 5}, Hardware: [2]uint8{6, 7}, HomeKit: 2, Device: SmartLock34, Capabilities: 1, HasKeypad2: true, Matter: 8, Variant: 9, Size: 79},
		"1500" + "016b3a2f" + text("Front", 32) + "0102030405060708" + "01000101" + "05" + hexNoon + "3c00" + "01" + "00" + "010203" + "01" + "02" + "01" + "030405" + "0607" + "02" + "2500" + "04" + "01" + "01" + "08" + "09"},
	{VerifyPIN{nonceN, pin4}, "2000" + aa32 + "d204"},
	{VerifyPIN{nonceN, pin6}, "2000" + aa32 + "f1fb0900"},
	{SetTime{noon, nonceN, pin4}, "2100" + hexNoon + aa32 + "d204"},
	{DoorSensorRequest{nonceN}, "5800" + aa32},
	{DoorSensor{true, 30, false, true}, "5900" + "01" + "1e" + "00" + "01"},
	{SetDoorSensor{DoorSensor{true, 30, true, false}, nonceN, pin4}, "5700" + "01" + "1e" + "01" + "00" + aa32 + "d204"},
}

var settings = Settings{
	Name: "Front", Place: [8]byte{1, 2, 3, 4, 5, 6, 7, 8}, AutoUnlatch: true, Button: true, LED: true, Brightness: 5,
	Zone: 60, DST: true, Fob: [3]uint8{1, 2, 3}, SingleLock: true, Advertising: 2, ZoneID: 37,
}

// entry is 0x0032 up to its data: index 1, noon, authorization 2.
func entry(name, kind, data string) string {
	return "3200" + "01000000" + hexNoon + "02000000" + text(name, 32) + kind + data
}

// TestBytesByHand: what each message is on the air, in both directions.
func TestBytesByHand(t *testing.T) {
	seen := map[Command]bool{CmdStates: true} // TestStatesOfEveryLength
	for _, c := range byHand {
		seen[c.m.Command()] = true
		b, err := Encode(c.m)
		if err != nil || hex.EncodeToString(b) != c.wire {
			t.Errorf("%v: %v\nwe write %x\nby hand  %s", c.m.Command(), err, b, c.wire)
		}
		m, err := Decode(unhex(t, c.wire))
		if err != nil || m != c.m {
			t.Errorf("%v: %v\nread    %+v\nby hand %+v", c.m.Command(), err, m, c.m)
		}
	}
	for c := range forms {
		if !seen[c] {
			t.Errorf("%v has no bytes by hand", c)
		}
	}
}

// TestSizesOfTheLargestWrites: as the document counts them, so that a link's MTU can be judged.
func TestSizesOfTheLargestWrites(t *testing.T) {
	for _, c := range []struct {
		m    Message
		size int
	}{
		{KeypadAdd{Nonce: nonceN, PIN: pin4}, 132},
		{KeypadUpdate{Nonce: nonceN, PIN: pin4}, 135},
		{KeypadUpdate{Nonce: nonceN, PIN: pin6}, 137},
		{SetConfig{PIN: pin4}, 143},
		{SetConfig{PIN: pin6}, 145},
	} {
		f, err := Seal(SharedKey{}, 1, FrameNonce{}, c.m)
		if err != nil || len(f) != c.size || len(f) > MTU-3 {
			t.Errorf("%v: %d bytes, not %d; %v", c.m.Command(), len(f), c.size, err)
		}
	}
}

// TestShortAndLong: each message short of a byte is an error. One byte too many is one for what
// a client says, and passed over for what a lock says, whose firmware may be newer than we are.
func TestShortAndLong(t *testing.T) {
	for _, c := range byHand {
		b := unhex(t, c.wire)
		short := b[:len(b)-1]
		if m, err := Decode(short); err == nil && !shorter(c.m) {
			t.Errorf("%v short of a byte is read as %+v", c.m.Command(), m)
		}
		m, err := Decode(append(bytes.Clone(b), 0))
		if forms[c.m.Command()].grows {
			if err != nil || m != c.m {
				t.Errorf("%v with a tail: %+v %v", c.m.Command(), m, err)
			}
		} else if !errors.Is(err, ErrMalformed) {
			t.Errorf("%v with a byte too many: %+v %v", c.m.Command(), m, err)
		}
	}
}

// shorter: a config may end earlier.
func shorter(m Message) bool { _, ok := m.(Config); return ok }
