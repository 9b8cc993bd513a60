package radio

import (
	"bytes"
	"io"
	"slices"
	"testing"
	"testing/iotest"
)

// talker is a process that says what it was given.
type talker struct {
	Process
	says io.Reader
}

func (t talker) Read(b []byte) (int, error) { return t.says.Read(b) }

// What is overheard is handed on byte for byte, however it is cut, and each reason is told as it
// was said.
func TestOverheardRadioTellsWhyItIsDown(t *testing.T) {
	var said []byte
	for _, f := range []frame{
		{Gen: 7, Hello: &hello{Protocol, "b", "hci0"}}, {Gen: 7, Waits: &failed{Why: "not plugged in", Do: "plug it in"}},
		{Gen: 7, Ready: &ready{}}, {Gen: 7, Heard: &heard{Data: make([]byte, 31)}}, {Gen: 7, Failed: &failed{Why: "unplugged"}},
	} {
		b, err := f.encode()
		if err != nil {
			t.Fatal(err)
		}
		said = append(said, b...)
	}
	for name, cut := range map[string]func(io.Reader) io.Reader{"whole": func(r io.Reader) io.Reader { return r }, "by bytes": iotest.OneByteReader} {
		var told []string
		p := Overhear(talker{says: cut(bytes.NewReader(said))}, func(why string) { told = append(told, why) })
		if b, err := io.ReadAll(p); err != nil || !bytes.Equal(b, said) {
			t.Errorf("%s: %x, %v", name, b, err)
		}
		if !slices.Equal(told, []string{"not plugged in: plug it in", "", "unplugged"}) {
			t.Errorf("%s: %q", name, told)
		}
	}
}

// Who says what is no frame is carried all the same, and is not remembered.
func TestOverheardNonsenseIsCarriedAndNotKept(t *testing.T) {
	cutInside := slices.Concat([]byte{0, 4, 0xa2, 1, 7, 2}, make([]byte, 8*maxFrame)) // CBOR that ends too early
	for _, nonsense := range [][]byte{bytes.Repeat([]byte{0xff}, 1<<16), make([]byte, 1<<16), cutInside} {
		p := Overhear(talker{says: bytes.NewReader(nonsense)}, func(why string) { t.Errorf("told %q", why) })
		if b, err := io.ReadAll(p); err != nil || !bytes.Equal(b, nonsense) {
			t.Errorf("%d bytes, %v", len(b), err)
		}
		if o := p.(*overheard); len(o.heard) > maxFrame+2 || !o.deaf {
			t.Errorf("%d bytes are kept, deaf %v", len(o.heard), o.deaf)
		}
	}
}
