// Package nuki is the protocol of Nuki Smart Locks over Bluetooth LE, as bytes, in both
// directions: what the vendor's "Smart Lock API V2.1" says, and what open clients found of later
// firmware. It is the only place that knows these bytes. Nothing in it has met a physical lock:
// it is proven against the document's worked examples (testdata/nuki_vectors.json).
//
// It is pure: no goroutine, no clock, no network; randomness is handed in. ble/driver is the
// client, softnuki the lock; both are made of what is here.
//
// The parts, in reading order:
//
//	gatt.go       the UUIDs; Generation
//	advert.go     Advert: ParseAdvert, Bytes; ID, ParseID
//	key.go        PrivateKey, PublicKey, SharedKey; PrivateKey.Agree, KeyPair
//	secret.go     PIN, Code: print as dots; ParsePIN, NewPIN, ParseCode
//	message.go    Message, Command; Encode, Decode
//	  pairing_message.go (Label) state_message.go action_message.go log_message.go
//	  keypad_message.go config_message.go
//	enum.go, errorcode.go  LockState, DoorState, Trigger, Action, Completion, ErrorCode, …: String
//	plain.go      cmd ‖ payload ‖ crc: EncodePlain, PlainStream
//	frame.go      nonce ‖ authId ‖ len ‖ box: Seal, Inside, SealInside, Open, FrameStream
//	channel.go    Channel: a client's (or one peer's) key, authorization and stream in one
//	pairing.go    Pairing: the client's side of making an authorization, sans I/O
//	pairing_lock.go  PairingLock: the lock's side
//
// # What gets lost
//
// Indications are a run of bytes, cut anywhere. A frame that has a length is whole at that
// length; a plain one has none, and is whole at the length that its command has. No stream looks
// for the next frame inside what it does not understand: after an error a stream is spent
// (every further Feed gives the same error) until Reset, and whoever reads it ends the link.
// So a lost indication is an error at the latest with the next frame (its length, its
// authorization or its Poly1305 tag), and never a message that nobody sent. What no stream can
// notice is a whole frame that is missing, or the end of the last one: its reader waits for the
// answer to what it asked, and no longer than it means to.
//
// An authentic frame whose message is of a later firmware (an unknown command, or a payload that
// does not fit) breaks nothing: Channel gives Unreadable for it, and goes on. Payloads of the
// lock may be longer than what is known: the tail is passed over. Those of a client are exact.
//
// # The CRC
//
// Outside a box it is strict. Inside, where Poly1305 has already said that nothing was changed,
// 0 is taken as well: some firmware sends it.
package nuki
