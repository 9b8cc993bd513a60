package profile

import (
	"reflect"
	"testing"
)

// replay is one end against the recorded other.
func replay(t *testing.T, name string, c *Channel, me string, steps []step) {
	t.Helper()
	var out []string
	begun := false // a message of ours waits in its middle until the window opens
	for i, s := range steps {
		if s.From == me {
			if !begun && s.Plain != "" && (s.Kind == "" || s.Kind == h([]byte{kindSealed})) && s.Name != "Ack" {
				m, err := decode(unh(t, s.Plain)[2:])
				if err == nil {
					err = c.Send(m)
				}
				if err != nil {
					t.Fatalf("%s, step %d: %v", name, i, err)
				}
			}
			for _, v := range c.Outgoing() {
				out = append(out, h(v))
			}
			if len(out) < len(s.Segments) || !reflect.DeepEqual(out[:len(s.Segments)], s.Segments) {
				t.Fatalf("%s, step %d (%s): it says %v", name, i, s.Name, out)
			}
			out, begun = out[len(s.Segments):], s.Kind == ""
			continue
		}
		var heard []Message
		for _, v := range s.Segments {
			ms, err := c.Receive(unh(t, v))
			if err != nil {
				t.Fatalf("%s, step %d (%s): %v", name, i, s.Name, err)
			}
			heard = append(heard, ms...)
		}
		if s.Kind != h([]byte{kindSealed}) || s.Name == "Ack" {
			continue
		}
		if len(heard) != 1 || h(unh(t, s.Plain)[2:]) != mustEncode(t, heard[0]) {
			t.Errorf("%s, step %d: it hears %+v for %s", name, i, heard, s.Name)
		}
	}
}

func mustEncode(t *testing.T, m Message) string {
	t.Helper()
	b, err := encode(m)
	if err != nil {
		t.Fatal(err)
	}
	return h(b)
}
