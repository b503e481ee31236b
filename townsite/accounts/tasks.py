"""Keeping the tables of sessions small."""

from allauth.usersessions.models import UserSession
from procrastinate.contrib.django import app

from townsite.accounts.models import Session
from townsite.accounts.sessions import SessionStore


@app.periodic(cron="27 3 * * *", periodic_id="accounts.sweep_sessions")
@app.task(name="accounts.sweep_sessions", queueing_lock="accounts.sweep_sessions")
def sweep_sessions(timestamp: int) -> None:
    """Removes sessions that are over; whoever comes with one signs in again anyway."""
    SessionStore.clear_expired()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
