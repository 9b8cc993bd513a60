package store

import (
	"localiq/core"
)

// edit writes the item's present state and, beside it, this version for good.
func (w *writer) edit(at core.Seq, e core.Edit) error {
	if at != w.ahead.seq {
		if err := w.version(at, e); err != nil {
			return err
		}
	}
	if e.Kind == core.KindKey {
		if err := w.forgetOldSecret(e); err != nil {
			return err
		}
	}
	b := w.tx.Bucket(bucketOf(e.Kind))
	if e.Item != nil {
		return put(b, []byte(e.ID), e.Item)
	}
	var err error
	switch e.Kind {
	case core.KindDoor:
		err = w.tx.Bucket(bucketDoors).Delete([]byte(e.ID))
	case core.KindPerson:
		err = w.erase(core.PersonID(e.ID))
	}
	if err != nil {
		return err
	}
	return b.Delete([]byte(e.ID))
}

func (w *writer) version(at core.Seq, e core.Edit) error {
	key, err := historyKey(e.Ref, at)
	if err != nil {
		return err
	}
	return put(w.tx.Bucket(bucketHistory), key, e)
}

// forgetOldSecret drops the PIN or tag number that a key stood for, when the key goes or stands
// for another: a read-back must never show a secret that opens nothing.
func (w *writer) forgetOldSecret(e core.Edit) error {
	rec := w.tx.Bucket(bucketOf(core.KindKey)).Get([]byte(e.ID))
	if rec == nil {
		return nil
	}
	var was core.Key
	if err := decode(rec, &was); err != nil {
		return err
	}
	if now, ok := e.Item.(core.Key); ok && now.Digest == was.Digest && now.Person == was.Person {
		return nil
	}
	key, err := pairKey(string(was.Person), string(was.ID))
	if err != nil {
		return err
	}
	return w.tx.Bucket(bucketSecrets).Delete(key)
}

// count writes what moves with one person as a version, so that a checkpoint need not hold
// everybody's.
func (w *writer) count(at core.Seq, c core.Count) error {
	key, err := pairKey(string(c.Person))
	if err != nil {
		return err
	}
	return put(w.tx.Bucket(bucketCounts), append(append(key, 0), seqKey(at)...), c)
}

func historyKey(r core.Ref, at core.Seq) ([]byte, error) {
	k, err := pairKey(r.Kind.String(), r.ID)
	if err != nil {
		return nil, err
	}
	return append(append(k, 0), seqKey(at)...), nil
}
