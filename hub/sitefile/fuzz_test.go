package sitefile

import (
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"

	"localiq/core"
)

// FuzzImport: any bytes are a plan or a *core.Error; and what they made of a site exports to a
// file that changes nothing.
func FuzzImport(f *testing.F) {
	f.Add([]byte(base))
	f.Add([]byte(dated))
	f.Add([]byte(strings.Replace(dated, "2027-01-01", "12-24..01-06 Winter", 1)))
	f.Fuzz(func(t *testing.T, yaml []byte) {
		o := newOffice(t)
		p, err := o.plan(string(yaml))
		if err != nil {
			if _, ok := errors.AsType[*core.Error](err); !ok || len(p.Edits)+len(p.Private) > 0 {
				t.Fatalf("%T %v, %d edits", err, err, len(p.Edits))
			}
			return
		}
		o.load(string(yaml))
		y := o.export()
		q, err := o.plan(y)
		if err != nil || len(q.Edits)+len(q.Private) > 0 {
			t.Fatalf("export of what was imported: %v, %q\n%s", err, q.Report, y)
		}
	})
}

// FuzzQuoted: whatever a name is, the file says it so that it reads back as it was.
func FuzzQuoted(f *testing.F) {
	for _, s := range []string{"", "Front", "true", "Null", "007", "0x1F", "1e3", "a: b", "a #b", "- a", "[a]", "{a: b}", "&a", "*a", "!a", "|", ">", "%a", "@a", "`a`", "'a'", `"a"`,
		" a ", "a:", "é", "日本", "a\tb", "a\nb", "\u2028", "\\", "2026-12-31", "12:30", "~", "=", "<<", "---", "...", "?", "a\u00a0b", "🔑", "Mon-Fri", "y", ".inf", "a, b", "\ufeffa"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			return
		}
		for _, y := range []string{"k: " + quoted(s) + "\n", "k: [" + quoted(s) + ", b]\n", "- k: " + quoted(s) + "\n  l: b\n"} {
			r := new(reader)
			root := r.parse([]byte(y), 0)
			if root == nil {
				t.Fatalf("%q: %v", y, r.err())
			}
			if list, ok := root.(*ast.SequenceNode); ok {
				root = list.Values[0]
			}
			tab := r.table(root, "a")
			var got text
			if list, ok := tab.rows["k"].Value.(*ast.SequenceNode); ok {
				got = r.scalar(list.Values[0])
			} else {
				got = r.scalar(tab.rows["k"].Value)
			}
			if got.s != s || r.err() != nil {
				t.Fatalf("%q became %q in %q: %v", s, got.s, y, r.err())
			}
		}
	})
}

// FuzzMoment: a moment that is written reads back as the same instant, in every zone.
func FuzzMoment(f *testing.F) {
	for _, ns := range []int64{1, 1 << 30, 1774746000_000000000, 1774749600_000000000, 1792891800_000000000, 1 << 62} {
		f.Add(ns, false, 0)
		f.Add(ns, true, 1)
	}
	var zones []*time.Location
	for _, n := range []string{"Europe/Vienna", "Australia/Lord_Howe", "Pacific/Chatham", "America/Sao_Paulo", "Pacific/Apia", "UTC"} {
		z, err := time.LoadLocation(n)
		if err != nil {
			f.Fatal(err)
		}
		zones = append(zones, z)
	}
	f.Fuzz(func(t *testing.T, ns int64, end bool, zone int) {
		z := zones[uint(zone)%uint(len(zones))]
		if ns <= 0 || time.Unix(0, ns).UTC().Year() > 2260 {
			return
		}
		s := momentText(ns, z, end)
		back, ok := parseMoment(s, z, end)
		if !ok || back != ns {
			t.Fatalf("%d in %s: %q reads back as %d", ns, z, s, back)
		}
	})
}

// The time vectors of the facts: a time that does not exist is the jump, one that exists twice
// is the first.
func TestMomentInASpringNight(t *testing.T) {
	z, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		text string
		end  bool
		want string
	}{
		{"2026-03-29T02:30", false, "2026-03-29T01:00:00Z"},
		{"2026-03-29T01:59", false, "2026-03-29T00:59:00Z"},
		{"2026-03-29T03:00", false, "2026-03-29T01:00:00Z"},
		{"2026-10-25T02:30", false, "2026-10-25T00:30:00Z"},
		{"2026-10-25T03:00", false, "2026-10-25T02:00:00Z"},
		{"2026-10-25", false, "2026-10-24T22:00:00Z"},
		{"2026-10-25", true, "2026-10-25T23:00:00Z"},
	} {
		ns, ok := parseMoment(c.text, z, c.end)
		if got := time.Unix(0, ns).UTC().Format(time.RFC3339); !ok || got != c.want {
			t.Errorf("%s: %s, want %s", c.text, got, c.want)
		}
	}
}
