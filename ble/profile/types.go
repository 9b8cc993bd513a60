package profile

func (Ack) Type() Type           { return TypeAck }
func (Verdict) Type() Type       { return TypeVerdict }
func (Do) Type() Type            { return TypeDo }
func (AskResult) Type() Type     { return TypeAskResult }
func (ReadJournal) Type() Type   { return TypeReadJournal }
func (AckJournal) Type() Type    { return TypeAckJournal }
func (SetClock) Type() Type      { return TypeSetClock }
func (Look) Type() Type          { return TypeLook }
func (Hello) Type() Type         { return TypeHello }
func (AccessRequest) Type() Type { return TypeAccessRequest }
func (Entry) Type() Type         { return TypeEntry }
func (State) Type() Type         { return TypeState }
func (Result) Type() Type        { return TypeResult }
func (JournalEnd) Type() Type    { return TypeJournalEnd }
func (Error) Type() Type         { return TypeError }

// toLock is true for what only a hub says.
func (t Type) toLock() bool { return t < 0x40 }

var decoders = map[Type]func([]byte) (Message, error){
	TypeAck:           decodeAs[Ack],
	TypeVerdict:       decodeAs[Verdict],
	TypeDo:            decodeAs[Do],
	TypeAskResult:     decodeAs[AskResult],
	TypeReadJournal:   decodeAs[ReadJournal],
	TypeAckJournal:    decodeAs[AckJournal],
	TypeSetClock:      decodeAs[SetClock],
	TypeLook:          decodeAs[Look],
	TypeHello:         decodeAs[Hello],
	TypeAccessRequest: decodeAs[AccessRequest],
	TypeEntry:         decodeAs[Entry],
	TypeState:         decodeAs[State],
	TypeResult:        decodeAs[Result],
	TypeJournalEnd:    decodeAs[JournalEnd],
	TypeError:         decodeAs[Error],
}
