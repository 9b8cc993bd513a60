// Package voucher writes and reads what a dealer signs [sub.voucher]: a text that survives e-mail and
// paper, and is checked without asking anybody.
//
// Between the two marks stand capital letters A to Z and digits 2 to 7 (base32), in groups of five;
// blanks, dashes, line breaks and the quoting of e-mails do not count. They are, big-endian:
//
//	version 1 (1), dealer's fingerprint (8), serial (8), users (4), IQs (2), days (2),
//	issued, unix seconds (4), 0 or 1 (1), and with 1 the site's id (4);
//	Ed25519 over "localiq voucher 1\n" and all that (64); the first bytes of SHA-256 of all that (4)
//
// The sum at the end finds mistakes in typing and proves nothing; the signature does.
package voucher

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"time"

	"localiq/core"
)

const (
	version    = 1
	domain     = "localiq voucher 1\n"
	SerialSize = 8
	anySite    = 30 // bytes of a body for any site
	oneSite    = anySite + 4
	sumSize    = 4
	more       = ed25519.SignatureSize + sumSize
)

var letters = base32.StdEncoding.WithPadding(base32.NoPadding)

// Signed is a voucher as it was written. What it says is the dealer's word only where By is true.
type Signed struct {
	core.Voucher
	body, signature []byte
}

// By is true where the owner of that key signed it.
func (s Signed) By(key ed25519.PublicKey) bool {
	return len(key) == ed25519.PublicKeySize && core.DealerOf(key) == s.ID.Of() &&
		ed25519.Verify(key, append([]byte(domain), s.body...), s.signature)
}

// Sign writes a voucher. It gets the id of that dealer and that serial, which nobody else may have.
func Sign(key ed25519.PrivateKey, v core.Voucher, serial [SerialSize]byte) (string, error) {
	dealer, err := hex.DecodeString(string(core.DealerOf(key.Public().(ed25519.PublicKey))))
	if err != nil {
		return "", err
	}
	issued := v.Issued / int64(time.Second)
	if v.Users < 0 || v.Users > core.MaxUsers || v.IQs < 0 || v.IQs > core.MaxIQs || v.Days < 0 || v.Days > core.MaxVoucherDays || issued < 0 || issued > 1<<32-1 {
		return "", core.Errorf(core.CodeInvalid, "no voucher is for %d users, %d IQs and %d days", v.Users, v.IQs, v.Days).
			Advise("at most 1000000, 10000 and 36500; 0 is any number, and for ever")
	}
	b := append([]byte{version}, dealer...)
	b = append(b, serial[:]...)
	b = binary.BigEndian.AppendUint32(b, uint32(v.Users))
	b = binary.BigEndian.AppendUint16(b, uint16(v.IQs))
	b = binary.BigEndian.AppendUint16(b, uint16(v.Days))
	b = binary.BigEndian.AppendUint32(b, uint32(issued))
	if b, err = withSite(b, v.Site); err != nil {
		return "", err
	}
	b = append(b, ed25519.Sign(key, append([]byte(domain), b...))...)
	return written(letters.EncodeToString(summed(b))), nil
}

func withSite(b []byte, site core.HubID) ([]byte, error) {
	if site == "" {
		return append(b, 0), nil
	}
	id, err := hex.DecodeString(string(site))
	if err != nil || len(id) != oneSite-anySite || hex.EncodeToString(id) != string(site) {
		return nil, core.Errorf(core.CodeInvalid, "%q is no site", site).Advise("its eight digits are shown by: localiq subscription show")
	}
	return append(append(b, 1), id...), nil
}

func summed(b []byte) []byte {
	sum := sha256.Sum256(b)
	return append(slices.Clone(b), sum[:sumSize]...)
}

// read takes a body apart; its length is right.
func read(b []byte) (s Signed, ok bool) {
	at := len(b) - more
	s.body, s.signature = b[:at], b[at:len(b)-sumSize]
	if at != anySite && at != oneSite || s.body[anySite-1] != byte((at-anySite)/(oneSite-anySite)) {
		return s, false
	}
	u16 := func(i int) int { return int(binary.BigEndian.Uint16(b[i:])) }
	u32 := func(i int) int64 { return int64(binary.BigEndian.Uint32(b[i:])) }
	s.Voucher = core.Voucher{ID: core.VoucherID(hex.EncodeToString(b[1:9]) + "-" + hex.EncodeToString(b[9:17])),
		Users: int(u32(17)), IQs: u16(21), Days: u16(23), Issued: u32(25) * int64(time.Second)}
	if at == oneSite {
		s.Site = core.HubID(hex.EncodeToString(s.body[anySite:]))
	}
	return s, s.Users <= core.MaxUsers && s.IQs <= core.MaxIQs && s.Days <= core.MaxVoucherDays
}
