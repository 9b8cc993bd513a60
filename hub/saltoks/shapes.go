package saltoks

import (
	"bytes"
	"encoding/json"
)

// export is what is read of the answers; everything else in them is left alone.
type export struct {
	Site   site        `json:"site"`
	Users  rows[user]  `json:"users"`
	Groups rows[group] `json:"access_groups"`
	Locks  rows[lock]  `json:"locks"`
}

// rows is a list, or an answer of the API with its items.
type rows[T any] []T

func (r *rows[T]) UnmarshalJSON(b []byte) error {
	if b = bytes.TrimSpace(b); len(b) > 0 && b[0] == '{' {
		var page struct {
			Items []T    `json:"items"`
			Next  string `json:"next_page_link"`
		}
		err := json.Unmarshal(b, &page)
		if err == nil && page.Next != "" {
			err = errMore
		}
		*r = page.Items
		return err
	}
	return json.Unmarshal(b, (*[]T)(r))
}

type site struct {
	Name     string `json:"customer_reference"`
	TimeZone string `json:"time_zone"`
	Keeps    string `json:"store_events_ttl"` // days, and a time: "90.00:00:00"
}

type user struct {
	ID           string  `json:"id"`
	Alias        string  `json:"alias"`
	Roles        []role  `json:"roles"`
	Easy         bool    `json:"toggle_easy_office_mode"`
	Manual       bool    `json:"toggle_manual_office_mode"`
	Remote       bool    `json:"remote_access"`
	Privacy      bool    `json:"override_privacy_mode"`
	Blocked      bool    `json:"blocked"`
	Subscription string  `json:"subscription_state"`
	Ownership    string  `json:"ownership_state"`
	Expires      string  `json:"expires_at"`
	User         account `json:"user"`
}

type account struct {
	ID    string `json:"id"`
	First string `json:"first_name"`
	Last  string `json:"last_name"`
	Email string `json:"email"`
}

// role is a code, or an object that has one.
type role string

func (r *role) UnmarshalJSON(b []byte) error {
	var of struct {
		Code string `json:"code"`
	}
	if b = bytes.TrimSpace(b); len(b) > 0 && b[0] == '{' {
		err := json.Unmarshal(b, &of)
		*r = role(of.Code)
		return err
	}
	return json.Unmarshal(b, (*string)(r))
}

type group struct {
	ID        string       `json:"id"`
	Name      string       `json:"customer_reference"`
	Locks     rows[member] `json:"locks"`
	Users     rows[member] `json:"users"`
	Schedules rows[hours]  `json:"time_schedules"`
}

// member names a lock or a user, by whichever of the ids the answer has.
type member struct {
	ID   string `json:"id"`
	Lock string `json:"lock_id"`
	User string `json:"user_id"`
}

func (m member) of() string { return or(m.Lock, or(m.User, m.ID)) }

type lock struct {
	ID         string `json:"id"`
	Name       string `json:"customer_reference"`
	EasyOffice *hours `json:"easy_office_mode_schedule"`
}

// hours are a window on some weekdays, in the site's local time; dates are the first and the last day.
type hours struct {
	Monday    bool   `json:"monday"`
	Tuesday   bool   `json:"tuesday"`
	Wednesday bool   `json:"wednesday"`
	Thursday  bool   `json:"thursday"`
	Friday    bool   `json:"friday"`
	Saturday  bool   `json:"saturday"`
	Sunday    bool   `json:"sunday"`
	Start     string `json:"start_time"`
	End       string `json:"end_time"`
	From      string `json:"start_date"`
	Until     string `json:"end_date"`
	AutoStart bool   `json:"eom_auto_start"`
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
