package rules

import "localiq/core"

// sayable refuses what an edit brings and nobody could read, find or reckon with: a name that draws on
// a terminal, a moment beyond the last date. What an older release let in stays as long as it is left
// as it is.
func sayable(c *core.Config, edits []core.Edit) *core.Error {
	for _, e := range edits {
		if e.Item == nil {
			continue
		}
		was := item(c, e.Ref)
		if name, has := nameOf(e.Item); has {
			if old, had := nameOf(was); !had || old != name {
				if err := core.CheckName(name); err != nil {
					err.Text = e.Kind.String() + ": " + err.Text
					return err
				}
			}
		}
		if span := spanOf(e.Item); span != spanOf(was) && (min(span[0], span[1]) < 0 || max(span[0], span[1]) > lastMoment) {
			return core.Errorf(core.CodeInvalid, "%s: a time is from 1970 to %s", e.Kind, core.LastDate)
		}
	}
	return nil
}

var lastMoment = core.LastDate.Time().UnixNano()

func nameOf(it core.Item) (name string, has bool) {
	switch it := it.(type) {
	case core.Settings:
		return it.Name, true
	case core.Group:
		return it.Name, true
	case core.Schedule:
		return it.Name, true
	case core.Calendar:
		return it.Name, true
	case core.Door:
		return it.Name, true
	case core.Repeater:
		return it.Name, true
	case core.Pod:
		return it.Name, true
	case core.Dealer:
		return it.Name, true
	}
	return "", false
}

// spanOf is from when until when something is good.
func spanOf(it core.Item) [2]int64 {
	switch it := it.(type) {
	case core.Person:
		return [2]int64{it.From, it.Until}
	case core.Key:
		return [2]int64{it.From, it.Until}
	}
	return [2]int64{}
}
