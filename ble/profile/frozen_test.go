package profile

import (
	"crypto/sha256"
	"encoding/json"
	"testing"
)

// TestTheFirstVectorsAreFrozen: what the first locks were built by is never written anew, not
// even by -update. New vectors go behind these.
func TestTheFirstVectorsAreFrozen(t *testing.T) {
	v := readVectors(t)
	b, err := json.Marshal([]any{v.Keys, v.SetupCode, v.Prologue, v.Advert[:3], v.About, v.Messages[:22], v.Session, v.Session23, v.Pairing})
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(b)
	if got, want := h(sum[:]), "65292c0c9ffc95c0f260fa2ddbb211e9dac04ac8ba237682ec7a0c36cb330339"; got != want {
		t.Errorf("the first vectors are others: %s", got)
	}
}
