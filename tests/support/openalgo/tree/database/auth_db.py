"""Broker tokens by user, remembered until somebody clears the cache."""

import os
import sqlite3

auth_cache = {}
feed_token_cache = {}
broker_cache = {}


def get_auth_token(name, bypass_cache=False):
    if bypass_cache or name not in auth_cache:
        db = sqlite3.connect(os.path.join("db", "openalgo.db"))
        row = db.execute("SELECT auth FROM auth WHERE name = ? AND NOT is_revoked", (name,)).fetchone()
        db.close()
        auth_cache[name] = row[0] if row else None
    return auth_cache[name]
