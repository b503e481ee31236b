"""People who sign in, their browsers, and the tokens by which programs ask for them."""

from townsite.accounts.models.password import PasswordRecord
from townsite.accounts.models.token import AccessToken
from townsite.accounts.models.user import Session, User, UserManager

__all__ = ["AccessToken", "PasswordRecord", "Session", "User", "UserManager"]
