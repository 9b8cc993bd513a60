package sshkey

import (
	"strings"
	"testing"
)

const public = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ4qXJ0f9k6y0Qk7mN3V0Hq1Yw7o9l2Yq7Jb0m2m5n9k"

// TestWhichKeysCount: one line of a .pub file, of a kind that is strong; what it says besides is cleaned.
func TestWhichKeysCount(t *testing.T) {
	wire, comment, err := Parse(public + " ana\x1b[31m@laptop\u202e\n")
	if err != nil || comment != "ana?[31m@laptop?" || !strings.HasPrefix(Fingerprint(wire), "SHA256:") || Type(wire) != "ssh-ed25519" || Check(wire) != nil {
		t.Errorf("%q %v", comment, err)
	}
	for text, want := range map[string]string{
		"": "no public key", "hello": "no public key", "ssh-dss AAAAB3NzaC1kc3M=": "no public key",
		"-----BEGIN OPENSSH PRIVATE KEY-----\nabc": "private key",
		`command="sh" ` + public:                   "options of a key",
		public + "\n" + public:                     "more than one key",
	} {
		if _, _, err := Parse(text); err == nil || !strings.Contains(err.Text, want) {
			t.Errorf("%q: %v", text, err)
		}
	}
	if err := Check(make([]byte, longest+1)); err == nil {
		t.Error("a key without end")
	}
}

// FuzzParse: whatever is pasted, there is a key that counts or words for why not, and nothing of it is
// an escape.
func FuzzParse(f *testing.F) {
	f.Add(public + " ana@laptop")
	f.Add("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQC7 x")
	f.Fuzz(func(t *testing.T, line string) {
		wire, comment, err := Parse(line)
		if err == nil && (Check(wire) != nil || Fingerprint(wire) == "") {
			t.Errorf("%q", line)
		}
		if comment != Clean(comment, 64) {
			t.Errorf("%q", comment)
		}
	})
}
