package radio

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"os"
	"reflect"
	"strings"
	"syscall"
	"testing"

	"localiq/ble"
)

// The bytes of each frame, so that a change of the protocol cannot happen by accident.
var frames = map[string]frame{
	"000da2010702a30102026162036161":                       {Gen: 7, Hello: &hello{2, "b", "a"}},
	"000fa2010703a20146c001020304050210":                   {Gen: 7, Ready: &ready{[6]byte{0xc0, 1, 2, 3, 4, 5}, 16}},
	"0007a2010712a10105":                                   {Gen: 7, Found: &found{5}},
	"000ea2010704a20161770264646f2121":                     {Gen: 7, Failed: &failed{"w", "do!!"}},
	"0018a2010705a50146c0010203040502f503383104f505420201": {Gen: 7, Heard: &heard{Addr: [6]byte{0xc0, 1, 2, 3, 4, 5}, Random: true, RSSI: -50, Connectable: true, Data: []byte{2, 1}}},
	"000da2010706a3010902010342aabb":                       {Gen: 7, Note: &note{9, 1, []byte{0xaa, 0xbb}}},
	"0009a2010707a201090203":                               {Gen: 7, Lost: &lost{Link: 9, Code: codeLost}},
	"0015a2010708a2010504a301090218f70381a201030204":       {Gen: 7, Reply: &reply{ID: 5, Link: &linked{9, 247, []handle{{3, 4}}}}},
	"0007a2010709a101f5":                                   {Gen: 7, Scan: &scan{true}},
	"0007a201070ca10109":                                   {Gen: 7, HangUp: &hangUp{9}},
	"000ba201070da20105021907d0":                           {Gen: 7, Probe: &probe{5, 2000}},
	"0007a201070ea10105":                                   {Gen: 7, Cancel: &cancel{5}},
	"0008a201070fa1016177":                                 {Gen: 7, Waits: &failed{Why: "w"}},
	"000da2010711a10146c00102030405":                       {Gen: 7, Open: &openIt{[]byte{0xc0, 1, 2, 3, 4, 5}}},
	"000fa2010710a40105021907d0030904f5":                   {Gen: 7, Pace: &setPace{5, 2000, 9, true}},
}

func TestFramesKeepTheirBytes(t *testing.T) {
	for want, f := range frames {
		b, err := f.encode()
		if err != nil || hex.EncodeToString(b) != want {
			t.Errorf("%+v\n got %x, %v\nwant %s", f, b, err, want)
		}
		if back, err := readFrame(bytes.NewReader(b)); err != nil || !reflect.DeepEqual(back, f) {
			t.Errorf("%s came back as %+v, %v", want, back, err)
		}
	}
}

// A connect request for as many characteristics as there can be still fits.
func TestLargestFrameFits(t *testing.T) {
	c := &connect{ID: 1 << 60, Left: 1 << 31, Chars: make([]ble.UUID, 32), Notify: make([]uint16, 32), Handles: make([]handle, 32)}
	for i := range c.Handles {
		c.Handles[i] = handle{0xffff, 0xffff}
	}
	b, err := frame{Gen: 1 << 63, Connect: c}.encode()
	if err != nil {
		t.Fatal(err)
	}
	if back, err := readFrame(bytes.NewReader(b)); err != nil || !reflect.DeepEqual(back.Connect, c) {
		t.Errorf("came back as %+v, %v", back.Connect, err)
	}
}

func TestFramesThatAreRefused(t *testing.T) {
	for b, why := range map[string]string{
		"0000":                       "bytes; 1 to",
		"1001":                       "bytes; 1 to",
		"0005a201":                   "cut short",
		"0005a109a101f5":             "without a generation",
		"0003a10107":                 "with 0 bodies",
		"000ba3010709a101f50ea10105": "with 2 bodies",
		"0003ffffff":                 "cannot be read",
		"000aa3010709a101f5186301":   "cannot be read", // a key that nobody knows
		"0009a2010709a101f50107":     "cannot be read", // more than one value
	} {
		raw, err := hex.DecodeString(b)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := readFrame(bytes.NewReader(raw)); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%s: want %q, got %v", b, why, err)
		}
	}
	if _, err := readFrame(bytes.NewReader(nil)); err != io.EOF {
		t.Errorf("the end between frames is %v", err)
	}
}

// Whatever is believed is written back to the same meaning.
func FuzzDecode(f *testing.F) {
	for b := range frames {
		raw, _ := hex.DecodeString(b)
		f.Add(raw[2:])
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		x, err := decode(b)
		if err != nil {
			return
		}
		wire, err := x.encode()
		if err != nil {
			t.Fatalf("%+v was believed and cannot be written: %v", x, err)
		}
		y, err := readFrame(bytes.NewReader(wire))
		if err != nil || !reflect.DeepEqual(x, y) {
			t.Errorf("%+v came back as %+v, %v", x, y, err)
		}
	})
}

// However another process ends, it is its end, and not a breach of the protocol.
func TestEveryEndOfAProcessIsEOF(t *testing.T) {
	for _, err := range []error{io.EOF, fmt.Errorf("a frame was cut short: %w", io.ErrUnexpectedEOF),
		&net.OpError{Op: "read", Err: os.NewSyscallError("read", syscall.ECONNRESET)}, net.ErrClosed, io.ErrClosedPipe} {
		if endOf(err) != io.EOF {
			t.Errorf("%v is not taken for the end", err)
		}
	}
	if endOf(nil) != nil || endOf(errTest) != errTest {
		t.Error("another error is taken for the end")
	}
}
