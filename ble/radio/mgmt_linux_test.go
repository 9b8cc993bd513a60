package radio

import (
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// What the kernel says to the two questions that we ask, and to others.
func TestKernelsAnswersAreReadOrRefused(t *testing.T) {
	for _, c := range []struct{ message, parameters string }{
		{"0100" + "ffff" + "0900" + "0300" + "00" + "0300" + "0000" + "0200" + "0700", "0300000002000700"},
		{"0100" + "ffff" + "0300" + "0300" + "11", ""},
		{"0200" + "ffff" + "0300" + "0300" + "0d", ""},
	} {
		b, _ := hex.DecodeString(c.message)
		if got, is := answerTo(opIndexList, b); !is || hex.EncodeToString(got) != c.parameters {
			t.Errorf("%s: %x, %t", c.message, got, is)
		}
	}
	for _, other := range []string{"", "04000000" + "0000", "0100" + "0000" + "0300" + "0400" + "00", "0600" + "0000" + "0400" + "03000000"} {
		b, _ := hex.DecodeString(other)
		if got, is := answerTo(opIndexList, b); is {
			t.Errorf("%s is taken for an answer: %x", other, got)
		}
	}
	b, _ := hex.DecodeString("0300000002000700")
	if is := indexList(b); !slices.Equal(is, []int{0, 2, 7}) {
		t.Errorf("adapters %v", is)
	}
	b, _ = hex.DecodeString("1371da7d1a00" + "08")
	if a, err := information(b); err != nil || a != [6]byte{0, 0x1a, 0x7d, 0xda, 0x71, 0x13} {
		t.Errorf("address %x, %v", a, err)
	}
}

func FuzzManagement(f *testing.F) {
	f.Add([]byte{1, 0, 0xff, 0xff, 9, 0, 3, 0, 0, 2, 0, 0, 0, 7, 0})
	f.Add([]byte{2, 0, 0xff, 0xff, 3, 0, 3, 0, 0x0d})
	f.Add([]byte{4, 0, 0, 0, 0, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, op := range []uint16{opIndexList, opInformation} {
			p, is := answerTo(op, b)
			if !is && p != nil {
				t.Errorf("%x out of nothing", p)
			}
			indexList(p)
			information(p)
		}
	})
}

// An adapter is named by its number or by its address; anything else is refused with how.
func TestAdapterIsNamedByNumberOrAddress(t *testing.T) {
	for name, want := range map[string]Named{
		"hci0": {Index: 0}, "hci12": {Index: 12}, "00:1A:7D:DA:71:13": {Index: -1, Addr: [6]byte{0, 0x1a, 0x7d, 0xda, 0x71, 0x13}},
	} {
		if got, err := ParseAdapter(name); err != nil || got != want {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	for _, name := range []string{"", "hci", "hci-1", "hci65535", "eth0", "00:1A:7D:DA:71", "00:1A:7D:DA:71:13/random", "0"} {
		if _, err := ParseAdapter(name); err == nil || !strings.Contains(err.Error(), "hci0") {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// Whatever keeps an adapter from being used is a sentence, with what to do; and what may pass by
// itself is waited for.
func TestOpenErrorsSayWhatToDo(t *testing.T) {
	for _, c := range []struct {
		err    error
		do     string
		passes bool
	}{
		{unix.EBUSY, "systemctl disable --now bluetooth", true},
		{fmt.Errorf("can't bind socket: %w", unix.EBUSY), "systemctl disable --now bluetooth", true},
		{unix.ERFKILL, "rfkill unblock bluetooth", true},
		{&absent{}, "no other adapter is there", true},
		{&absent{"hci1 is 00:1A:7D:DA:71:13"}, "(hci1 is 00:1A:7D:DA:71:13)", true},
		{unix.EPERM, "CAP_NET_ADMIN and CAP_NET_RAW", false},
		{unix.EAFNOSUPPORT, "modprobe bluetooth", false},
		{&OpenError{Why: "too little room", Do: "use another adapter"}, "use another adapter", false},
	} {
		e, ok := errors.AsType[*OpenError](openError("hci0", c.err))
		if !ok || !strings.Contains(e.Do, c.do) || strings.Contains(e.Error(), "%!") {
			t.Errorf("%v: %v", c.err, e)
		}
		if passes(c.err) != c.passes {
			t.Errorf("%v is waited for: %t", c.err, !c.passes)
		}
	}
}
