package nuki

import (
	"bytes"
	"errors"
	"slices"
	"testing"
)

// TestPlainInAnyChunks: frames without a length, in any pieces.
func TestPlainInAnyChunks(t *testing.T) {
	r := dice(5)
	var wire []byte
	var want []Message
	for _, c := range byHand {
		if b, err := EncodePlain(c.m); err == nil {
			wire, want = append(wire, b...), append(want, c.m)
		}
	}
	if len(want) != 11-1 { // the 5th generation's two are never said in the clear
		t.Fatalf("%d messages are said in the clear", len(want))
	}
	for _, most := range []int{1, 3, IndicationSize, 1000} {
		var s PlainStream
		var got []Message
		for _, p := range cut(wire, most, r) {
			ms, err := s.Feed(p)
			if err != nil {
				t.Fatalf("pieces up to %d: %v", most, err)
			}
			got = append(got, ms...)
		}
		if !slices.Equal(got, want) {
			t.Errorf("pieces up to %d: %v", most, got)
		}
	}
}

// TestPlainErrorReport: seen on a real lock by somebody else, after a command the wrong way round.
func TestPlainErrorReport(t *testing.T) {
	var s PlainStream
	ms, err := s.Feed(unhex(t, "1200fd0100e7c3"))
	if err != nil || !slices.Equal(ms, []Message{ErrorReport{ErrorBadCRC, CmdRequestData}}) {
		t.Errorf("%v %v", ms, err)
	}
}

// TestSpentStream: after an error nothing is read until Reset.
func TestSpentStream(t *testing.T) {
	good := unhex(t, "0e00009dd7")
	for _, bad := range []string{"0e00009dd8", "ffff", "0c00", "0000000000"} {
		var s PlainStream
		ms, err := s.Feed(append(bytes.Clone(good), unhex(t, bad)...))
		if !errors.Is(err, ErrBroken) || !slices.Equal(ms, []Message{Status{Complete}}) {
			t.Errorf("%s: %v %v", bad, ms, err)
		}
		if ms, err := s.Feed(good); err == nil || len(ms) > 0 {
			t.Errorf("%s: it goes on: %v", bad, ms)
		}
		s.Reset()
		if ms, err := s.Feed(good); err != nil || len(ms) != 1 {
			t.Errorf("%s: %v %v", bad, ms, err)
		}
	}
}
