package nuki

import (
	"bytes"
	"strings"
	"testing"
)

// TestPaddedLogEntries: some firmware fills the data up with zeroes to 5 or 8 bytes, and leaves
// junk behind a name.
func TestPaddedLogEntries(t *testing.T) {
	for _, c := range byHand {
		e, ok := c.m.(LogEntry)
		if !ok {
			continue
		}
		for _, pad := range []uint8{5, 8} {
			e.Pad = pad
			b, err := Encode(e)
			if err != nil || len(b) != 2+4+7+4+32+1+int(pad) {
				t.Fatalf("%d bytes, %v", len(b), err)
			}
			if m, err := Decode(b); err != nil || m != c.m {
				t.Errorf("padded to %d: %+v %v", pad, m, err)
			}
		}
	}
	b := unhex(t, entry("Keypad", "06", "00"))
	copy(b[2+4+7+4+6:], "\x00junk\xff")
	if m, err := Decode(b); err != nil || m.(LogEntry).Name != "Keypad" {
		t.Errorf("%+v %v", m, err)
	}
}

// TestUnknownLogEntry: a kind that is not known is an entry all the same, or the log would end.
func TestUnknownLogEntry(t *testing.T) {
	m, err := Decode(unhex(t, entry("X", "63", "0102")))
	if err != nil || m != (LogEntry{Index: 1, Time: noon, Auth: 2, Name: "X", Type: 0x63}) {
		t.Errorf("%+v %v", m, err)
	}
}

// TestConfigOfOlderFirmware: without what came later.
func TestConfigOfOlderFirmware(t *testing.T) {
	full := Config{ID: 1, Settings: settings, HasKeypad2: true, Variant: 3}
	b, err := Encode(full)
	if err != nil {
		t.Fatal(err)
	}
	for _, size := range []int{72, 73, 74, 75} {
		m, err := Decode(b[:2+size])
		c, ok := m.(Config)
		if err != nil || !ok || c.HasKeypad2 || c.Variant != 0 || (c.ZoneID == 37) != (size >= 74) {
			t.Errorf("%d: %+v %v", size, m, err)
		}
		if again, err := Encode(c); err != nil || !bytes.HasPrefix(b, again) {
			t.Errorf("%d: %v", size, err)
		}
	}
	if m, err := Decode(b[:2+71]); err == nil {
		t.Errorf("71 bytes are %+v", m)
	}
}

// TestWhatCannotBeSent: an error, and nothing of what it was about in it.
func TestWhatCannotBeSent(t *testing.T) {
	long := strings.Repeat("x", 33)
	for _, m := range []Message{
		VerifyPIN{nonceN, PIN{}},
		AuthDataPIN{1, "x", pin4},
		AuthDataPIN{Name: long, PIN: pin6},
		AuthDataPIN{Name: "a\x00b", PIN: pin6},
		AuthDataPIN{Name: "a\xffb", PIN: pin6},
		KeypadAdd{Code: code, Name: long[:21], PIN: pin4},
		LockAction{Suffix: long[:21]},
		LogEntry{Name: long},
		SetConfig{Settings: Settings{Name: long}, PIN: pin4},
		States{Size: 12}, States{Size: 28}, Config{Size: 71}, Config{Size: 73}, Config{Size: 80},
		Unreadable{CmdStates},
	} {
		b, err := Encode(m)
		if err == nil || b != nil {
			t.Errorf("%T is %x", m, b)
		} else if strings.Contains(err.Error(), "xxx") {
			t.Errorf("%T: the error quotes: %v", m, err)
		}
	}
}
