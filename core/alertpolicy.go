package core

import (
	"fmt"
	"strings"
)

// AlertPolicy is how a door alerts. The zero value is how every door begins: all kinds on, the
// usual times (spec: alerts.policy).
type AlertPolicy struct {
	// Off are the kinds that this door does not raise. One that stands when it is switched off stays
	// until its cause has gone (D-7).
	Off AlertSet `json:"off,omitempty"`
	// PreAlarm is so many seconds before NOT CLOSED is due; 0: none (D-3).
	PreAlarm int `json:"preAlarm,omitempty"`
	// Debounce is in milliseconds, 0: DefaultDebounce, negative: none. A door that closes for less
	// never closed (D-4).
	Debounce int `json:"debounce,omitempty"`
	// InOffice is NOT CLOSED after so many seconds while the door is in office mode or open for a
	// fire, 5-3600; 0: not meanwhile (D-5).
	InOffice int `json:"inOffice,omitempty"`
	// Offline is after how many seconds unheard a lock is called offline, 50-86400; 0: as soon as its
	// driver has missed it, which is after five beacons (D-9). What the door does is unknown from then
	// on in any case.
	Offline int `json:"offline,omitempty"`
}

const (
	DefaultDebounce = 1000  // ms, D-4
	MaxDebounce     = 10000 // ms
	MaxExtraTime    = 3600  // s
)

// AlertSet is a set of kinds of alerts, one bit each.
type AlertSet uint32

func (s AlertSet) Has(k AlertKind) bool         { return s>>k&1 == 1 }
func (s AlertSet) With(k AlertKind) AlertSet    { return s | 1<<k }
func (s AlertSet) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Each lists the members in the order of the kinds.
func (s AlertSet) Each() (out []AlertKind) {
	for k := range AlertKind(len(alertNames)) {
		if s.Has(k) {
			out = append(out, k)
		}
	}
	return out
}

// String is "tamper, low battery".
func (s AlertSet) String() string {
	var names []string
	for _, k := range s.Each() {
		names = append(names, k.String())
	}
	return strings.Join(names, ", ")
}

// UnmarshalText refuses a kind that it does not know, and one that no door has.
func (s *AlertSet) UnmarshalText(t []byte) error {
	*s = 0
	if len(t) == 0 {
		return nil
	}
	for part := range strings.SplitSeq(string(t), ", ") {
		var k AlertKind
		if err := k.UnmarshalText([]byte(part)); err != nil {
			return err
		}
		if k == AlertNone || k.OfHub() {
			return fmt.Errorf("core: %q is no alert of a door", part)
		}
		*s = s.With(k)
	}
	return nil
}

func (p AlertPolicy) check(d Door) error {
	after := d.NotClosed
	if after == 0 {
		after = DefaultNotClosed
	}
	switch {
	case p.PreAlarm < 0 || p.PreAlarm >= after:
		return Errorf(CodeInvalid, "%s: preAlarm is %d s; it must be less than the %d s of notClosed", d.Ref(), p.PreAlarm, after)
	case p.Debounce > MaxDebounce:
		return Errorf(CodeInvalid, "%s: debounce is %d ms; it must be 0 to %d", d.Ref(), p.Debounce, MaxDebounce)
	case p.InOffice != 0 && (p.InOffice < 5 || p.InOffice > 3600):
		return Errorf(CodeInvalid, "%s: inOffice is %d s; it must be 5 to 3600", d.Ref(), p.InOffice)
	case p.Offline != 0 && (p.Offline < 50 || p.Offline > 86400):
		return Errorf(CodeInvalid, "%s: offline is %d s; it must be 50 to 86400", d.Ref(), p.Offline)
	case p.Off.Has(AlertNone) || p.Off.Has(AlertClock) || p.Off>>len(alertNames) != 0:
		return Errorf(CodeInvalid, "%s switches off what is no alert of a door", d.Ref())
	}
	return nil
}
