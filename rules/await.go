package rules

import (
	"localiq/core"
)

// A tag is given to somebody by showing it at a door: the next that belongs to nobody, while the
// window is open. The window is a fact of the door; a start of the hub ends it.

func (d *draft) tagAwaited(e core.TagAwaited) {
	w := d.door(e.Door)
	if err := d.canAwait(w, e); err != nil {
		d.refuse(err)
		return
	}
	long := e.For
	if long == 0 {
		long = core.DefaultAwait
	}
	long = min(max(long, core.MinAwait), core.MaxAwait)
	w.Await = core.Await{Person: e.Person, Key: e.Key, From: e.From, Until: e.Until, Over: d.in.At.Add(long)}
	w.tell(core.Notice{What: core.TagIsAwaited, Person: e.Person, For: int64(long)})
}

func (d *draft) canAwait(w *doorway, e core.TagAwaited) *core.Error {
	switch {
	case w == nil || w.set.Lock == "":
		return core.Errorf(core.CodeNotFound, "there is no lock at that door")
	case d.cfg.Person(e.Person) == nil:
		return core.Errorf(core.CodeNotFound, "there is no such person any more")
	case e.Key == "" || d.cfg.Key(e.Key) != nil:
		return core.Errorf(core.CodeInvalid, "a new tag needs an id of its own")
	case e.Until != 0 && e.Until <= e.From:
		return core.Errorf(core.CodeInvalid, "the tag would end before it starts")
	case lacksOf(d.cfg, w.set)&(core.LackTags|core.LackRequests) != 0:
		return core.Errorf(core.CodeRefused, "the lock of %s shows the hub no tags", w.set.Name).Advise("choose another door, or type the tag's number")
	case !w.Link.Heard:
		return core.Errorf(core.CodeLockOffline, "the lock of %s is not within earshot", w.set.Name).Advise("choose another door, or type the tag's number")
	case !over(w.Await.Over, d.in.At):
		return core.Errorf(core.CodeRefused, "a tag is awaited at %s already", w.set.Name).Advise("wait until that is over, or choose another door")
	}
	return nil
}

// tagForgone ends the window that was opened for that key, and no other.
func (d *draft) tagForgone(e core.TagForgone) {
	if w := d.door(e.Door); w != nil && e.Key != "" && w.Await.Key == e.Key {
		w.noTag()
	}
}

func (w *doorway) noTag() {
	w.tell(core.Notice{What: core.TagIsNot, Person: w.Await.Person})
	w.Await = core.Await{}
}

// endOfAwait: nobody has shown one in time.
func (w *doorway) endOfAwait() {
	if w.Await != (core.Await{}) && over(w.Await.Over, w.in.At) {
		w.noTag()
	}
}

// tagShown gives an unknown tag to whom one is awaited for. Somebody's is left where it is, and that
// one was shown is all that is told of it. The door was refused to it as to any other unknown tag.
func (w *doorway) tagShown(e core.AccessRequested) {
	a := w.Await
	if e.Kind != core.KeyTag || over(a.Over, w.in.At) {
		return
	}
	if w.cfg.Taken(e.Digest) {
		w.Await.Others++
		return
	}
	w.Await = core.Await{}
	w.edited(core.SiteEdited{Why: "a tag was given at " + w.set.Name, Edits: []core.Edit{core.Put(core.Key{
		ID: a.Key, Person: a.Person, Kind: core.KeyTag, State: core.KeyActive, Digest: e.Digest, From: a.From, Until: a.Until})}})
}

// pinRead is told before anybody sees the digits.
func (d *draft) pinRead(e core.PINRead) {
	k := d.cfg.Key(e.Key)
	switch {
	case k == nil || k.Kind != core.KeyPIN || k.Person != e.Person:
		d.refuse(core.Errorf(core.CodeNotFound, "there is no such PIN"))
	case d.cfg.Settings.ShowPINOnce:
		d.refuse(core.Errorf(core.CodeRefused, "on this site a PIN is shown once, when it is chosen").Advise("give another one: localiq pin new"))
	default:
		d.tell(core.Notice{What: core.PINWasRead, Person: k.Person, Key: k.ID, KeyKind: core.KeyPIN})
	}
}

// secretsExported is told before the file is written.
func (d *draft) secretsExported(e core.SecretsExported) {
	how := "readable: tags alone"
	if e.Sealed {
		how = "sealed with a passphrase"
	}
	d.tell(core.Notice{What: core.SecretsLeft, Count: e.Keys, Detail: how})
}

// personOf is nobody in particular where there is no such person.
func personOf(cfg *core.Config, id core.PersonID) *core.Person {
	if p := cfg.Person(id); p != nil {
		return p
	}
	return &core.Person{}
}
