package core

import (
	"bytes"
	"strings"
	"testing"
)

// [tag]
func TestTagIsReadHoweverItIsWritten(t *testing.T) {
	want := []byte{0x04, 0xa1, 0xb2, 0xc3, 0xd4, 0xe5, 0xf6}
	for _, text := range []string{"04A1B2C3D4E5F6", "04a1b2c3d4e5f6", "04:A1:B2:C3:D4:E5:F6", "04-a1-b2-c3-d4-e5-f6", " 04 A1 B2 C3 D4 E5 F6"} {
		got, err := ParseTag(text)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%q: %x, %v", text, got, err)
		}
	}
	for _, text := range []string{"01020304", "01020304050607", "0102030405060708090A"} {
		if got, err := ParseTag(text); err != nil || TagText(got) != text {
			t.Errorf("%q: %x, %v", text, got, err)
		}
	}
}

// [tag] [pin.secret]
func TestBadCredentialIsRefusedAndNotRepeated(t *testing.T) {
	for _, text := range []string{"", "04A1B2", "04A1B2C3D4", "04A1B2C3D4E5F", "04A1B2C3D4E5FX", "0102030405060708090A0B"} {
		if b, err := ParseTag(text); err == nil {
			t.Errorf("tag %q: %x", text, b)
		} else if text != "" && strings.Contains(err.Error(), text) {
			t.Errorf("the error says the number: %v", err)
		}
	}
	for _, text := range []string{"", "12345", "12345678901", "12345a", "１２３４５６"} {
		if b, err := ParsePIN(text); err == nil {
			t.Errorf("PIN %q: %s", text, b)
		} else if text != "" && strings.Contains(err.Error(), text) {
			t.Errorf("the error says the digits: %v", err)
		}
	}
	if b, err := ParsePIN("0012345678"); err != nil || string(b) != "0012345678" {
		t.Errorf("%s, %v", b, err)
	}
}

// FuzzCredential: whatever is typed, what is accepted reads the same again.
func FuzzCredential(f *testing.F) {
	for _, s := range []string{"04A1B2C3D4E5F6", "04:a1:b2:c3", "123456", "", "0x04", "::::"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if b, err := ParseTag(text); err == nil {
			again, err := ParseTag(TagText(b))
			if err != nil || !bytes.Equal(again, b) {
				t.Fatalf("%x became %x, %v", b, again, err)
			}
		}
		if b, err := ParsePIN(text); err == nil && string(b) != text {
			t.Fatalf("%q became %q", text, b)
		}
	})
}
