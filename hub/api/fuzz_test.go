package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"testing"

	"localiq/core"
)

// FuzzAsked: any bytes are a wish or 1100; a wish reads the same again, and comes from a face.
func FuzzAsked(f *testing.F) {
	f.Add([]byte(`{"origin":{"kind":"cli","who":"root","request":"r"},"wish":{"OpenDoor":{"door":"d-1","why":"bell"}}}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		a, e := decodeAsked(b)
		if e != nil {
			if e.Code != core.CodeRequest || a.Wish != nil {
				t.Fatalf("%+v, %+v", e, a)
			}
			return
		}
		if k := a.Origin.Kind; k != core.FromAPI && k != core.FromCLI && k != core.FromConsole {
			t.Fatalf("from %s", k)
		}
		again, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		if b, e := decodeAsked(again); e != nil || !reflect.DeepEqual(a, b) {
			t.Fatalf("%+v became %+v, %v", a, b, e)
		}
	})
}

// FuzzFrames: a stream of any bytes ends with an error and never with a frame without data.
func FuzzFrames(f *testing.F) {
	f.Add([]byte("id: 1.0\nevent: line\ndata: {}\n\n:\n\ndata: a\ndata: b\n\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		err := frames(bytes.NewReader(b), func(f frame) error {
			if f.data == nil {
				t.Fatal("a frame of nothing")
			}
			return nil
		})
		if err == nil {
			t.Fatal("a stream that ends by itself")
		}
	})
}

// FuzzMark: what is accepted reads the same again.
func FuzzMark(f *testing.F) {
	f.Add("12.0")
	f.Fuzz(func(t *testing.T, s string) {
		m, err := ParseMark(s)
		if err != nil {
			return
		}
		if again, err := ParseMark(m.String()); err != nil || again != m {
			t.Fatalf("%q: %+v became %+v, %v", s, m, again, err)
		}
	})
}

// Frames arrive as they were sent, also in pieces.
func TestFrames(t *testing.T) {
	var got []frame
	err := frames(bytes.NewReader([]byte("id: 1.0\nevent: line\ndata: {\"a\":1}\n\n:\n\nevent: site\ndata:x\ndata: y\n\ndata: half")), func(f frame) error {
		got = append(got, f)
		return nil
	})
	want := []frame{{"line", "1.0", []byte(`{"a":1}`)}, {"site", "", []byte("x\ny")}}
	if !reflect.DeepEqual(got, want) || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("%+v, %v", got, err)
	}
}
