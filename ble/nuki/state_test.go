package nuki

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// all that a new lock tells, by hand.
const hexStates = "0c00" + "02" + "03" + "01" + "e807021d0c0001" + "c4ff" + "c9" +
	"05" + "06" + "03" + "02" + "45" + "03" + "01" + "07" + "08" + "d0" + "c0" + "0b" + "0c" + "0d"

var fullStates = States{
	Mode: ModeDoor, Lock: Unlocked, Trigger: ByHand, Time: noon, Zone: -60, Battery: 0xc9,
	ConfigCount: 5, LockNGo: 6, Last: Unlatch, LastTrigger: ByButton, LastDone: 0x45, Door: DoorOpened,
	Night: true, Accessory: 7, Remote: 8, BLE: -48, WiFi: -64, WiFiState: 11, MQTTState: 12, ThreadState: 13, Size: 27,
}

// TestStatesOfEveryLength: from the oldest firmware's 13 bytes to today's 27, and longer.
func TestStatesOfEveryLength(t *testing.T) {
	b := unhex(t, hexStates)
	if len(b) != 2+27 {
		t.Fatal(len(b))
	}
	for size := range 13 {
		if m, err := Decode(b[:2+size]); err == nil {
			t.Errorf("%d bytes are %+v", size, m)
		}
	}
	for size := 13; size <= 27; size++ {
		m, err := Decode(b[:2+size])
		if err != nil {
			t.Errorf("%d: %v", size, err)
			continue
		}
		if s := m.(States); s != statesOf(size) {
			t.Errorf("%d: %+v\nnot %+v", size, s, statesOf(size))
		}
		if again, err := Encode(m); err != nil || !bytes.Equal(again, b[:2+size]) {
			t.Errorf("%d: %x %v", size, again, err)
		}
	}
	if m, err := Decode(append(b, 1, 2, 3)); err != nil || m != fullStates {
		t.Errorf("with a tail: %+v %v", m, err)
	}
	whole := fullStates
	whole.Size = 0
	if again, err := Encode(whole); err != nil || !bytes.Equal(again, b) {
		t.Errorf("%x %v", again, err)
	}
}

// statesOf is what is left of fullStates in so many bytes. Below 19 the rest has no meaning.
func statesOf(size int) States {
	s := fullStates
	s.Size = uint8(size)
	if size < 19 {
		s = States{Mode: s.Mode, Lock: s.Lock, Trigger: s.Trigger, Time: s.Time, Zone: s.Zone, Battery: s.Battery, Size: s.Size}
		copy(s.Old[:], []byte{5, 6, 3, 2, 0x45}[:size-13])
		return s
	}
	s.Night = s.Night && size > 19
	for i, f := range []*uint8{(*uint8)(&s.Accessory), &s.Remote} {
		if size <= 20+i {
			*f = 0
		}
	}
	for i, f := range []*int8{&s.BLE, &s.WiFi} {
		if size <= 22+i {
			*f = 0
		}
	}
	for i, f := range []*uint8{&s.WiFiState, &s.MQTTState, &s.ThreadState} {
		if size <= 24+i {
			*f = 0
		}
	}
	return s
}

func TestBattery(t *testing.T) {
	for _, c := range []struct {
		b                  Battery
		percent            int
		critical, charging bool
	}{
		{0, 0, false, false}, // old firmware: well, how far is not told
		{1, 0, true, false},  // old firmware: critical
		{0xc8, 100, false, false},
		{0x51, 40, true, false},
		{0x52, 40, false, true},
		{0xff, 100, true, true}, // more than there is
	} {
		if c.b.Percent() != c.percent || c.b.Critical() != c.critical || c.b.Charging() != c.charging {
			t.Errorf("%02x: %d %v %v", uint8(c.b), c.b.Percent(), c.b.Critical(), c.b.Charging())
		}
	}
	for percent := 0; percent <= 100; percent += 2 {
		if b := NewBattery(percent, true, false); b.Percent() != percent || !b.Critical() || b.Charging() {
			t.Errorf("%d: %02x", percent, uint8(b))
		}
	}
	a := Accessory(0b1001)
	if !a.Keypad() || a.KeypadCritical() || a.Sensor() || !a.SensorCritical() {
		t.Error(a)
	}
}

// TestTime: there and back; what no clock shows is not a time.
func TestTime(t *testing.T) {
	for _, s := range []int64{0, 951782399, 951782400, 1709208001, 4102444799} {
		if got, ok := TimeOf(s).Seconds(); !ok || got != s {
			t.Errorf("%d is %v is %d %v", s, TimeOf(s), got, ok)
		}
	}
	if s, ok := noon.Seconds(); !ok || s != 1709208001 || noon.String() != "2024-02-29 12:00:01" {
		t.Errorf("%v is %d %v", noon, s, ok)
	}
	for _, bad := range []Time{{}, {2023, 2, 29, 0, 0, 0}, {2024, 13, 1, 0, 0, 0}, {2024, 0, 1, 0, 0, 0}, {2024, 1, 1, 24, 0, 0}, {2024, 1, 1, 0, 0, 60}} {
		if s, ok := bad.Seconds(); ok {
			t.Errorf("%v is %d", bad, s)
		}
	}
}

// TestNames: what is known has a name, what is not has a number.
func TestNames(t *testing.T) {
	for _, c := range []struct {
		v    fmt.Stringer
		want string
	}{
		{Locked, "locked"}, {LockState(0x77), "state 0x77"}, {DoorTampered, "tampered"}, {ByAutoLock, "auto-lock"},
		{Unlatch, "unlatch"}, {DoneNotNow, "not authorised now"}, {ErrorBadPIN, "bad admin PIN"}, {ErrorCode(0x99), "error 0x99"},
		{CmdStates, "states"}, {Command(0x1234), "command 0x1234"}, {Accepted, "accepted"}, {LogKeypad, "keypad"},
		{SourceFingerprint, "fingerprint"}, {LogDoorJammed, "sensor jammed"}, {IDBridge, "bridge"}, {ModeDoor, "door mode"},
		{SmartLock34, "Smart Lock 3 or 4"}, {Fifth, "5th generation"}, {AuthID(2), "00000002"}, {ID(0x2f3a6b01), "2F3A6B01"},
	} {
		if c.v.String() != c.want {
			t.Errorf("%v, not %s", c.v, c.want)
		}
	}
	for c := range forms {
		if strings.HasPrefix(c.String(), "command ") {
			t.Errorf("%v has no name", c)
		}
	}
	if Locked.Moving() || !Unlatching.Moving() || Undefined.Moving() {
		t.Error("what moves")
	}
}
