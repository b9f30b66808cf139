//! Journeys: what happens to a case from the first question to the last record, on both databases.

mod a_disagreement_is_decided;
mod a_family_is_urgent;
mod a_newly_proclaimed_holiday;
mod a_nudge_comes_once;
mod a_number_is_kept_true;
mod a_reminder_is_put_off;
mod a_report_counts_back;
mod a_request_is_pulled;
mod a_week_of_silence;
mod an_account_is_linked;
mod an_unseen_procedure;
mod at_the_assistant;
mod at_the_front_door;
mod both_sides_are_told;
mod early_help_over_christmas;
mod facts_are_checked;
mod nobody_without_a_token;
mod one_authority_never_sees_another;
mod page_by_page;
mod refusals_say_why;
mod repeats_are_safe;
mod sixteen_and_year_11;
mod stepping_across;
mod to_the_looked_after_service;
mod two_managers_at_once;
mod who_is_on_duty;
