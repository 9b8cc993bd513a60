package main

import (
	"bytes"
	"strings"
	"testing"

	"localiq/core"
)

// TestOverSSHAllButTheBox: what works on the site is there, and nothing that works on the box.
func TestOverSSHAllButTheBox(t *testing.T) {
	says := func(line string) (int, string) {
		var out, errs bytes.Buffer
		code := afar(t.Context(), nil, core.Login{}, strings.Fields(line), strings.NewReader(""), &out, &errs)
		return code, out.String() + errs.String()
	}
	for _, line := range []string{"passback forgive --help", "digital block --help", "lock sync --help", "console key list --help", "site import --help"} {
		if code, said := says(line); code != 0 || !strings.Contains(said, "Usage: ") {
			t.Errorf("%s: %d, %s", line, code, said)
		}
	}
	for _, line := range []string{"run", "demo", "radio", "iq reset", "lan certificate", "lock update", "console host-key", "voucher", "check x", "discover", "phone keygen", "softlock", "rehearse x"} {
		if code, said := says(line); code != exitUsage || !strings.Contains(said, "unexpected argument") {
			t.Errorf("%s: %d, %s", line, code, said)
		}
	}
}
