package profile

import (
	"crypto/hmac"
	"crypto/sha256"

	"localiq/core"
)

// HashKey is what stands for a credential in one lock's table: the first 16 bytes of
// HMAC-SHA-256 under the table's key, over kind u8 ‖ credential, as in AccessRequest.
func HashKey(tableKey []byte, kind core.KeyKind, credential []byte) (h KeyHash) {
	mac := hmac.New(sha256.New, tableKey)
	mac.Write([]byte{byte(kind)})
	mac.Write(credential)
	copy(h[:], mac.Sum(nil))
	return h
}

// PartOf is the part of a table that the row is in.
func PartOf(h KeyHash) uint8 { return h[0] % TableParts }

// CheckOf names a key without telling it.
func CheckOf(key []byte) (c Check) {
	sum := sha256.Sum256(key)
	copy(c[:], sum[:])
	return c
}
