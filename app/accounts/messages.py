"""The messages for what accounts refuse."""

from app.core.database.constraints import name_constraint
from app.web.i18n import N_
from app.web.messages import register_messages

register_messages(
    {
        "too_many_tries": N_("Too many attempts. Please wait %(minutes)s minutes and try again."),
        "login_failed": N_(
            "The e-mail address or the password is wrong, or the address has not been confirmed yet."
        ),
        "confirmation_needed": N_("Please confirm that it is you before this step."),
        "second_factor_required": N_("Finish signing in with your second factor first."),
        "code_wrong": N_("That code is not right. Codes change every 30 seconds and work once."),
        "password_wrong": N_("That is not your current password."),
        "password_short": N_("Use at least 8 characters. A sentence of 15 or more is better."),
        "password_long": N_("Use at most 128 characters."),
        "password_common": N_("This password is easy to guess. Choose words that do not belong together."),
        "password_personal": N_("Do not use your own name or e-mail address as the password."),
        "email_invalid": N_("Write an e-mail address like ten@example.vn."),
        "email_taken": N_("There is already an account with this e-mail address."),
        "invitation_taken_up": N_("This person has taken up the invitation already, or has no role yet."),
        "link_dead": N_("This link has been used or is too old. Ask for a new one."),
        "last_admin": N_("There must always be one administrator who can sign in."),
        "last_owner": N_("This is the last owner. Make somebody else an owner first."),
        "not_yourself": N_("You cannot do this to your own account."),
        "membership_exists": N_("This person has this role already."),
        "role_scope": N_("Choose the place or facility that the role is for."),
        "second_factor_set": N_("A second factor is already set up."),
        "second_factor_kept": N_(
            "Your role requires a second factor; you can replace it, but not switch it off."
        ),
        "token_name": N_("Give the token a name so that you recognise it later."),
        "too_many_tokens": N_("You have %(limit)s tokens. Revoke one first."),
    }
)
name_constraint("uq_user_email", "email_taken", "email")
name_constraint("uq_membership_user_id_role_facility_id_unit_id_region", "membership_exists")
