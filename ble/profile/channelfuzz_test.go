package profile

import "testing"

// FuzzChannel: each end takes whatever a stranger writes or notifies, and holds no more than
// its limits. The input is a run of values, each behind its length.
func FuzzChannel(f *testing.F) {
	f.Add([]byte{4, 3, 0, 1, kindRefused})
	f.Add([]byte{4, 3, 0, 1, kindOpen1, 4, 7, 0, 1, kindPair1})
	f.Add([]byte{6, 3, 0, 3, kindSealed, 1, 2})
	f.Add(append([]byte{52, 3, 0, 49, kindVisit1}, make([]byte, 48)...))
	f.Add([]byte{4, 3, 0, 1, kindVisit2, 4, 7, 0, 1, kindVisit3})
	f.Add(append([]byte{36, 3, 0, 33, kindPair1}, make([]byte, 32)...))
	hub, err := KeyPairFrom([32]byte{1})
	if err != nil {
		f.Fatal(err)
	}
	lock, err := KeyPairFrom([32]byte{2})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, run []byte) {
		l, err := Answer(Lock{Own: lock, Serial: testSerial, Peers: OnlyHub(&hub.Public), PSK: testCode().PSK(), Word: testWord, Hello: testHello}, 23)
		if err != nil {
			t.Fatal(err)
		}
		s, err := OpenSession(hub, lock.Public, testSerial, 23, nil)
		if err != nil {
			t.Fatal(err)
		}
		p, err := OpenPairing(hub, testCode(), 23, nil)
		if err != nil {
			t.Fatal(err)
		}
		v, err := OpenVisit(hub, testWord, anyLock, 23, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []*Channel{l, s, p, v} {
			for b := run; len(b) > 0; {
				n := min(int(b[0]), len(b)-1)
				ms, err := c.Receive(b[1 : 1+n])
				if c.Open() || len(ms) > 0 {
					t.Fatal("a stranger came through")
				}
				if b = b[1+n:]; err != nil && c.Err() != err {
					t.Fatalf("it goes on after %v", err)
				}
				if n := len(c.Outgoing()); n > Window {
					t.Fatalf("%d values at once", n)
				}
			}
		}
	})
}
