package profile

func (Ack) Type() Type            { return TypeAck }
func (Verdict) Type() Type        { return TypeVerdict }
func (Do) Type() Type             { return TypeDo }
func (AskResult) Type() Type      { return TypeAskResult }
func (ReadJournal) Type() Type    { return TypeReadJournal }
func (AckJournal) Type() Type     { return TypeAckJournal }
func (SetClock) Type() Type       { return TypeSetClock }
func (Look) Type() Type           { return TypeLook }
func (Hello) Type() Type          { return TypeHello }
func (AccessRequest) Type() Type  { return TypeAccessRequest }
func (Entry) Type() Type          { return TypeEntry }
func (State) Type() Type          { return TypeState }
func (Result) Type() Type         { return TypeResult }
func (JournalEnd) Type() Type     { return TypeJournalEnd }
func (Error) Type() Type          { return TypeError }
func (Identify) Type() Type       { return TypeIdentify }
func (SetAdvert) Type() Type      { return TypeSetAdvert }
func (Release) Type() Type        { return TypeRelease }
func (PutPeer) Type() Type        { return TypePutPeer }
func (TableBegin) Type() Type     { return TypeTableBegin }
func (TablePut) Type() Type       { return TypeTablePut }
func (TableCommit) Type() Type    { return TypeTableCommit }
func (TableRead) Type() Type      { return TypeTableRead }
func (FirmwareBegin) Type() Type  { return TypeFirmwareBegin }
func (FirmwareData) Type() Type   { return TypeFirmwareData }
func (FirmwareCommit) Type() Type { return TypeFirmwareCommit }
func (Peers) Type() Type          { return TypePeers }
func (TableState) Type() Type     { return TypeTableState }
func (FirmwareState) Type() Type  { return TypeFirmwareState }

// toLock is true for what only a hub says.
func (t Type) toLock() bool { return t < 0x40 }

var decoders = map[Type]func([]byte) (Message, error){
	TypeAck:            decodeAs[Ack],
	TypeVerdict:        decodeAs[Verdict],
	TypeDo:             decodeAs[Do],
	TypeAskResult:      decodeAs[AskResult],
	TypeReadJournal:    decodeAs[ReadJournal],
	TypeAckJournal:     decodeAs[AckJournal],
	TypeSetClock:       decodeAs[SetClock],
	TypeLook:           decodeAs[Look],
	TypeHello:          decodeAs[Hello],
	TypeAccessRequest:  decodeAs[AccessRequest],
	TypeEntry:          decodeAs[Entry],
	TypeState:          decodeAs[State],
	TypeResult:         decodeAs[Result],
	TypeJournalEnd:     decodeAs[JournalEnd],
	TypeIdentify:       decodeAs[Identify],
	TypeSetAdvert:      decodeAs[SetAdvert],
	TypeRelease:        decodeAs[Release],
	TypePutPeer:        decodeAs[PutPeer],
	TypeSetSite:        decodeAs[SetSite],
	TypePresent:        decodeAs[Present],
	TypeOutcome:        decodeAs[Outcome],
	TypeTableBegin:     decodeAs[TableBegin],
	TypeTablePut:       decodeAs[TablePut],
	TypeTableCommit:    decodeAs[TableCommit],
	TypeTableRead:      decodeAs[TableRead],
	TypeFirmwareBegin:  decodeAs[FirmwareBegin],
	TypeFirmwareData:   decodeAs[FirmwareData],
	TypeFirmwareCommit: decodeAs[FirmwareCommit],
	TypePeers:          decodeAs[Peers],
	TypeTableState:     decodeAs[TableState],
	TypeFirmwareState:  decodeAs[FirmwareState],
	TypeError:          decodeAs[Error],
}
