package ble

import "testing"

// An address is read as it is printed, and nothing else is one.
func TestAddressAsItIsPrinted(t *testing.T) {
	for _, text := range []string{"aa:bb:cc:dd:ee:ff", "00:1b:dc:00:00:01/random"} {
		if a, err := ParseAddr(text); err != nil || a.String() != text {
			t.Errorf("%s: %s, %v", text, a, err)
		}
	}
	for _, bad := range []string{"", "aa:bb:cc:dd:ee", "aa:bb:cc:dd:ee:ff/public", "aabbccddeeff", "aa:bb:cc:dd:ee:fg", "aa:bb:cc:dd:ee:ff/"} {
		if a, err := ParseAddr(bad); err == nil {
			t.Errorf("%q is %s", bad, a)
		}
	}
}
