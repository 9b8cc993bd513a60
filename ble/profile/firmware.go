package profile

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
)

// An image's file is "LIQF" ‖ head length u16 ‖ head ‖ signature 64 ‖ body. The head is a map of
// CBOR, ImageHead; the signature is the maker's Ed25519 over everything before it. What comes
// before the body is FirmwareBegin.Head.
const (
	imageMagic = "LIQF"
	imageFore  = len(imageMagic) + 2
)

// ImageHead says what an image is.
type ImageHead struct {
	Model   string `cbor:"1,keyasint"` // that it is for, as in Hello
	Number  uint32 `cbor:"2,keyasint"` // a lock takes only what is above its own
	Version string `cbor:"3,keyasint"` // for people; State.Firmware once it runs
	Size    uint32 `cbor:"4,keyasint"` // bytes of the body
	Sum     []byte `cbor:"5,keyasint"` // SHA-256 of the body
}

// Image is a file as a hub has it. Whether its maker signed it is for the lock to say, which has
// the maker's key.
type Image struct {
	ImageHead
	Head []byte // for FirmwareBegin
	Body []byte
}

var (
	errImage    = errors.New("profile: this is no firmware image, or a damaged one")
	errUnsigned = errors.New("profile: the image's maker did not sign it")
)

// ParseImage reads a whole file. It keeps b.
func ParseImage(b []byte) (Image, error) {
	head, n, err := parseHead(b)
	if err != nil {
		return Image{}, err
	}
	body := b[n:]
	if sum := sha256.Sum256(body); uint32(len(body)) != head.Size || string(sum[:]) != string(head.Sum) {
		return Image{}, errImage
	}
	return Image{head, b[:n:n], body}, nil
}

// OpenHead is a lock reading FirmwareBegin.Head: what the maker's key did not sign is refused
// before any of it is believed.
func OpenHead(maker ed25519.PublicKey, head []byte) (ImageHead, error) {
	n := len(head) - ed25519.SignatureSize
	if n < imageFore || len(maker) != ed25519.PublicKeySize || !ed25519.Verify(maker, head[:n], head[n:]) {
		return ImageHead{}, errUnsigned
	}
	h, end, err := parseHead(head)
	if err == nil && end != len(head) {
		err = errImage
	}
	return h, err
}

// SignImage is the maker's: the file of a body. Size and Sum are filled in.
func SignImage(maker ed25519.PrivateKey, h ImageHead, body []byte) ([]byte, error) {
	sum := sha256.Sum256(body)
	h.Size, h.Sum = uint32(min(len(body), MaxImage+1)), sum[:]
	text, err := encoding.Marshal(h)
	if err != nil {
		return nil, fmt.Errorf("profile: write an image's head: %w", err)
	}
	b := binary.BigEndian.AppendUint16([]byte(imageMagic), uint16(len(text)))
	b = append(b, text...)
	b = append(b, ed25519.Sign(maker, b)...)
	if _, _, err := parseHead(b); err != nil {
		return nil, fmt.Errorf("profile: an image of %d bytes for %q, version %q, number %d: %w", len(body), h.Model, h.Version, h.Number, err)
	}
	return append(b, body...), nil
}

// parseHead reads what comes before the body, and says how long it is.
func parseHead(b []byte) (h ImageHead, n int, err error) {
	if len(b) < imageFore || string(b[:len(imageMagic)]) != imageMagic {
		return h, 0, errImage
	}
	end := imageFore + int(binary.BigEndian.Uint16(b[len(imageMagic):]))
	n = end + ed25519.SignatureSize
	if n > MaxHead || n > len(b) || end == imageFore || b[imageFore]>>5 != 5 {
		return h, 0, errImage
	}
	if decoding.Unmarshal(b[imageFore:end], &h) != nil || !h.valid() {
		return ImageHead{}, 0, errImage
	}
	return h, n, nil
}

func (h ImageHead) valid() bool {
	return len(h.Model) > 0 && len(h.Model) <= MaxText && len(h.Version) > 0 && len(h.Version) <= MaxText &&
		h.Number > 0 && h.Size > 0 && h.Size <= MaxImage && len(h.Sum) == sha256.Size
}
