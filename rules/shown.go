package rules

import (
	"slices"

	"localiq/core"
)

// shown is what a key leaves behind at a reader, whatever came of it; the verdict asked for it
// nothing but what was there before. v loses what nobody else is to see of it.
func (w *doorway) shown(e core.AccessRequested, v *core.Verdict) {
	w.asks(e.Request)
	w.tried(e, *v)
	w.underDuress(v)
	r := &w.Reader
	switch {
	case v.Granted && v.Reason == core.Granted:
		w.also = w.together(v)
		r.Half, r.One = core.Waiting{}, core.Waiting{}
	case w.halfShown(e, *v):
		w.halved(*v)
	case alone(*v):
		r.One = core.Waiting{Person: v.Person, Key: v.Key, Half: w.half(), At: w.in.At, Config: w.cfg.Version}
		r.Half = core.Waiting{}
	}
}

// asks remembers a request, so that it is not answered twice.
func (w *doorway) asks(id core.RequestID) {
	if id == "" {
		return
	}
	all := append(slices.Clone(w.Reader.Asked), id)
	w.Reader.Asked = all[max(0, len(all)-core.MaxAsked):]
}

// halfShown: everything before the second factor is right, and this may be the first.
func (w *doorway) halfShown(e core.AccessRequested, v core.Verdict) bool {
	return v.Reason == core.FactorMissing && e.Kind != core.KeyPIN
}

// half is the first factor of the two that a verdict is about, which lacks neither; "" where one was
// enough.
func (w *doorway) half() core.KeyID {
	if w.set.Guard.Factors == core.TagAndPIN {
		return w.Reader.Half.Key
	}
	return ""
}

// together are the other keys that it took: the tag before the PIN, and those of the first of two.
func (w *doorway) together(v *core.Verdict) (also []core.Shown) {
	if k := w.half(); k != "" {
		also = append(also, core.Shown{Person: v.Person, Key: k})
	}
	if one := w.Reader.One; w.set.Guard.Pair && one.Person != "" {
		also = append(also, core.Shown{Person: one.Person, Key: one.Key})
		if one.Half != "" {
			also = append(also, core.Shown{Person: one.Person, Key: one.Half})
		}
	}
	return also
}

// toldAs: who waits for the other half is not refused.
func (w *doorway) toldAs(e core.AccessRequested, v core.Verdict) core.What {
	if w.halfShown(e, v) || alone(v) {
		return core.KeyWaits
	}
	return core.AccessDenied
}
