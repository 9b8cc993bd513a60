package verbs

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// looked is what `localiq discover` writes where the network says this.
func looked(t *testing.T, c Discover, boxes []Box, err error) (out, errs string, failed error) {
	synctest.Test(t, func(t *testing.T) {
		var o, e strings.Builder
		d := &Desk{Ctx: t.Context(), Out: &o, Err: &e, Look: func(ctx context.Context, found func(Box)) error {
			for _, b := range boxes {
				found(b)
			}
			<-ctx.Done()
			return err
		}}
		began := time.Now()
		failed = c.Run(d)
		if took := time.Since(began); took != c.For {
			t.Errorf("took %s of %s", took, c.For)
		}
		out, errs = o.String(), e.String()
	})
	return out, errs, failed
}

var twoBoxes = []Box{
	{Name: "Local IQ 4F2A91", ID: "4f2a91c0", Version: "0.1", Host: "a", Addresses: []string{"10.0.0.1:8443"}},
	{Name: "Local IQ\x1b[2J BBBBBB", ID: "bbbbbb00", Version: "0.2", Host: "b", Addresses: []string{"[fe80::3%eth7]:8443"}, API: 1, Released: true, Fingerprint: "ab"},
	{Name: "Local IQ 4F2A91", ID: "4f2a91c0", Version: "0.1", Host: "a", Addresses: []string{"10.0.0.1:8443"}, Released: true},
}

// [mdns] Each box is a line, once; what a stranger tells does nothing to the screen.
func TestDiscoverLists(t *testing.T) {
	out, errs, err := looked(t, Discover{For: 3 * time.Second}, twoBoxes, nil)
	want := `NAME                    ID        ADDRESS                     VERSION       SITE          API
Local IQ 4F2A91         4f2a91c0  10.0.0.1:8443               0.1           not released  none
Local IQ BBBBBB`
	if err != nil || !strings.HasPrefix(out, want[:strings.LastIndex(want, "Local")]) || strings.Contains(out, "\x1b") || strings.Count(out, "\n") != 3 ||
		!strings.Contains(out, "[fe80::3%eth7]:8443         0.2           released      1\n") {
		t.Errorf("%v\n%s", err, out)
	}
	if !strings.Contains(errs, "for 3s") {
		t.Errorf("no word of how long it takes: %q", errs)
	}
}

// The list for programs has what was heard last, and nothing beside it.
func TestDiscoverAsJSON(t *testing.T) {
	out, errs, err := looked(t, Discover{For: time.Second, JSON: true}, twoBoxes, nil)
	var got []Box
	if e := json.Unmarshal([]byte(out), &got); e != nil || err != nil || errs != "" || len(got) != 2 || !got[0].Released || got[1].Fingerprint != "ab" {
		t.Errorf("%v %v %q %+v", e, err, errs, got)
	}
	if out, _, _ = looked(t, Discover{For: time.Second, JSON: true}, nil, nil); out != "[]\n" {
		t.Errorf("none: %q", out)
	}
}

// Who finds nothing is told why that may be; where there is no network it is an error.
func TestDiscoverFindsNothing(t *testing.T) {
	out, _, err := looked(t, Discover{For: time.Second}, nil, nil)
	if err != nil || !strings.Contains(out, "--no-mdns") || !strings.Contains(out, "--for 10s") {
		t.Errorf("%v: %q", err, out)
	}
	if _, _, err = looked(t, Discover{For: time.Second}, nil, errors.New("no link")); err == nil || !strings.Contains(err.Error(), "no link") {
		t.Error(err)
	}
}
